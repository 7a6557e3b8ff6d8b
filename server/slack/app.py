"""The app: what Slack sends is acknowledged at once and worked on behind that."""

import logging
import re
from typing import Any

import aiohttp
from fastapi import Request, Response
from fastapi.exceptions import HTTPException
from pydantic import SecretStr, ValidationError
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from server.advising import Advising
from server.journal.journal import Journal
from server.metering.meters import Meters
from server.slack.answering import HELP, Answering, Asked
from server.slack.feedback import Verdicts
from server.slack.incoming import Click, Command, Happened, Said, Shortcut, Submission
from server.slack.names import ASK, COMMAND, DOWN, MENTION, MESSAGE, REASON, SHORTCUT, UP
from server.slack.place import Place, beside
from server.slack.question import plain
from server.slack.seen import Seen
from server.slack.shared import SharedSeen
from server.slack.signature import Signatures
from server.slack.work import Work
from server.telemetry import failure

log = logging.getLogger(__name__)

Body = dict[str, Any]
"""A payload as bolt hands it over; `server.slack.incoming` reads it."""
# A person's own words; other subtypes tell of edits, of who came and went, and of what bots say.
_SUBTYPES = (None, "file_share", "thread_broadcast")
_TIMEOUT_S = 30


class SlackApp:
    """Answers what people ask in Slack. `start` opens connections, `close` ends what is under way."""

    def __init__(  # noqa: PLR0913 - what it asks, writes to, counts in, and who it is
        self,
        advisor: Advising,
        journal: Journal | None,
        meters: Meters,
        secret: SecretStr,
        client: AsyncWebClient,
        *,
        shared: SharedSeen | None = None,
    ) -> None:
        """`secret` signs what Slack sends, `client` speaks as the bot; `shared` tells what other processes saw."""
        self.signatures = Signatures(secret)
        self._client = client
        self._answering = Answering(advisor, journal, meters, client, secret)
        self._verdicts = Verdicts(journal, client)
        self._seen = Seen()
        self._shared = shared
        self._work = Work()
        self._handler = AsyncSlackRequestHandler(self._listening())

    async def start(self) -> None:
        """Open the session that all calls share."""
        self._client.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S))

    async def close(self) -> None:
        """End what is under way, each with its last words."""
        await self._work.close()
        if self._shared is not None:
            self._shared.close()
        if self._client.session is not None:
            await self._client.session.close()

    async def handle(self, request: Request) -> Response:
        """The answer to a request whose signature was found valid."""
        try:
            return await self._handler.handle(request)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            # Bolt reads the payload outside of its own handling of errors.
            log.warning("a request of Slack cannot be read", extra={"fields": failure(error)})
            raise HTTPException(400) from error

    def _listening(self) -> AsyncApp:
        async def authorized(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            # Bolt's own way asks Slack first, and then no request is acknowledged while Slack is slow.
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

        app = AsyncApp(
            name=__name__,
            authorize=authorized,
            # Listeners only note the work: bolt need not run them in tasks that nobody awaits.
            process_before_response=True,
            # `Signatures` has done it.
            request_verification_enabled=False,
        )
        app.use(self._once)
        app.event(MENTION)(self._mentioned)
        app.event(MESSAGE)(self._messaged)
        app.command(COMMAND)(self._commanded)
        app.message_shortcut(SHORTCUT)(self._chosen)
        app.action(re.compile(f"{ASK}[0-9]+"))(self._followed)
        app.action(UP)(self._liked)
        app.action(DOWN)(self._disliked)
        app.view(REASON)(self._explained)
        app.error(self._failed)
        return app

    async def _once(self, request: AsyncBoltRequest, next: Any) -> BoltResponse | None:
        """Events come again under the same id; everything else only by a replay of the same request."""
        key = str(request.body.get("event_id") or request.headers["x-slack-signature"][0])
        if not self._seen.first(key) or not (self._shared is None or await self._shared.first(key)):
            return BoltResponse(status=200)
        await next()
        return None

    async def _mentioned(self, body: Body) -> None:
        happened = Happened.model_validate(body)
        if _of_a_person(happened):
            self._ask(happened.event, happened.bot)

    async def _messaged(self, body: Body) -> None:
        happened = Happened.model_validate(body)
        if happened.event.channel_type == "im" and _of_a_person(happened):
            self._ask(happened.event, happened.bot)

    def _ask(self, said: Said, bot: str | None) -> None:
        place = beside(said.channel, said)
        self._begin(Asked(plain(said.text, bot), said.user or "", place, shown=True))

    async def _commanded(self, ack: AsyncAck, body: Body) -> BoltResponse:
        command = Command.model_validate(body)
        question = plain(command.text, None)
        if question in ("", "help"):
            return await ack(text=HELP)
        self._begin(Asked(question, command.user_id, Place(command.channel_id), shown=False))
        return await ack()

    async def _chosen(self, ack: AsyncAck, body: Body) -> BoltResponse:
        shortcut = Shortcut.model_validate(body)
        place = beside(shortcut.channel.id, shortcut.message)
        self._begin(Asked(plain(shortcut.message.text, None), shortcut.user.id, place, shown=False))
        return await ack()

    async def _followed(self, ack: AsyncAck, body: Body) -> BoltResponse:
        click = Click.model_validate(body)
        place = beside(click.channel.id, click.message)
        self._begin(Asked(click.actions[0].value, click.user.id, place, shown=False))
        return await ack()

    async def _liked(self, ack: AsyncAck, body: Body) -> BoltResponse:
        self._work.begin("verdict", self._verdicts.up(Click.model_validate(body)))
        return await ack()

    async def _disliked(self, ack: AsyncAck, body: Body) -> BoltResponse:
        self._work.begin("verdict", self._verdicts.down(Click.model_validate(body)))
        return await ack()

    async def _explained(self, ack: AsyncAck, body: Body) -> BoltResponse:
        self._work.begin("reason", self._verdicts.because(Submission.model_validate(body)))
        return await ack()

    def _begin(self, asked: Asked) -> None:
        self._work.begin("answer", self._answering.answer(asked))

    async def _failed(self, error: Exception) -> BoltResponse:
        log.error("a request of Slack failed", extra={"fields": failure(error)})
        status = 400 if isinstance(error, ValidationError) else 500
        return BoltResponse(status=status, headers={"X-Slack-No-Retry": "1"})


def _of_a_person(happened: Happened) -> bool:
    event = happened.event
    return event.user not in (None, happened.bot) and event.bot_id is None and event.subtype in _SUBTYPES
