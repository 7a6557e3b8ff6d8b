"""The HTTP client of the API. Whatever goes wrong arrives as a Problem that names the fix."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from http import HTTPStatus
from typing import TypeVar

import httpx
from opentelemetry import trace
from pydantic import BaseModel, ValidationError

from server.api.records import Phases, Roles, Tools
from server.maturity.schema import MaturityRequest, MaturityResponse, QuestionnaireResponse
from server.outcome import note_judgement, note_outcome
from server.planning.schema import PlanRequest, PlanResponse
from server.schema import (
    Answer,
    AskRequest,
    Claim,
    Conversation,
    DeltaEvent,
    FactsEvent,
    Feedback,
    FeedbackRequest,
    Problem,
    ReadyResponse,
)
from ui.sse import ServerSentEvent, read_events
from ui.tracing import carried

tracer = trace.get_tracer(__name__)

StreamEvent = FactsEvent | DeltaEvent | Claim | Answer | Problem
EVENTS: dict[str, type[BaseModel]] = {
    "facts": FactsEvent,
    "delta": DeltaEvent,
    "claim": Claim,
    "done": Answer,
    "error": Problem,
}
T = TypeVar("T", bound=BaseModel)


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
            yield invalid("The question cannot be sent", error)
            return
        # Current nowhere: a span may be that only where nothing is yielded.
        span = tracer.start_span("chat.question", kind=trace.SpanKind.CLIENT)
        try:
            async with aclosing(self._asked(request, carried(span))) as events:
                async for event in events:
                    if isinstance(event, Answer):
                        note_outcome(span, event)
                    elif isinstance(event, Problem):
                        _note(span, event)
                    yield event
        finally:
            span.end()

    async def _asked(self, request: AskRequest, trace_headers: Mapping[str, str]) -> AsyncGenerator[StreamEvent]:
        try:
            async with self._http.stream(
                "POST",
                "/v1/ask/stream",
                content=request.model_dump_json(),
                headers={"Content-Type": "application/json", "Accept": "text/event-stream", **trace_headers},
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
        except httpx.HTTPError as error:
            yield self._failure(error)

    async def phases(self) -> Phases | Problem:
        """The phases of Figure 1."""
        return await self._send(Phases, "GET", "/v1/catalog/phases")

    async def roles(self, name: str | None = None) -> Roles | Problem:
        """The roles of Table III, or the one of this name."""
        return await self._send(Roles, "GET", "/v1/catalog/roles", params={"name": name} if name else None)

    async def tools(self, name: str | None = None) -> Tools | Problem:
        """The tools of Table IV, or the one of this name."""
        return await self._send(Tools, "GET", "/v1/catalog/tools", params={"name": name} if name else None)

    async def plan(self, request: PlanRequest) -> PlanResponse | Problem:
        """The plan that meets the constraints."""
        return await self._send(PlanResponse, "POST", "/v1/plan", request)

    async def questionnaire(self) -> QuestionnaireResponse | Problem:
        """The maturity questionnaire."""
        return await self._send(QuestionnaireResponse, "GET", "/v1/maturity")

    async def assess(self, request: MaturityRequest) -> MaturityResponse | Problem:
        """Where the answers place a team."""
        return await self._send(MaturityResponse, "POST", "/v1/maturity", request)

    async def conversation(self, conversation_id: str) -> Conversation | Problem:
        """What the API remembers of a conversation."""
        return await self._send(Conversation, "GET", f"/v1/conversations/{conversation_id}")

    async def judge(self, request: FeedbackRequest) -> Feedback | Problem:
        """A reader's verdict on an answer, as it is kept."""
        with tracer.start_as_current_span("chat.feedback", kind=trace.SpanKind.CLIENT) as span:
            kept = await self._send(Feedback, "POST", "/v1/feedback", request)
            if isinstance(kept, Problem):
                _note(span, kept)
            else:
                note_judgement(span, request)
            return kept

    async def _send(
        self,
        model: type[T],
        method: str,
        path: str,
        body: BaseModel | None = None,
        params: Mapping[str, str] | None = None,
    ) -> T | Problem:
        content = body.model_dump_json() if body else None
        headers = carried(trace.get_current_span()) | ({"Content-Type": "application/json"} if body else {})
        try:
            response = await self._http.request(method, path, params=params, content=content, headers=headers)
        except httpx.HTTPError as error:
            return self._failure(error)
        if not response.is_success:
            return _refusal(response.status_code, response.content)
        try:
            return model.model_validate_json(response.content)
        except ValidationError:
            return _mismatch(f"response to {method} {path}")

    def _failure(self, error: httpx.HTTPError) -> Problem:
        if isinstance(error, httpx.ConnectError):
            fix = (
                "It is still starting, or does not run: wait a moment and ask again. "
                f"(For its keeper: nothing answers at {self.url}; `python -m server` starts the API.)"
            )
            return _problem("The advisor cannot be reached", fix, HTTPStatus.SERVICE_UNAVAILABLE)
        if isinstance(error, httpx.TimeoutException):
            fix = "Ask again, or ask something shorter. The limit is the setting ADVISOR_LLM__TIMEOUT_S."
            return _problem("The API took too long", fix, HTTPStatus.GATEWAY_TIMEOUT)
        return _problem("The connection to the API broke", f"Ask again. ({error or type(error).__name__})")


def invalid(title: str, error: ValidationError) -> Problem:
    """A request that is not worth sending, as the problem that its first error is."""
    return _problem(title, error.errors()[0]["msg"], HTTPStatus.UNPROCESSABLE_ENTITY)


def _note(span: trace.Span, found: Problem) -> None:
    if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.set_status(trace.StatusCode.ERROR)


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
