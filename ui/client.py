"""The HTTP client of the API. Whatever goes wrong arrives as a Problem that names the fix."""

from collections.abc import AsyncGenerator, Mapping
from http import HTTPStatus

import httpx
from pydantic import BaseModel, ValidationError

from server.schema import Answer, AskRequest, Claim, DeltaEvent, FactsEvent, Problem, ReadyResponse
from ui.sse import ServerSentEvent, read_events

StreamEvent = FactsEvent | DeltaEvent | Claim | Answer | Problem
EVENTS: dict[str, type[BaseModel]] = {
    "facts": FactsEvent,
    "delta": DeltaEvent,
    "claim": Claim,
    "done": Answer,
    "error": Problem,
}


class AdvisorClient:
    """Asks the API at `url`; `timeout_s` bounds the silence between two events, in seconds. `headers` go with every
    request."""

    def __init__(self, url: str, timeout_s: float, headers: Mapping[str, str] | None = None) -> None:
        self.url = url
        # No proxy from the environment: the API is this machine's or the cluster's own.
        self._http = httpx.AsyncClient(
            base_url=url, headers=headers, timeout=httpx.Timeout(timeout_s, connect=5.0), trust_env=False
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def readiness(self) -> ReadyResponse | None:
        """What `/readyz` says; None while nothing that speaks the contract answers there."""
        try:
            response = await self._http.get("/readyz", timeout=5.0)
            return ReadyResponse.model_validate_json(response.content)
        except (httpx.HTTPError, ValidationError):
            return None

    async def ask(self, question: str, conversation_id: str | None) -> AsyncGenerator[StreamEvent]:
        """Yield the events of one answer; the last is the Answer or a Problem. Closing stops the generation."""
        try:
            request = AskRequest(question=question, conversation_id=conversation_id)
        except ValidationError as error:
            yield _problem("The question cannot be sent", error.errors()[0]["msg"], HTTPStatus.UNPROCESSABLE_ENTITY)
            return
        try:
            async with self._http.stream(
                "POST",
                "/v1/ask/stream",
                content=request.model_dump_json(),
                headers={"Content-Type": "application/json", "Accept": "text/event-stream"},
            ) as response:
                if response.status_code != HTTPStatus.OK:
                    yield _refusal(response.status_code, await response.aread())
                    return
                async for event in read_events(response.aiter_bytes()):
                    parsed = _parse(event)
                    if parsed is None:
                        continue
                    yield parsed
                    if isinstance(parsed, Answer | Problem):
                        return
            yield _problem("The answer broke off", "The API closed the stream early. Ask again; its log says why.")
        except httpx.ConnectError:
            fix = f"Nothing answers at {self.url}. Start the API (`python -m server`) or wait for it, then ask again."
            yield _problem("The API cannot be reached", fix, HTTPStatus.SERVICE_UNAVAILABLE)
        except httpx.TimeoutException:
            fix = "Ask again, or ask something shorter. The limit is the setting ADVISOR_LLM__TIMEOUT_S."
            yield _problem("The API took too long", fix, HTTPStatus.GATEWAY_TIMEOUT)
        except httpx.HTTPError as error:
            yield _problem("The connection to the API broke", f"Ask again. ({error or type(error).__name__})")


def _parse(event: ServerSentEvent) -> StreamEvent | None:
    model = EVENTS.get(event.name)
    if model is None:
        return None  # the standard lets servers add events, e.g. to keep the connection alive
    try:
        return model.model_validate_json(event.data)  # type: ignore[return-value]  # EVENTS holds the union's members
    except ValidationError:
        return _mismatch(f"`{event.name}` event")


def _refusal(status: int, body: bytes) -> Problem:
    try:
        return Problem.model_validate_json(body)
    except ValidationError:
        return _mismatch(f"response with HTTP status {status}")


def _mismatch(what: str) -> Problem:
    return _problem(
        "The chat and the API do not understand each other",
        f"The API sent a {what} that is not in the contract. "
        "Run both from the same release, and check that ADVISOR_UI__API_URL names the API.",
    )


def _problem(title: str, detail: str, status: HTTPStatus = HTTPStatus.BAD_GATEWAY) -> Problem:
    return Problem(title=title, status=status.value, detail=detail, trace_id="")
