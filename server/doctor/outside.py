"""Whom the server talks to on its own: Slack, and the collector of its traces."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ValidationError

from server.doctor.finding import Finding, failed, ok, warning
from server.settings import Settings

_TIMEOUT_S = 5.0


class _Tested(BaseModel):
    """What Slack's `auth.test` answers."""

    ok: bool
    error: str = ""
    team: str = ""
    user: str = ""


def slack(settings: Settings) -> Iterator[Finding]:
    """Whether Slack takes the bot's token."""
    token = settings.slack.bot_token
    if token is None:
        return
    url = f"{settings.slack.api_url.rstrip('/')}/auth.test"
    headers = {"Authorization": f"Bearer {token.get_secret_value()}"}
    try:
        tested = _Tested.model_validate_json(httpx.post(url, headers=headers, timeout=_TIMEOUT_S).content)
    except (httpx.HTTPError, ValidationError) as error:
        fix = "let this machine reach it, or correct ADVISOR_SLACK__API_URL"
        yield failed("Slack", f"{url} does not answer ({type(error).__name__}): {fix}")
        return
    if tested.ok:
        yield ok("Slack", f"{tested.user} of {tested.team}")
    else:
        fix = "copy the token again from OAuth & Permissions of the app's page into ADVISOR_SLACK__BOT_TOKEN"
        yield failed("Slack", f"refuses the token ({tested.error}): {fix}")


def traces(settings: Settings) -> Iterator[Finding]:
    """Whether the collector takes spans. Answers do not wait for it, hence only a warning."""
    del settings  # OpenTelemetry has variables of its own
    base = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
    url = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") or (f"{base.rstrip('/')}/v1/traces" if base else "")
    if not url:
        return
    try:
        # No spans: an empty request is a valid one.
        response = httpx.post(url, content=b"", headers=_headers(), timeout=_TIMEOUT_S)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        fix = "start the collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT"
        yield warning("traces", f"{url} does not answer ({type(error).__name__}), spans are lost: {fix}")
        return
    if response.is_success:
        yield ok("traces", f"{urlsplit(url).netloc} takes spans")
    else:
        fix = "OTLP over HTTP is spoken here, mostly on port 4318; see OTEL_EXPORTER_OTLP_HEADERS for a key"
        yield warning("traces", f"{url} answers {response.status_code}, spans are lost: {fix}")


def _headers() -> dict[str, str]:
    from opentelemetry.util.re import parse_env_headers

    sent = parse_env_headers(os.environ.get("OTEL_EXPORTER_OTLP_HEADERS", ""), liberal=True)
    return {"Content-Type": "application/x-protobuf", **sent}
