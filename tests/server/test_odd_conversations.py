"""Conversations that make no sense: nothing raises, and whatever is stated has its evidence."""

import json
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.schema import Filters, Items
from server.understanding.followups.turn import Turn
from tests.readers import ENGINE, new_reader

GOLDEN = Path(__file__).parents[2] / "eval" / "golden"
READER = new_reader()
NUMBERS = [
    "0",
    "13",
    "1,000",
    "$0",
    "$10k",
    "-5",
    "99999999999",
    "half",
    "zeroth",
    "21st",
    "150%",
    "two thirds",
    "a dozen",
]


def questions() -> list[str]:
    """The questions of the development sets, also those that lean on others."""
    lines = [line for path in sorted(GOLDEN.rglob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    records = [record for line in lines if (record := json.loads(line)).get("split") == "dev"]
    return sorted(record["question"] for record in records if record.get("question"))


WHOLE = questions()
WORDS = sorted({word for question in WHOLE for word in question.split()})
pieces = st.sampled_from(WHOLE).flatmap(
    lambda question: st.integers(0, len(question.split()) - 1).map(lambda at: " ".join(question.split()[at : at + 5]))
)
mixes = st.lists(pieces | st.sampled_from(WORDS) | st.sampled_from(NUMBERS), min_size=1, max_size=5).map(" ".join)


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(st.lists(mixes | st.sampled_from(WHOLE), min_size=1, max_size=3))
@example(["D Taiga cheaper grafana"])  # neither has D: nothing is left to rank
@example(["What does Whylabs cost? Business Analyst's phases?"])
@example(["Which roles earn $10,000?", "Which model has the most levels?", "Compare Bitbucket and Jenkins on price."])
@example(["Which phases would Wekan and than a Data Engineer?", "How much will"])
@example(["Add a Network Administrator. What's left open?", "anything in middle? platforms tools"])
@example(["which step comes after feature engineering?", "what about MDL?"])
@example(
    [
        "jenkins + kubeflow: gaps?",
        "How many years of experience does the table ask for with each of these?",
        "back to the people: who among them earns the most?",
        "And what do those earn?",
    ]
)
@example(["We have just bought Datadog and Kubeflow as well. Which phases does the bigger stack reach?", "Whylabs?"])
def test_whatever_is_said_nothing_raises_and_every_statement_has_evidence(turns: list[str]) -> None:
    conversation = json.dumps(turns)
    for turn in turns:
        reading = READER.read(turn, conversation, Filters())
        items = Items()
        if reading.query is not None and reading.query.plan is None:
            sheet = ENGINE.answer(reading.query)
            assert all(statement.evidence for statement in sheet.statements)
            assert all(row.evidence for row in sheet.rows)
            assert reading.query.words()
            items = sheet.items
        READER.remember(conversation, Turn(reading.question, reading.query, items, reading.options))
