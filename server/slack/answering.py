"""A question from Slack, answered by the advisor that serves, in a message that grows."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace

from pydantic import SecretStr, ValidationError
from slack_sdk.web.async_client import AsyncWebClient

from server.advising import Advising
from server.errors import AdvisorError
from server.journal.journal import Journal
from server.journal.keeping import kept
from server.metering.meters import SLACK, Meters
from server.schema import MAX_QUESTION_CHARS, AskRequest
from server.slack.message import begun
from server.slack.pace import Pace
from server.slack.parts import parts
from server.slack.place import Place, conversation_id
from server.slack.reply import Reply
from server.telemetry import failure, trace_id

log = logging.getLogger(__name__)

HELP = (
    "Ask me about the MLOps lifecycle: its phases, roles, tools, costs and maturity. "
    "For example: Which tools are free for monitoring?"
)
TOO_LONG = f"The question is too long: use at most {MAX_QUESTION_CHARS} characters."
STOPPED = "The advisor was stopped before the answer was whole: ask again in a moment. What is shown was verified."
_LAST_WORDS_S = 3


@dataclass(frozen=True)
class Asked:
    """A question by a user. `shown` is whether it stands in Slack already, as a message does and a command not."""

    question: str
    user: str
    place: Place
    shown: bool


class Answering:
    """Answers through the seam that the API's routes use: journal, traces and releases see no difference."""

    def __init__(
        self,
        advisor: Advising,
        journal: Journal | None,
        meters: Meters,
        client: AsyncWebClient,
        secret: SecretStr,
    ) -> None:
        self._advisor = advisor
        self._journal = journal
        self._meters = meters
        self._client = client
        self._secret = secret
        self._pace = Pace()

    async def answer(self, asked: Asked) -> None:
        """Say at once that the question has come, then what is verified as it comes; raises what `FAILURES` names."""
        by = None if asked.shown else (asked.user, asked.question)
        reply = Reply(by, judged=self._journal is not None)
        message = await begun(self._client, self._pace, asked.place, asked.user, parts(reply)[0])
        conversation = conversation_id(message.place, self._secret)
        try:
            async with aclosing(self._replies(asked.question, conversation, reply)) as replies:
                async for newer in replies:
                    if newer != reply:
                        reply = newer
                        message.show(parts(reply)[0])
        except asyncio.CancelledError:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WORDS_S):
                    await message.finish(parts(replace(reply, note=STOPPED)))
            raise
        await message.finish(parts(reply))

    async def _replies(self, question: str, conversation: str, reply: Reply) -> AsyncGenerator[Reply, None]:
        """The reply after each event, the last one finished."""
        if not question:
            yield replace(reply, note=HELP)
            return
        try:
            request = AskRequest(question=question, conversation_id=conversation)
        except ValidationError:
            yield replace(reply, note=TOO_LONG)
            return
        try:
            stream = kept(self._advisor.stream(request, SLACK), request, self._journal)
            async with aclosing(self._meters.counted(stream, self._advisor.release, SLACK)) as events:
                async for event in events:
                    reply = reply.after(event)
                    yield reply
        except AdvisorError as error:
            yield replace(reply, note=str(error))
        except Exception as error:
            log.error("answer failed", extra={"fields": {"trace_id": trace_id(), **failure(error)}})
            yield replace(reply, note=f"The question failed inside the server. Trace {trace_id()} finds it in the log.")
