"""A seeded sample of the answers given, judged with the metrics of `eval run` that need no reference.

The rows have the form of a run's, so that `python -m eval judge --results` reads them too. What was expected is
unknown: the row's status is the answer's own, and no score rests on it.
"""

import random
from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.document import Document
from eval.claims import Places, evidence_at, places_with_evidence
from eval.golden import Golden
from eval.metrics.citing import CitationReader
from eval.metrics.evidence import EvidenceCheck
from eval.metrics.measuring import Measures
from eval.places import Place, places_of
from eval.rows import Reply, Row
from eval.scoring import unresolved
from eval.verdicts import Share, share
from ingest.minilm import MiniLM
from server.composer import TYPED
from server.journal.records import Kept
from server.schema import Answer, Wire
from server.verifier import Verifier


class Online(Wire):
    """What the sample showed; `shares` are over all its sentences and citations. `unresolved` lists what leads
    nowhere."""

    answers: int
    of: int
    seed: int
    shares: dict[str, Share]
    unresolved: tuple[str, ...]
    folder: str


class Sampler:
    """Judges answers against one corpus."""

    def __init__(self, catalogue: Catalogue, documents: Sequence[Document], verifier: Verifier) -> None:
        self._evidence: Places = places_with_evidence(catalogue, documents)
        self._places = places_of(catalogue, documents)
        self._reader = CitationReader(EvidenceCheck(catalogue), self._evidence)
        self._verifier = verifier
        self._measures = Measures(catalogue, documents, _no_encoder)

    async def judged(self, kept: Sequence[Kept], size: int, seed: int) -> tuple[list[Row], dict[str, Share]]:
        """The rows of a sample with their scores, and the shares over them."""
        earlier = _earlier(kept)
        drawn = random.Random(seed).sample(range(len(kept)), min(size, len(kept)))  # noqa: S311 -- no secret
        rows = [_row(number, kept[at], earlier[at], self._places) for number, at in enumerate(sorted(drawn), start=1)]
        return await self._measures.measured(rows), self._shares(rows)

    def _shares(self, rows: Sequence[Row]) -> dict[str, Share]:
        read = [sentence for row in rows for sentence in self._reader.read(row)]
        answers = [row.reply.answer for row in rows if row.reply]
        verdicts = [holds for answer in answers for holds in self._reverified(answer)]
        borne_out = sum(sentence.borne_out for sentence in read)
        return {
            "resolved": share(sum(not row.unresolved for row in rows), len(rows)),
            "citation_precision": share(
                sum(len(sentence.bearing) for sentence in read), sum(len(sentence.citations) for sentence in read)
            ),
            "citation_recall": share(borne_out, len(read)),
            "unsupported": share(len(read) - borne_out, len(read)),
            "verified": share(sum(verdicts), len(verdicts)),
        }

    def _reverified(self, answer: Answer) -> list[bool]:
        """Whether each shown sentence still passes; what a typed query states was never for the verifier to judge."""
        cited = {one.n: (one.document, one.locator) for one in answer.citations}
        judgements = (
            self._verifier.verify(
                claim.text, evidence_at([cited[n] for n in claim.citations if n in cited], self._evidence)
            )
            for claim in answer.claims
            if claim.verdict == "supported" and claim.evidence != TYPED
        )
        return [judgement.verdict == "supported" for judgement in judgements]


def _no_encoder() -> MiniLM:
    raise RuntimeError("a row without a reference needs no encoder")


def _row(number: int, one: Kept, earlier: tuple[str, ...], places: frozenset[Place]) -> Row:
    answer = one.answer
    golden = Golden(
        id=f"online-{answer.status}-{number:03}",
        family=f"online-{answer.status}",
        # People's own words; styles are told apart in the golden questions alone.
        wording="casual",
        split="dev",
        question=" ".join(one.asked.split()),
        turns=earlier,
        status=answer.status,
        provenance="the journal",
    )
    reply = Reply(answer=answer, hits=None, elapsed_ms=answer.timings_ms.total or 0.0)
    return Row(golden=golden, reply=reply, unresolved=unresolved(answer, places))


def _earlier(kept: Sequence[Kept]) -> list[tuple[str, ...]]:
    """For each question those of its conversation that came before it."""
    said: dict[str, tuple[str, ...]] = {}
    found = []
    for one in kept:
        turns = said.get(one.answer.conversation_id, ())
        found.append(turns)
        said[one.answer.conversation_id] = (*turns, one.asked)
    return found
