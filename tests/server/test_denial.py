"""Whether a passage says the opposite of what a question takes for granted."""

import pytest

from corpus.vocabulary import Evidence
from server.verification import cards
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


def card(*statements: str, part: str) -> list[Evidence]:
    told = Evidence(kind="paraphrase", document="tool-x", title="Card X", locator="", excerpt="", as_of="2026-11-28")
    return [
        told.model_copy(update={"locator": f"Card X, {part}, statement {at}", "excerpt": text})
        for at, text in enumerate(statements, start=1)
    ]


LICENCE = "Licence and hosting"
OPEN = card("X is under AGPL 3.0, with some of its packages under Apache 2.0.", part=LICENCE)
CHANGED = card("Since 2024-01-22 new releases of X are under a Business Source License.", part=LICENCE)
BOUGHT = card("X was bought by Apple in 2025.", "No dated source about a release could be confirmed.", part="State")
HOUSED = card("X moved to graduated, the highest level of the Cloud Native Computing Foundation.", part="State")


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("X is MIT licensed", OPEN),
        ("X with stayed on the same permissive licence", CHANGED),
        ("X has been bought by Microsoft", BOUGHT),
        ("X having been sold to Oracle", BOUGHT),
        ("X got kicked out of the CNCF this summer", HOUSED),
    ],
)
def test_a_card_denies_what_it_states_otherwise(claim: str, told: list[Evidence]) -> None:
    assert cards.about_a_card(claim)
    assert cards.denied(claim, told) == told[0]


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("X is under the AGPL", OPEN),
        ("X with a copyleft licence", OPEN),
        ("X changed its licence", CHANGED),
        ("X swallowed by Apple", BOUGHT),
        ("X was bought by Oracle", HOUSED),
        ("X left the Eclipse Foundation", HOUSED),
        ("X is under the MIT licence", BOUGHT),
    ],
)
def test_a_card_denies_nothing_else(claim: str, told: list[Evidence]) -> None:
    assert cards.denied(claim, told) is None
