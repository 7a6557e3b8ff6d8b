"""An answer as a chat completion, whole or in chunks."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from server.advising import Shown
from server.completions.content import closing, content, opening
from server.completions.schema import ChatCompletion, ChatCompletionChunk, Choice, ChunkChoice, Delta, Reply, Tokens
from server.schema import Answer, DeltaEvent, FactsEvent


@dataclass(frozen=True)
class Head:
    """What every piece of one completion says."""

    id: str
    created: int
    model: str

    def completion(self, answer: Answer) -> ChatCompletion:
        """The whole completion at once."""
        return ChatCompletion(
            id=self.id,
            created=self.created,
            model=self.model,
            choices=(Choice(message=Reply(content=content(answer))),),
            usage=Tokens.of(answer.usage),
            advisor=answer,
        )

    def chunk(
        self, *choices: ChunkChoice, usage: Tokens | None = None, advisor: Answer | None = None
    ) -> ChatCompletionChunk:
        """One piece of it."""
        return ChatCompletionChunk(
            id=self.id, created=self.created, model=self.model, choices=choices, usage=usage, advisor=advisor
        )


async def chunks(
    head: Head, shown: AsyncGenerator[Shown, None], *, include_usage: bool
) -> AsyncGenerator[ChatCompletionChunk, None]:
    """Together the message that `content` gives, sentence by sentence."""
    between = ""
    async with aclosing(shown) as events:
        async for event in events:
            if isinstance(event, FactsEvent):
                yield head.chunk(ChunkChoice(delta=Delta(role="assistant", content=opening(event.facts))))
            elif isinstance(event, DeltaEvent):
                yield head.chunk(ChunkChoice(delta=Delta(content=between + event.text)))
                between = " "
            elif isinstance(event, Answer):
                yield head.chunk(ChunkChoice(delta=Delta(content=closing(event))))
                yield head.chunk(ChunkChoice(finish_reason="stop"), advisor=event)
                if include_usage:
                    yield head.chunk(usage=Tokens.of(event.usage))
