"""What must stay in the house is no job for a tool that only its vendor runs."""

import pytest

from corpus.document import load_documents
from corpus.vocabulary import Evidence
from server.understanding.reach.hosting import lies_with_a_vendor, stays_in_house


@pytest.mark.parametrize(
    ("question", "stays"),
    [
        ("No log may leave our network. Grafana Cloud or Grafana?", True),
        ("Prompts must stay in-house; which tracer?", True),
        ("it all has to be self-hosted, what is there for dashboards?", True),
        ("We want everything on prem, for monitoring too.", True),
        ("One bought service please, self-hosting is not for us.", False),
        ("Can Langsmith be hosted by ourselves?", False),
        ("Our data may leave the house.", False),
    ],
)
def test_a_question_says_that_nothing_may_leave_the_house(question: str, stays: bool) -> None:
    assert stays_in_house(question) is stays


def test_cards_say_what_only_its_vendor_runs() -> None:
    passages = [(document, passage) for document in load_documents() for passage in document.passages]
    told = (
        Evidence(
            kind="paraphrase",
            document=document.id,
            title=document.title,
            locator=passage.locator,
            excerpt=passage.text,
            as_of=document.as_of,
        )
        for document, passage in passages
    )
    named = {piece.locator.removeprefix("Card ").split(",")[0] for piece in told if lies_with_a_vendor(piece)}
    assert {"Datadog", "Clickup", "Trello", "Grafana Cloud", "AWS Sagemaker"} <= named
    assert not {"Prometheus", "Grafana", "MLFlow", "OpenLLMetry", "Wekan", "Jenkins"} & named
