"""Maps stateless message lists onto the advisor's conversations.

A client sends the whole conversation with every question. What the advisor needs of it are the earlier questions,
so that a conversation is known by them: where the client goes on with the last one that was answered here, that
conversation goes on. Any other list (another branch, a restart, too long ago) is asked again without narration,
which comes to the same turns.
"""

import hashlib
import uuid
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress

from server.advising import Advising, Shown, whole
from server.errors import NotReady
from server.schema import Answer, AskRequest
from server.understanding.followups.memory import TURNS

_KEPT = 1_000

Answers = Callable[[AskRequest], AsyncGenerator[Shown, None]]


class Histories:
    """The conversations that may go on, by who asked which questions so far; the longest unused are forgotten."""

    def __init__(self) -> None:
        self._ids: OrderedDict[bytes, str] = OrderedDict()

    async def answered(
        self, questions: Sequence[str], advisor: Advising, answers: Answers, caller: str | None
    ) -> AsyncGenerator[Shown, None]:
        """The events of the answer to the last question, in the caller's conversation of those before it."""
        *earlier, question = questions
        conversation = await self._conversation(earlier, advisor, caller)
        async with aclosing(answers(AskRequest(question=question, conversation_id=conversation))) as events:
            async for event in events:
                if isinstance(event, Answer):
                    self._keep(_key(questions, caller), conversation)
                yield event

    async def _conversation(self, earlier: Sequence[str], advisor: Advising, caller: str | None) -> str:
        # Taken out, since it moves on: whoever sends the same questions meanwhile gets a conversation of their own.
        known = self._ids.pop(_key(earlier, caller), None)
        if known is not None and await advisor.remembered(known, caller):
            return known
        fresh = uuid.uuid4().hex
        for question in earlier[-TURNS:]:
            # What cannot be answered now left no turn behind when it was asked either.
            with suppress(NotReady):
                again = AskRequest(question=question, conversation_id=fresh, narrate=False)
                await whole(advisor.stream(again, caller))
        return fresh

    def _keep(self, key: bytes, conversation: str) -> None:
        self._ids[key] = conversation
        while len(self._ids) > _KEPT:
            self._ids.popitem(last=False)


def _key(questions: Sequence[str], caller: str | None) -> bytes:
    digest = hashlib.sha256()
    for question in (caller or "", *questions):
        # No question can be mistaken for two: each is preceded by its length.
        text = question.encode()
        digest.update(len(text).to_bytes(4) + text)
    return digest.digest()
