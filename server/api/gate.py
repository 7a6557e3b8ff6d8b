"""What every request passes: a trace id, a bounded body, one log line, and no leaked exception."""

import logging
import re
from contextlib import suppress
from time import perf_counter

from fastapi.exceptions import HTTPException
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.problems import internal_error, problem_response
from server.metering.meters import Meters
from server.patience import BODY_S, in_time
from server.telemetry import failure, identified, trace_id

log = logging.getLogger(__name__)

_SANE = re.compile(r"[A-Za-z0-9._:+/=-]{1,128}")

_TRACEPARENT = ("traceparent", "tracestate")
CLIENT_LEFT = 499
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
CONVERSATIONS = "/v1/chat/completions"
_CONVERSATION = 16
_DRAINED_BYTES = 1_000_000


class Gate:
    """Outermost middleware. Continues a `traceparent`, answers `X-Trace-Id` and `X-Request-Id` (the client's own where
    it is sane), logs and counts route, status and time. What a dependency leaves in `request.state.headers` goes with
    the response, whoever makes it."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self.app = app
        self._meters = meters
        self.tracer = trace.get_tracer(__name__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (the lifespan passes through)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        sent = Headers(scope=scope)
        # Not all of them: each is looked for in a list, which takes the square of how many there are.
        parent = TraceContextTextMapPropagator().extract({name: sent[name] for name in _TRACEPARENT if name in sent})
        request_id = sent.get("X-Request-Id", "")
        named = _SANE.fullmatch(request_id) is not None
        span = identified(self._span(scope, parent))
        with trace.use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            status = 0

            async def traced_send(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    headers = MutableHeaders(scope=message)
                    headers.update(scope.get("state", {}).get("headers", {}))
                    headers["X-Trace-Id"] = trace_id()
                    headers["X-Request-Id"] = request_id if named else trace_id()
                await send(message)

            fields: dict[str, object] = {"request_id": request_id} if named else {}
            try:
                await self.app(scope, receive, traced_send)
            except ClientDisconnect:
                status = CLIENT_LEFT
            except Exception as error:
                fields.update(failure(error))
                # Once a response has begun, uvicorn closes the connection on what is missing of it.
                if not status:
                    await problem_response(scope, internal_error())(scope, receive, traced_send)
            finally:
                self._close(span, scope, status, perf_counter() - started, fields)

    def _span(self, scope: Scope, parent: Context) -> trace.Span:
        # A trace of a probe would tell nothing, every few seconds.
        if scope["path"] in PROBES:
            return trace.INVALID_SPAN
        return self.tracer.start_span(scope["method"], parent, trace.SpanKind.SERVER)

    def _close(self, span: trace.Span, scope: Scope, status: int, seconds: float, fields: dict[str, object]) -> None:
        # The route's pattern and never the path itself: a path may hold what the client typed.
        route = getattr(scope.get("route"), "path", "none")
        span.update_name(f"{scope['method']} {route}")
        span.set_attributes(
            {"http.request.method": scope["method"], "http.route": route, "http.response.status_code": status}
        )
        if status >= 500:
            span.set_status(trace.StatusCode.ERROR)
        if route not in PROBES:
            self._meters.requested(route, status, seconds, trace_id())
        line = {"method": scope["method"], "route": route, "status": status, "ms": seconds * 1000}
        # Probes come every few seconds; at info they would drown the questions.
        level = logging.ERROR if "error" in fields else logging.DEBUG if line["route"] in PROBES else logging.INFO
        log.log(level, "request", extra={"fields": {**line, "trace_id": trace_id(), **fields}})


class BodyLimit:
    """Refuses a body beyond `max_bytes` (413) while it is read, whatever Content-Length says, and one that does not
    come (408). A conversation, which holds its earlier answers too, may be longer."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request with a counted body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        allowed = self.max_bytes * (_CONVERSATION if scope["path"] == CONVERSATIONS else 1)
        received = 0
        receive = in_time(receive)

        async def counted_receive() -> Message:
            nonlocal received
            try:
                message = await receive()
            except TimeoutError as error:
                raise HTTPException(
                    408, f"the body did not come within {BODY_S} s: send it again", headers={"Connection": "close"}
                ) from error
            received += len(message.get("body", b""))
            if received > allowed:
                await _drain(receive, message)
                raise HTTPException(
                    413,
                    f"the body is larger than {allowed} bytes: send a shorter question",
                    # Otherwise an endless body would be read and dropped for as long as it comes.
                    headers={"Connection": "close"},
                )
            return message

        await self.app(scope, counted_receive, send)


async def _drain(receive: Receive, message: Message) -> None:
    # Closing on a client who is still sending resets the connection before the answer is read, so a
    # moderately large rest is read and dropped.
    drained = 0
    with suppress(TimeoutError):
        while message.get("more_body", False) and drained < _DRAINED_BYTES:
            message = await receive()
            drained += len(message.get("body", b""))
