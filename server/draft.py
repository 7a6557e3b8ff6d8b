"""An answer in the making: verified sentences, their claims and citations, and the clock."""

from collections.abc import Callable, Iterable
from time import perf_counter

from corpus.vocabulary import Evidence
from server.citations import CitationRegister, marked
from server.markup import inert
from server.schema import (
    Answer,
    Claim,
    DeltaEvent,
    FactsEvent,
    FactTable,
    Items,
    Status,
    Timings,
    Usage,
    Value,
    Verdict,
)
from server.sheet import Sheet
from server.terms import terms


class Draft:
    """Collects one Answer; a sentence enters only with its verdict."""

    def __init__(self, stale: Callable[[Evidence], bool] = lambda _: False) -> None:
        """`stale` says whether a place is of a source that is stale."""
        self.status: Status = "answered"
        self._reason: str | None = None
        self.understood: str | None = None
        self.items = Items()
        self.values: tuple[Value, ...] = ()
        self.follow_ups: tuple[str, ...] = ()
        self.usage = Usage()
        self._register = CitationRegister(stale)
        self._facts: FactTable | None = None
        self._sentences: list[str] = []
        self._claims: list[Claim] = []
        self._opening: Evidence | None = None
        self._started = perf_counter()
        self._marks: dict[str, float] = {}

    @property
    def sentences(self) -> int:
        """How many sentences stand in the answer."""
        return len(self._sentences)

    @property
    def opening(self) -> Evidence | None:
        """What the first sentence of the answer rests on; None where it refuses or asks back."""
        return self._opening if self.status in ("answered", "degraded") else None

    def said(self, text: str) -> bool:
        """Whether the sentence was judged already, or begins one that was; small models repeat themselves."""
        told = text.rstrip(".")
        return any(told in (claim.text.rstrip("."), claim.text.split(";")[0]) for claim in self._claims)

    def repeats(self, text: str) -> bool:
        """Whether one sentence that stands in the answer holds every content word of this one."""
        words = set(terms(text))
        return any(words <= set(terms(claim.text)) for claim in self._claims if claim.verdict == "supported")

    def mark(self, stage: str) -> None:
        """Note when a stage ended (milliseconds since the question arrived); the first time counts."""
        self._marks.setdefault(stage, round((perf_counter() - self._started) * 1000, 1))

    def facts(self, sheet: Sheet | None) -> FactsEvent:
        """The first event; takes the sheet's entities, numbers and table into the answer."""
        if sheet is not None:
            self.items, self.values = sheet.items, sheet.values
            if sheet.rows:
                self._facts = FactTable(
                    columns=sheet.columns,
                    rows=tuple(row.cells for row in sheet.rows),
                    citations=tuple(self._register.number(row.evidence) for row in sheet.rows),
                )
        self.mark("facts")
        return FactsEvent(
            understood=self.understood,
            items=self.items,
            values=self.values,
            facts=self._facts,
            citations=self._register.new(),
        )

    def say(
        self, text: str, evidence: Iterable[Evidence], why: str, *, own_mark: bool | None = None
    ) -> tuple[DeltaEvent, Claim]:
        """A supported sentence: it enters the answer, as text alone, and can be shown. `own_mark` is of one that an LLM
        wrote."""
        evidence = tuple(evidence)
        self._opening = self._opening or next(iter(evidence), None)
        numbers = self._register.number(evidence)
        sentence = marked(inert(text), numbers)
        self._sentences.append(sentence)
        claim = Claim(text=text, citations=numbers, verdict="supported", evidence=why, marked=own_mark)
        self._claims.append(claim)
        self.mark("first_sentence")
        return DeltaEvent(text=sentence, citations=self._register.new()), claim

    def ask_back(self, question: str) -> DeltaEvent:
        """A question to the reader instead of an answer; it claims nothing and cites nothing."""
        self.status = "clarify"
        self._sentences.append(question)
        return DeltaEvent(text=question, citations=())

    def degrade(self, reason: str) -> None:
        """What the answer should have had on top is not to be had; the first reason is told."""
        self.status = "degraded"
        self._reason = self._reason or reason

    def reject(self, text: str, evidence: Iterable[Evidence], verdict: Verdict, why: str, *, own_mark: bool) -> Claim:
        """A sentence that did not hold: counted, never shown. It cites only what shown sentences cite too,
        so that the answer's citations are the places that it rests on."""
        known = self._register.known(evidence)
        claim = Claim(text=text, citations=known, verdict=verdict, evidence=why, marked=own_mark)
        self._claims.append(claim)
        return claim

    def answer(self, *, conversation_id: str, release: str, trace_id: str) -> Answer:
        """The finished Answer."""
        self.mark("total")
        return Answer(
            status=self.status,
            reason=self._reason,
            answer=" ".join(self._sentences),
            items=self.items,
            values=self.values,
            facts=self._facts,
            understood=self.understood,
            claims=tuple(self._claims),
            citations=self._register.all(),
            follow_ups=self.follow_ups,
            conversation_id=conversation_id,
            release=release,
            trace_id=trace_id,
            usage=self.usage,
            timings_ms=Timings(**self._marks),
        )
