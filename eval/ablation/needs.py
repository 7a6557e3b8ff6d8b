"""Which needs of a question a passage serves, for the corpus and for added documents alike.

A need is a place, as `eval.places` has it; that of an added passage is its source, a slash, and its locator. Where a
place holds more than what is needed, ` ~ ` and words follow that the passage must say: passages are cut in other sizes
too, so that a need cannot name one of them.
"""

from collections.abc import Sequence

from corpus.vocabulary import Evidence
from eval.places import carries
from ingest.added import ADDED
from server.schema import Citation

_SAYS = " ~ "


def served(needs: Sequence[Sequence[str]], evidence: Evidence | Citation) -> list[int]:
    """The indices of the needs, each its alternatives, that the passage serves."""
    return [at for at, need in enumerate(needs) if any(serves(each, evidence) for each in need)]


def serves(need: str, evidence: Evidence | Citation) -> bool:
    """Whether the passage is what is needed."""
    place, _, words = need.partition(_SAYS)
    text = " ".join(evidence.excerpt.split())
    return carries(place, _place(evidence)) and words.casefold() in text.casefold()


def source_of(need: str) -> str:
    """The source of the added documents that the need is about."""
    return need.partition("/")[0]


def _place(evidence: Evidence | Citation) -> str:
    if not evidence.document.startswith(ADDED):
        return evidence.locator
    return f"{evidence.document.removeprefix(ADDED)}/{evidence.locator}"
