"""A message that grows: posted at once, edited while there is more to say, left as it ends."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from server.slack.client import FAILURES, reason, word
from server.slack.pace import Pace
from server.slack.parts import Part
from server.slack.place import Place

log = logging.getLogger(__name__)

# Where the app may not write: a channel that it is no member of, or that is closed.
_SHUT = frozenset({"not_in_channel", "channel_not_found", "is_archived", "restricted_action"})


class LiveMessage:
    """One message of ours, to be ended by `finish`. Of what is shown in quick succession the newest is written."""

    def __init__(self, client: AsyncWebClient, pace: Pace, place: Place, ts: str) -> None:
        self.place = place.under(ts)
        """The thread that it is part of or begins."""
        self._client = client
        self._pace = pace
        self._ts = ts
        self._newest: Part | None = None
        self._changed = asyncio.Event()
        self._finished = asyncio.Event()
        self._editing = asyncio.create_task(self._edit(), name="edit-message")

    def show(self, part: Part) -> None:
        """Let it become this, when its turn comes."""
        self._newest = part
        self._changed.set()

    async def finish(self, parts: Sequence[Part]) -> None:
        """Let it be the first part and the others follow in the thread; raises what `FAILURES` names."""
        self._finished.set()
        self._changed.set()
        # An edit under way that Slack takes late would undo the last one.
        await self._editing
        await self._update(parts[0])
        for part in parts[1:]:
            await post(self._client, self.place, part)

    async def _edit(self) -> None:
        while not self._finished.is_set():
            await self._changed.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._finished.wait(), self._pace.turn())
            self._changed.clear()
            if self._newest and not self._finished.is_set():
                try:
                    await self._update(self._newest)
                except FAILURES as error:
                    log.warning("a message was not edited", extra={"fields": {"cause": reason(error)}})

    async def _update(self, part: Part) -> None:
        await self._client.chat_update(channel=self.place.channel, ts=self._ts, text=part.text, blocks=part.blocks)


async def begun(client: AsyncWebClient, pace: Pace, place: Place, user: str, first: Part) -> LiveMessage:
    """A message that says `first`, at the place or, where the app may not write there, to the user alone."""
    try:
        place, ts = await post(client, place, first)
    except SlackApiError as error:
        if word(error) not in _SHUT:
            raise
        place, ts = await post(client, Place(user), first)
    return LiveMessage(client, pace, place, ts)


async def post(client: AsyncWebClient, place: Place, part: Part) -> tuple[Place, str]:
    """Post a message; returns where it went, which for a user is the direct message, and its timestamp."""
    posted = await client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.thread,
        text=part.text,
        blocks=part.blocks,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Place(str(posted["channel"]), place.thread), str(posted["ts"])
