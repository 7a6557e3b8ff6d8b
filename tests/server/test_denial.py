"""Whether a passage says the opposite of what a question takes for granted."""

import pytest

from server.verification.denial import denies
from server.verification.text import read

GATE = "Gated approval demands an authorization before a model may go on to staging or to production."
YEAR = "MLOps was introduced in 2015 and is still without a standardized lifecycle."


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("putting the approval gate after production", GATE),
        ("does the paper say that gated approval happens after production", GATE),
        ("MLOps was introduced in 2005", YEAR),
        ("did the authors conclude that MLOps has a standardized lifecycle", YEAR),
        ("is prompt engineering unimportant in LLMOps", "In LLMOps prompt engineering is crucial for performance."),
        ("does continuous integration test changes manually", "Continuous integration tests changes automatically."),
    ],
)
def test_the_opposite_of_a_claim_denies_it(claim: str, evidence: str) -> None:
    assert denies(read(claim), read(evidence), None)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("does gated approval come before production", GATE),
        ("are models tested before production", "In staging, after a model has passed its tests, all is deployed."),
        ("MLOps was introduced in 2015", YEAR),
        ("is MLOps young", YEAR),
        ("do models lose accuracy in production", "Monitoring follows the accuracy of models in production."),
    ],
)
def test_what_agrees_or_says_less_denies_nothing(claim: str, evidence: str) -> None:
    assert not denies(read(claim), read(evidence), None)
