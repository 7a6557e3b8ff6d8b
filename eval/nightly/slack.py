"""Posting to a Slack incoming webhook. Its address lets anybody post, and so is never shown."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import httpx

ATTEMPTS = 5
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0
_TIMEOUT_S = 15.0
_TOLD_CHARS = 80
# What the two libraries log at these levels holds the address.
_LOUD = ("httpx", "httpcore")

Sleep = Callable[[float], Awaitable[None]]


class SlackError(Exception):
    """The message was not posted; `str()` says why in one line, without the address."""


async def post(webhook: str, sections: Sequence[str], sleep: Sleep = asyncio.sleep) -> None:
    """Post the sections as one message. What passes (429, 5xx, a lost connection) is tried again, after the time
    that Slack names or twice as long each time; raises SlackError."""
    message = {
        "text": sections[0],
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": section}} for section in sections],
        "unfurl_links": False,
    }
    reason = ""
    with _hushed():
        async with httpx.AsyncClient(timeout=_TIMEOUT_S, trust_env="//127.0.0.1" not in webhook) as client:
            for attempt in range(ATTEMPTS):
                wait = min(_FIRST_WAIT_S * 2**attempt, _LONGEST_WAIT_S)
                try:
                    response = await client.post(webhook, json=message)
                except httpx.HTTPError as error:
                    reason = type(error).__name__
                except httpx.InvalidURL:
                    raise SlackError("ADVISOR_NIGHTLY__SLACK_WEBHOOK is no address") from None
                else:
                    if response.is_success:
                        return
                    # Slack says in a word what is wrong: `no_service`, `invalid_blocks`.
                    reason = f"HTTP {response.status_code} {response.text[:_TOLD_CHARS]}".strip()
                    if response.status_code != httpx.codes.TOO_MANY_REQUESTS and response.status_code < 500:
                        raise SlackError(reason)
                    wait = _named(response) or wait
                if attempt + 1 < ATTEMPTS:
                    await sleep(wait)
    raise SlackError(f"{reason}, {ATTEMPTS} times")


def _named(response: httpx.Response) -> float | None:
    """The seconds to wait that the response names."""
    named = response.headers.get("Retry-After", "")
    return min(float(named), _LONGEST_WAIT_S) if named.isdigit() else None


@contextmanager
def _hushed() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in _LOUD]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
