"""Problems in the shape that OpenAI's clients turn into their exceptions."""

from http import HTTPStatus
from typing import Literal

from server.completions.schema import ErrorDetail, ErrorReply
from server.schema import Problem

ROUTES = frozenset({"/v1/chat/completions", "/v1/models"})
"""Where errors have this shape."""
_CODES = {
    HTTPStatus.UNAUTHORIZED: "invalid_api_key",
    HTTPStatus.FORBIDDEN: "insufficient_permissions",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_exceeded",
}


def status_of(problem: Problem) -> int:
    """The HTTP status: OpenAI has no 422."""
    return HTTPStatus.BAD_REQUEST if problem.status == HTTPStatus.UNPROCESSABLE_ENTITY else problem.status


def error_reply(problem: Problem) -> ErrorReply:
    """The problem as an error; `param` is the first field at fault."""
    faults = (problem.model_extra or {}).get("errors", ())
    pointer = faults[0].get("pointer", "") if faults else ""
    return ErrorReply(
        error=ErrorDetail(
            message=problem.detail,
            type=_type(problem.status),
            param=pointer.removeprefix("#/").replace("/", ".") or None,
            code=_CODES.get(HTTPStatus(problem.status)),
            trace_id=problem.trace_id,
        )
    )


def _type(status: int) -> Literal["invalid_request_error", "rate_limit_error", "server_error"]:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "rate_limit_error"
    return "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
