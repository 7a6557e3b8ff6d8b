"""Slack's Web API, with patience: what it limits or cannot take now is sent again when it says."""

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError)
"""What a call can raise once patience is at its end."""
_LIMITED = 20
# With half a second doubled each time, about a quarter of a minute.
_FAILED = 5


class _ServerErrors(AsyncServerErrorRetryHandler):
    """The one of the SDK knows 500 and 503; what stands before Slack answers 502 and 504."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return response is not None and response.status_code >= 500


def make_client(token: SecretStr, url: str) -> AsyncWebClient:
    """A client that opens its connections when it is first used."""
    return AsyncWebClient(
        token.get_secret_value(),
        url,
        retry_handlers=[
            AsyncRateLimitErrorRetryHandler(_LIMITED),
            AsyncConnectionErrorRetryHandler(_FAILED),
            _ServerErrors(_FAILED),
        ],
    )


def word(error: BaseException) -> str:
    """Slack's word for what is wrong, such as `channel_not_found`; empty where it has none."""
    response = error.response if isinstance(error, SlackApiError) else None
    data = response.data if isinstance(response, AsyncSlackResponse) else None
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def reason(error: BaseException) -> str:
    """What went wrong, for the log."""
    if isinstance(error, SlackApiError):
        status = error.response.status_code if isinstance(error.response, AsyncSlackResponse) else "unreadable"
        return word(error) or f"HTTP {status}"
    return type(error).__name__
