"""Judges whether a sentence follows from the evidence it cites. Precision comes first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from server.schema import Verdict
from server.verification import names, tables
from server.verification.cells import stated
from server.verification.denial import denies, unsaid
from server.verification.entailment import Entailment
from server.verification.likeness import Likeness
from server.verification.prose import Flaw, against
from server.verification.text import Text, read

# A sentence that opens with one of these says nothing when read alone.
_UNNAMED = frozenset(("it", "they", "he", "she", "this", "these", "those", "that", "such"))
_CLAUSE_WORDS = 2
_MOST = 0.5
_EXACT_TABLE = re.compile(r"Table (?:I|III|IV), (?:row|column)")
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Judgement:
    """A verdict and, in a few words, what it rests on or what fails. `used` are the positions in
    `cited` that carry the sentence; citations outside it add nothing."""

    verdict: Verdict
    evidence: str
    used: tuple[int, ...] = ()


class Verifier:
    """Checks sentences against evidence and the catalogue. `likeness` lets words of a paraphrase pass that
    no list of synonyms holds, and sentences reorder phrases; without it fewer honest sentences do. `entailment`
    is asked too about prose that the rules support."""

    def __init__(
        self,
        catalogue: Catalogue,
        linker: Linker,
        likeness: Likeness | None = None,
        entailment: Entailment | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._linker = linker
        self._likeness = likeness
        self._entailment = entailment

    def verify(self, text: str, cited: Sequence[Evidence]) -> Judgement:
        """Judge one sentence (without its citation markers)."""
        if not cited:
            return Judgement("unsupported", "no citation")
        sentence = read(text)
        if sentence.starts_with in _UNNAMED:
            return Judgement("unsupported", f"'{sentence.starts_with}' names no subject")
        if len(sentence.words) < _CLAUSE_WORDS:
            return Judgement("unsupported", "too short to state anything")
        told = self._told(text, cited)
        if told is not None:
            return told
        ruled = self._ruled(text, sentence, cited)
        if ruled.verdict != "supported" or self._entailment is None:
            return ruled
        if self._entailment.denies(text, [cited[at].excerpt for at in ruled.used]):
            return Judgement("unsupported", "the LLM does not find it entailed")
        return ruled

    def denial(self, claim: str, passages: Sequence[Evidence]) -> int | None:
        """The position of the passage that says the opposite of what a question takes for granted; None where none
        does. Names and figures of tables are compared by typed queries."""
        said = read(claim)
        readings = (
            (position, read(sentence))
            for position, piece in enumerate(passages)
            if not _EXACT_TABLE.match(piece.locator)
            for reading in stated(piece, self._catalogue)
            for sentence in (reading, *_SENTENCES.split(reading))
        )
        return next((position for position, text in readings if denies(said, text, self._likeness)), None)

    def unheard_of(self, claim: str, passages: Sequence[Evidence]) -> bool:
        """Whether most of what a question says that the source says stands in none of the passages; names apart, which
        every passage about them has."""
        for name in self._linker.link(claim):
            claim = f"{claim[: name.start]}{' ' * (name.end - name.start)}{claim[name.end :]}"
        said = [read(reading) for piece in passages for reading in stated(piece, self._catalogue)]
        return unsaid(read(claim), said, self._likeness) > _MOST

    def _ruled(self, text: str, sentence: Text, cited: Sequence[Evidence]) -> Judgement:
        """The verdict of the rules on prose."""
        flaws: list[Flaw] = []
        for position, piece in enumerate(cited):
            flaw = self._flaw(text, sentence, piece)
            if flaw is None:
                return Judgement("supported", f"follows from {piece.locator}", (position,))
            flaws.append(flaw)
        joined = self._jointly(sentence, text, cited)
        if joined is not None:
            return joined
        denied = names.contradiction(text, self._catalogue, self._linker)
        if denied is not None:
            return Judgement("contradicted", denied)
        turned = next((flaw for flaw in flaws if flaw.turns), None)
        if turned is not None:
            return Judgement("contradicted", turned.reason)
        return Judgement("unsupported", flaws[0].reason)

    def _told(self, text: str, cited: Sequence[Evidence]) -> Judgement | None:
        """The verdict of the tables, where a cell is cited and the sentence is all about tables."""
        if all(piece.kind != "cell" for piece in cited):
            return None
        found = tables.reading(text, self._catalogue, self._linker)
        if found is None:
            return None
        if found.denied is not None:
            return Judgement("contradicted", found.denied)
        if found.exhaustive:
            return Judgement("unsupported", "nothing shows that no other one is")
        used = tables.carriers(found, cited)
        if used is None:
            return Judgement("unsupported", "the tables say so in cells that are not cited")
        return Judgement("supported", f"follows from {', '.join(cited[at].locator for at in used)}", used)

    def _jointly(self, sentence: Text, text: str, cited: Sequence[Evidence]) -> Judgement | None:
        """Each clause from one piece of evidence, where no piece carries the whole sentence."""
        clauses = sentence.clauses
        if len(clauses) < 2 or len(cited) < 2:
            return None
        used: set[int] = set()
        for clause in clauses:
            if len(clause.words) < _CLAUSE_WORDS:
                return None
            carrier = next(
                (at for at, piece in enumerate(cited) if self._flaw(text, clause, piece, cited) is None), None
            )
            if carrier is None:
                return None
            used.add(carrier)
        places = ", ".join(cited[at].locator for at in sorted(used))
        return Judgement("supported", f"follows from {places}", tuple(sorted(used)))

    def _flaw(self, text: str, sentence: Text, piece: Evidence, context: Sequence[Evidence] = ()) -> Flaw | None:
        """Why the evidence does not carry the sentence, or None when one of its readings does."""
        readings = stated(piece, self._catalogue)
        if any(
            _plain(text) == _plain(whole) for reading in readings for whole in (reading, *_SENTENCES.split(reading))
        ):
            return None
        known = [*readings, *(other.excerpt for other in context)]
        name = names.foreign(text, known, self._linker)
        if name is not None:
            return Flaw(f"{name} is not in the evidence")
        # A table of names and figures is exact: likeness and free order would only blur it.
        exact = _EXACT_TABLE.match(piece.locator) is not None
        likeness = None if exact else self._likeness
        flaws = [against(sentence, read(reading), likeness, free_order=not exact) for reading in readings]
        if None in flaws:
            return None
        return min((flaw for flaw in flaws if flaw), key=lambda flaw: len(flaw.reason), default=Flaw("empty evidence"))


def _plain(text: str) -> str:
    """A text without case, spacing and final stop, for word-for-word comparison."""
    return " ".join(text.casefold().split()).rstrip(".")
