"""Errors as RFC 9457 problem documents: one clear detail that names the fix, and the trace id.

On the routes that OpenAI's clients use they have the shape that these know.
"""

import difflib
import re
from http import HTTPStatus
from typing import Any, get_type_hints

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import Scope

from server.access.quotas import QUOTA_EXCEEDED, QuotaExceeded
from server.completions.errors import ROUTES, error_reply, status_of
from server.completions.schema import REFUSED
from server.errors import AdvisorError, NotReady, near, shortened
from server.schema import Problem
from server.telemetry import trace_id

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "2"
_DETAILED = 3
# A body may hold a fault in every other byte; wording all of them would keep everybody waiting.
_LISTED = 20


def problem(status: int, detail: str, **members: Any) -> Problem:
    """A problem document for the current request; `members` are extensions of ours."""
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, trace_id=trace_id(), **members)


def problem_response(scope: Scope, document: Problem, headers: dict[str, str] | None = None) -> Response:
    """`document` as the response to the request of `scope`."""
    if scope["path"] in ROUTES:
        return Response(error_reply(document).model_dump_json(), status_of(document), headers, "application/json")
    return Response(document.model_dump_json(), document.status, headers, MEDIA_TYPE)


def internal_error() -> Problem:
    """An unexpected failure: its cause is in the log under the same trace id, never in the response."""
    return problem(500, "the request failed inside the server: report the trace_id, which finds it in the log")


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of `app` with a problem document."""
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
    app.add_exception_handler(AdvisorError, _advisor)  # type: ignore[arg-type]


def _advisor(request: Request, error: AdvisorError) -> Response:
    if isinstance(error, QuotaExceeded):
        members: dict[str, Any] = {"type": QUOTA_EXCEEDED, "violated-policies": [error.unit]}
        found = problem(error.status, str(error), **members)
        return problem_response(request.scope, found, {"Retry-After": str(error.retry_after)})
    headers = {"Retry-After": RETRY_AFTER_S} if isinstance(error, NotReady) else None
    return problem_response(request.scope, problem(error.status, str(error)), headers)


def _http(request: Request, error: HTTPException) -> Response:
    detail = error.detail
    headers = dict(error.headers or {})
    if error.status_code == 404:
        detail = _no_route(request)
    elif error.status_code == 405:
        detail = f"{request.method} is not allowed here: use {headers.get('Allow', 'another method')}"
    elif error.status_code == 400:
        detail = "the body cannot be read: send a JSON object in UTF-8"
    return problem_response(request.scope, problem(error.status_code, detail), headers)


def _no_route(request: Request) -> str:
    paths = list(request.app.openapi()["paths"])
    nearest = difflib.get_close_matches(request.url.path, paths, n=1)
    hint = f"did you mean {nearest[0]}? " if nearest else ""
    return f"no route {shortened(request.url.path)}: {hint}/openapi.json lists all routes"


def _invalid(request: Request, error: RequestValidationError) -> Response:
    found = error.errors()
    first = found[0]
    if first["type"] == "json_invalid":
        cause = first["ctx"]["error"]
        detail = f"the body is not valid JSON at character {first['loc'][1]} ({cause}): send a JSON object"
        return problem_response(request.scope, problem(400, detail))
    if isinstance(error.body, bytes):
        detail = "the body is not declared as JSON: send Content-Type: application/json"
        return problem_response(request.scope, problem(415, detail))
    errors = [_place(item["loc"]) | {"detail": _sentence(item, request.scope["route"])} for item in found[:_LISTED]]
    detail = "; ".join(item["detail"] for item in errors[:_DETAILED])
    return problem_response(request.scope, problem(422, detail, errors=errors))


def _place(location: tuple[str | int, ...]) -> dict[str, str]:
    parts = [shortened(str(part)) for part in location[1:]]
    if location[0] in ("query", "header"):
        return {"parameter": ".".join(parts)}
    return {"pointer": "#" + "".join(f"/{part}" for part in parts)}


def _sentence(item: dict[str, Any], route: Route) -> str:
    location, kind = item["loc"], item["type"]
    name = ".".join(shortened(str(part)) for part in location[1:]) or "the body"
    limits = item.get("ctx", {})
    if kind == REFUSED:
        return str(item["msg"])
    if kind == "missing":
        return f"{name} is missing: send it" if location[1:] else "the body is missing: send a JSON object"
    if kind == "extra_forbidden":
        known = _known(route, location)
        nearest = near(str(location[-1]), known, limit=1)
        hint = f"did you mean {nearest[0]}? " if nearest else ""
        return f"{name} is unknown: {hint}known are {', '.join(known)}"
    if kind == "string_too_short":
        return f"{name} is empty: send at least {limits['min_length']} character that is not a space"
    if kind == "string_too_long":
        return f"{name} is too long: send at most {limits['max_length']} characters"
    if kind == "too_long":
        return f"{name} has too many entries: send at most {limits['max_length']}"
    if kind == "model_attributes_type":
        return f"{name} should be a JSON object"
    return f"{name} should {re.sub('^(Input|String) should ', '', item['msg'])}"


def _known(route: Route, location: tuple[str | int, ...]) -> list[str]:
    """Keys that are known beside the unknown one; endpoints name their model after its place
    (`body` or `query`), as FastAPI's locations do."""
    model: type[BaseModel] = get_type_hints(route.endpoint)[str(location[0])]
    for part in location[1:-1]:
        model = model.model_fields[str(part)].annotation  # type: ignore[assignment]
    return list(model.model_fields)
