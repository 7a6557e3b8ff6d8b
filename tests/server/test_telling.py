"""The sentences of a question that tell, and those that ask."""

import pytest

from server.understanding.situations.telling import divided


@pytest.mark.parametrize(
    ("text", "told", "asked"),
    [
        ("The choir sings flat. Which stage is that?", ("The choir sings flat.",), "Which stage is that?"),
        ("keys go round: who may enter, who may sing. which phase pls", ("keys go round:",), None),
        ("What the abbot wants never arrives. Whom do we hire?", ("What the abbot wants never arrives.",),
         "Whom do we hire?"),
        ("nightly singing breaks, who mends it?", ("nightly singing breaks",), "who mends it?"),
        ("It is old, so what comes in looks odd. Who sees that?", ("It is old, so what comes in looks odd.",),
         "Who sees that?"),
    ],
)  # fmt: skip
def test_what_is_told_stands_apart(text: str, told: tuple[str, ...], asked: str | None) -> None:
    found, asking = divided(text)
    assert found[: len(told)] == told
    assert asking == asked if asked else "which phase" in asking
