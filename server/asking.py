"""One question from the command line: to a running server where there is one, in this process otherwise."""

import asyncio

import httpx
from opentelemetry import trace
from pydantic import ValidationError

from server.advising import Build, whole
from server.errors import AdvisorError
from server.schema import Answer, AskRequest, Problem, ReadyResponse
from server.settings import Settings
from server.telemetry import identified

_CONNECT_S = 1.0


class Refused(AdvisorError):
    """The running server answered with a problem document."""

    def __init__(self, found: Problem) -> None:
        super().__init__(f"{found.detail} (trace {found.trace_id})")


def asked(request: AskRequest, settings: Settings, build: Build) -> Answer:
    """The Answer; raises AdvisorError or OSError with a message that names the fix."""
    # No proxy from the environment: the server is on this machine or named by a setting of its own.
    try:
        client = httpx.Client(
            base_url=settings.api_url, headers=settings.api_headers, timeout=_CONNECT_S, trust_env=False
        )
    except httpx.InvalidURL as error:
        raise AdvisorError(f"{settings.api_url} is no address ({error}): correct ADVISOR_UI__API_URL") from error
    with client:
        if is_running(client):
            return _asked_over_http(client, request, settings)
    return asyncio.run(_asked_here(request, settings, build))


def is_running(client: httpx.Client) -> bool:
    """Whether a server of ours answers there."""
    try:
        ReadyResponse.model_validate_json(client.get("/readyz").content)
    except (httpx.TransportError, ValidationError):
        return False
    return True


def _asked_over_http(client: httpx.Client, request: AskRequest, settings: Settings) -> Answer:
    try:
        response = client.post("/v1/ask", json=request.model_dump(mode="json"), timeout=settings.llm.timeout_s + 30)
    except httpx.TransportError as error:
        raise AdvisorError(f"the server at {settings.api_url} went away ({type(error).__name__}): ask again") from error
    if response.is_success:
        return Answer.model_validate_json(response.content)
    raise Refused(Problem.model_validate_json(response.content))


async def _asked_here(request: AskRequest, settings: Settings, build: Build) -> Answer:
    advisor = build(settings)
    await advisor.start()
    try:
        if request.narrate:
            await advisor.settled(llm=True)
        # No SDK here: one question from the command line is not exported, but its Answer has a trace id.
        with trace.use_span(identified(trace.INVALID_SPAN)):
            return await whole(advisor.stream(request))
    finally:
        await advisor.close()
