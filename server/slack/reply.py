"""An answer as far as it has come: what is shown of it in Slack."""

from dataclasses import dataclass, replace

from server.advising import Shown
from server.schema import Answer, Citation, DeltaEvent, FactsEvent, FactTable


@dataclass(frozen=True)
class Reply:
    """What is known of an answer. `asked` is the question with its asker where Slack does not show it already;
    `note` says why there is no more to come; `judged` is whether readers can judge the answer."""

    asked: tuple[str, str] | None = None
    understood: str | None = None
    facts: FactTable | None = None
    sentences: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
    note: str | None = None
    judged: bool = False

    @property
    def finished(self) -> bool:
        """Whether nothing is to come any more."""
        return self.answer is not None or self.note is not None

    @property
    def prose(self) -> str:
        """The sentences so far, as Markdown."""
        return self.answer.answer if self.answer else " ".join(self.sentences)

    def after(self, event: Shown) -> "Reply":
        """With what the event adds; a verdict alone adds nothing that is shown."""
        match event:
            case FactsEvent():
                return replace(self, understood=event.understood, facts=event.facts, citations=event.citations)
            case DeltaEvent():
                said = (*self.sentences, event.text.strip())
                return replace(self, sentences=said, citations=(*self.citations, *event.citations))
            case Answer():
                return replace(self, answer=event, understood=event.understood, citations=event.citations)
            case _:
                return self
