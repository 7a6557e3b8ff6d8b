"""The labelled claims: one sentence with its citations a line, read strictly and proved.

Source: `golden/claims/claims.jsonl`, whose labels were given by reading the cited place and by nothing else.
Several pieces of evidence can stand at one locator; a label holds for all of them together.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from corpus.catalogue import Catalogue
from corpus.document import Document
from corpus.vocabulary import Evidence
from eval.golden import GOLDEN, GoldenError, Split
from eval.places import Place, cells_of
from ingest.entries import entries_of
from server.schema import Wire

CLAIMS = GOLDEN / "claims" / "claims.jsonl"

Label = Literal["supported", "unsupported", "contradicted", "half-true", "wrong-citation"]
LABELS: tuple[Label, ...] = ("supported", "unsupported", "contradicted", "half-true", "wrong-citation")
Text = Annotated[str, StringConstraints(min_length=1)]
Reference = tuple[Text, Text]
"""Document and locator."""
Places = dict[Place, tuple[Evidence, ...]]


class LabelledClaim(Wire):
    """A sentence, what it cites, and what a reader found. `carrier` is the place that does state a
    sentence of label `wrong-citation`, `why` the reader's reason in a few words."""

    id: Annotated[str, StringConstraints(pattern=r"^claim-\d{3}$")]
    label: Label
    sentence: Text
    cited: Annotated[tuple[Reference, ...], Field(min_length=1)]
    carrier: Reference | None = None
    why: Text
    split: Split


def load_claims(path: Path = CLAIMS) -> tuple[LabelledClaim, ...]:
    """Every claim of the file; raises GoldenError for the first bad line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise GoldenError(f"{path} cannot be read: restore it from the repository") from error
    return tuple(_claim(path.name, number, line) for number, line in enumerate(lines, start=1))


def places_with_evidence(catalogue: Catalogue, documents: Iterable[Document]) -> Places:
    """Everything citable by its place: passages and rows as they are indexed, and every cell and column."""
    found: dict[Place, list[Evidence]] = {}
    entries = (entry.evidence for entry in entries_of(catalogue, documents) if entry.layer == "source")
    for evidence in (*entries, *cells_of(catalogue)):
        pieces = found.setdefault(Place(document=evidence.document, locator=evidence.locator), [])
        if evidence not in pieces:
            pieces.append(evidence)
    return {place: tuple(pieces) for place, pieces in found.items()}


def evidence_at(references: Sequence[Reference], places: Places) -> list[Evidence]:
    """All evidence at the references, in their order."""
    return [
        piece for document, locator in references for piece in places.get(Place(document=document, locator=locator), ())
    ]


def claim_flaws(claims: Sequence[LabelledClaim], places: Places) -> Iterator[str]:
    """What is wrong with the claims, one line each; nothing when they are sound."""
    ids = [claim.id for claim in claims]
    yield from (f"id {name} stands {ids.count(name)} times" for name in sorted(set(ids)) if ids.count(name) > 1)
    said = [(claim.sentence, claim.cited) for claim in claims]
    yield from (f"{claim.id}: stands twice" for at, claim in enumerate(claims) if said[at] in said[:at])
    for split in ("dev", "test"):
        for label in LABELS:
            if not any(claim.split == split and claim.label == label for claim in claims):
                yield f"no {label} claim is in {split}: add one"
    for claim in claims:
        if (claim.label == "wrong-citation") != (claim.carrier is not None):
            yield f"{claim.id}: exactly a wrong-citation names its carrier"
        if claim.carrier in claim.cited:
            yield f"{claim.id}: the carrier is among the citations"
        for document, locator in (*claim.cited, *([claim.carrier] if claim.carrier else [])):
            if Place(document=document, locator=locator) not in places:
                yield f"{claim.id}: no place in the corpus is {document}, {locator!r}"


def _claim(name: str, number: int, line: str) -> LabelledClaim:
    try:
        return LabelledClaim.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise GoldenError(f"{name}, line {number}: {where} {first['msg']}") from error
