"""What stands around a question, and how it is typed, changes nothing of what it asks."""

from collections.abc import Mapping

import pytest

from server.schema import Filters
from tests.readers import CATALOGUE, new_reader

QUESTIONS = (
    "which tools cover deployment?",
    "which tools are free for monitoring?",
    "how many tools cover CI?",
    "which roles work in version control?",
    "what does Asana cost?",
    "which phases does MLFlow cover?",
    "how much does a Data Engineer earn?",
    "which tool is the most expensive?",
    "what is the cheapest tool for version control?",
    "which tools cover both CI and deployment?",
    "which tools are open source but not free?",
    "which role earns the least?",
    "what do Asana and Taiga cost together?",
    "which roles work in both deployment and monitoring?",
    "which phase has the most tools?",
    "which tools cover business needs but not version control?",
    "how many roles are in monitoring?",
    "which levels does Google's maturity model have?",
    "which tools does a DevOps Engineer use?",
    "who uses Terraform?",
    "what do a Data Scientist and an ML Engineer earn together?",
    "which tools cost less than $50 a month?",
    "which phases would Git and Jenkins leave uncovered?",
    "what can replace Datadog?",
    "which tool covers the most phases?",
    "what free tools cover CI?",
)
FRAMES = (
    "please tell me: {}",
    "hi, {}",
    "hello there! {}",
    "can you tell me {}",
    "I'd like to know {}",
    "my boss asks: {}",
    "quick question: {}",
    "according to the paper, {}",
    "in Table IV, {}",
    "{} thanks!",
    "{} Answer in one sentence.",
    "{} I couldn't find it in the paper.",
    "{} Please cite the source.",
    "{} And where does it say so?",
    "We are a small startup. {}",
    "I'm new to MLOps. {}",
    "As a data scientist I want to know {}",
    "Dear advisor, {} Kind regards",
    "Sorry for the stupid question, but {}",
    "Good morning. {} Best, Anna",
    "for our audit: {}",
)
# Asks for two things by itself.
PAIRED = {("{} And where does it say so?", "what can replace Datadog?")}
RESPELT = {
    "in lower case": str.lower,
    "in capitals": str.upper,
    "as a title": str.title,
    "without its mark": lambda question: question.rstrip("?"),
    "with dots": lambda question: question.rstrip("?") + "...",
    "with three marks": lambda question: f"{question}??",
    "in bold": lambda question: f"**{question}**",
    "as a point of a list": lambda question: f"- {question}",
    "in quotes": lambda question: f'"{question}"',
    "with wide gaps": lambda question: question.replace(" ", "  "),
}


def read(question: str) -> str:
    reading = new_reader().read(question, None, Filters())
    assert reading.query is not None, question
    assert not reading.beyond, question
    assert not reading.clarify, question
    return reading.query.words()


@pytest.mark.parametrize("frame", FRAMES)
def test_what_stands_around_a_question_asks_for_nothing(frame: str) -> None:
    asked = [question for question in QUESTIONS if (frame, question) not in PAIRED]
    assert [read(frame.format(question)) for question in asked] == [read(question) for question in asked]


@pytest.mark.parametrize("spelling", RESPELT)
def test_how_a_question_is_typed_changes_nothing(spelling: str) -> None:
    respelt = RESPELT[spelling]
    assert [read(respelt(question)) for question in QUESTIONS] == [read(question) for question in QUESTIONS]


@pytest.mark.parametrize(
    ("things", "question", "query"),
    [
        (CATALOGUE.tools, "What phase is {} in?", "list the phases for {}"),
        (CATALOGUE.tools, "what does {} cost?", "look up the tools by cost for {}"),
        (CATALOGUE.tools, "Is {} open source?", "check whether {} is ticked as open source"),
        (CATALOGUE.tools, "does {} cover monitoring?", "check whether {} covers M"),
        (CATALOGUE.tools, "what would {} leave uncovered?", "list the phases for {} left uncovered"),
        (CATALOGUE.tools, "{} price", "look up the tools by cost for {}"),
        (CATALOGUE.tools, "tell me about {}", "describe the tools for {}"),
        (CATALOGUE.roles, "What does a {} earn?", "look up the roles by wage for {}"),
        (CATALOGUE.roles, "which phases does a {} work in?", "list the phases for {}"),
        (CATALOGUE.roles, "is a {} involved in monitoring?", "check whether {} covers M"),
        (CATALOGUE.roles, "what does a {} do?", "describe the roles for {}"),
    ],
)
def test_plain_questions_are_read_of_every_tool_and_role(
    things: Mapping[str, object], question: str, query: str
) -> None:
    read_of = {name: read(question.format(name)) for name in things}
    assert read_of == {name: query.format(name) for name in things}


@pytest.mark.parametrize("total", ["the 55 tools", "your 55 tools", "all the tools"])
def test_a_share_of_all_there_are_is_no_false_count(total: str) -> None:
    assert read(f"How many of {total} cover CI?") == "count the tools that cover CI"
    assert read(f"Which of {total} are free?") == "list the tools that are free ($0)"
