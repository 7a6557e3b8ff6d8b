"""One question with all that has arrived of its answer."""

from dataclasses import dataclass, replace

from server.schema import Answer, Citation, Claim, DeltaEvent, FactsEvent, Problem
from ui.client import StreamEvent
from ui.markup import referenced


@dataclass(frozen=True)
class Turn:
    """A question and its answer so far; `number` counts from 1 within the conversation."""

    number: int
    question: str
    facts: FactsEvent | None = None
    sentences: str = ""
    citations: tuple[Citation, ...] = ()
    dropped: int = 0
    answer: Answer | None = None
    problem: Problem | None = None
    stopped: bool = False

    @property
    def finished(self) -> bool:
        """Whether nothing more will arrive."""
        return self.answer is not None or self.problem is not None or self.stopped

    @property
    def prose(self) -> str:
        """The sentences shown, as Markdown."""
        return self.answer.answer if self.answer else self.sentences

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The citations that what is shown refers to; those of dropped sentences only are none."""
        known = self.answer or self.facts
        rows = known.facts.citations if known and known.facts else ()
        numbers = {n for row in rows for n in row} | set(referenced(self.prose))
        return tuple(citation for citation in self.citations if citation.n in numbers)

    def after(self, event: StreamEvent) -> "Turn":
        """The turn once `event` has arrived."""
        match event:
            case FactsEvent():
                return replace(self, facts=event, citations=_merged(self.citations, event.citations))
            case DeltaEvent():
                return replace(
                    self,
                    sentences=_appended(self.sentences, event.text),
                    citations=_merged(self.citations, event.citations),
                )
            case Claim():
                return replace(self, dropped=self.dropped + (event.verdict != "supported"))
            case Answer():
                dropped = sum(claim.verdict != "supported" for claim in event.claims)
                return replace(self, answer=event, citations=event.citations, dropped=dropped)
            case Problem():
                return replace(self, problem=event)


def _appended(text: str, sentence: str) -> str:
    apart = not text or text[-1].isspace() or sentence[:1].isspace()
    return text + sentence if apart else f"{text} {sentence}"


def _merged(known: tuple[Citation, ...], new: tuple[Citation, ...]) -> tuple[Citation, ...]:
    by_number = {citation.n: citation for citation in known + new}
    return tuple(by_number[n] for n in sorted(by_number))
