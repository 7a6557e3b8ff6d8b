"""Which parts of a card come first, and that the sentences of an answer begin with them."""

from pathlib import Path

import pytest

from corpus.document import load_documents
from server.schema import Answer, AskRequest, Filters
from server.settings import LLMSettings, Settings
from tests.advisors import copied, started
from tests.readers import new_reader


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("What does a QA engineer do?", [("QA Engineer", "What it is for"), ("QA Engineer", "At work")]),
        ("duties of a business analyst", [("Business Analyst", "What it is for"), ("Business Analyst", "At work")]),
        ("How can I become a data architect?", [("Data Architect", "Growing into it")]),
        ("Is a prompt engineer really necessary?", [("Prompt Engineer", "In a small team")]),
        ("Which tools does a data architect use?", [("Data Architect", "Tools")]),
        ("Who takes over from the data engineer?", [("Data Engineer", "Works with")]),
        (
            "data engineer versus data architect",
            [("Data Engineer", "Not to be confused with"), ("Data Architect", "Not to be confused with")],
        ),
        (
            "Can a software engineer replace a prompt engineer?",
            [("Software Engineer", "In a small team"), ("Prompt Engineer", "In a small team")],
        ),
        ("Who is accountable for version control?", [("Version Control", "In charge")]),
        (
            "whose job is it, who does CI and deployment?",
            [("Continuous Integration", "In charge"), ("Deployment", "In charge")],
        ),
        ("Should a data architect do the deployment?", [("Deployment", "In charge")]),
        ("What is Business Needs?", [("Business Needs", "What it is")]),
        ("What happens in deployment?", [("Deployment", "What it is"), ("Deployment", "Steps")]),
        ("Why is version control important?", [("Version Control", "When it is skipped")]),
        ("who uses Terraform", [("Terraform", "Who uses it")]),
        ("Which tool should we take for CI?", [("Continuous Integration", "Tools")]),
        ("Which tools cover CI?", []),
        ("What is model observability?", []),
        ("what is gated approval", []),
        # Rows of a table, and nothing else:
        ("Which roles cover Monitoring?", []),
        ("How many people take part in deployment?", []),
        ("What does a data architect earn?", []),
        ("Who is the best paid in monitoring?", []),
        ("Which free tools does an ML engineer use?", []),
    ],
)
def test_a_wish_opens_parts_of_the_card_of_what_is_named(question: str, parts: list[tuple[str, str]]) -> None:
    reading = new_reader().read(question, None, Filters())
    assert [(part.card, part.heading) for part in reading.parts] == parts


def test_the_heading_of_every_part_stands_on_cards() -> None:
    headings = {passage.heading for document in load_documents() for passage in document.passages}
    asked = [
        "What does an ML engineer do?",
        "who does CI?",
        "who uses Git?",
        "What happens in deployment and why, step by step?",
    ]
    parts = [part for question in asked for part in new_reader().read(question, None, Filters()).parts]
    assert parts
    assert {part.heading for part in parts} <= headings


BEGINNINGS = {
    "Who looks after monitoring?": "By this project's judgement, the ML Engineer is in charge of Monitoring (M)",
    "Who should label data?": "By this project's judgement, labelling data",
    "Who gets alerted if the model breaks?": "By this project's judgement, an alarm of Monitoring (M)",
    "What is Continuous Integration?": "Continuous Integration (CI) tests and validates new code and model versions",
    "Do we need a QA engineer?": "By this project's judgement, a small team can leave out the QA Engineer",
}


@pytest.mark.model
async def test_answers_begin_with_them(data_dir: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=copied(data_dir, tmp_path), llm=LLMSettings(enabled=False))
    async with started(settings) as advisor:
        for question, begins in BEGINNINGS.items():
            events = [event async for event in advisor.stream(AskRequest(question=question, narrate=False))]
            answer = events[-1]
            assert isinstance(answer, Answer)
            assert answer.answer.startswith(begins)
