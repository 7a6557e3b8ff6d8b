"""What Slack sends: events, commands, shortcuts, clicks."""

import logging
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import HTTPException
from pydantic import SecretStr

from server.settings import SlackSettings

if TYPE_CHECKING:
    from server.advising import Advising
    from server.journal.journal import Journal
    from server.metering.meters import Meters
    from server.slack.app import SlackApp

router = APIRouter(tags=["slack"])

log = logging.getLogger(__name__)


def make_bot(
    settings: SlackSettings,
    advisor: "Advising",
    journal: "Journal | None",
    meters: "Meters",
    database: SecretStr | None = None,
) -> "SlackApp | None":
    """The Slack app that the settings ask for, not started yet. Its libraries are imported only then."""
    if settings.signing_secret is None or settings.bot_token is None:
        return None
    from server.slack.app import SlackApp
    from server.slack.client import make_client
    from server.slack.shared import SharedSeen

    client = make_client(settings.bot_token, settings.api_url)
    shared = SharedSeen(database) if database else None
    return SlackApp(advisor, journal, meters, settings.signing_secret, client, shared=shared)


@router.post(
    "/slack/events",
    response_class=Response,
    response_description="Taken; what is to be said about it follows over Slack's Web API",
    responses={401: {"description": "Slack did not send it, or not just now"}},
)
async def events(request: Request) -> Response:
    """For Slack alone: whatever is not signed with the app's signing secret within five minutes is refused."""
    bot: SlackApp | None = request.app.state.bot
    if bot is None:
        raise _refused("no signing secret is configured here")
    # A body is read only where its signature may be a good one.
    headers = request.headers
    fault = bot.signatures.of(headers) or bot.signatures.under(await request.body(), headers)
    if fault is not None:
        raise _refused(fault)
    return await bot.handle(request)


def _refused(fault: str) -> HTTPException:
    log.warning("a request to the Slack app was refused", extra={"fields": {"because": fault}})
    return HTTPException(401, f"the request is not signed by Slack: {fault}")
