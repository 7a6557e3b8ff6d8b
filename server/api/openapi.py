"""The OpenAPI 3.1 document: FastAPI's, with our problem documents in place of its own errors."""

from typing import Any

from fastapi import FastAPI

from server.api.examples import NO_KEY, OTHER_SCOPE, PROBLEM, QUOTA_USED
from server.api.problems import MEDIA_TYPE
from server.completions.errors import ROUTES, error_reply
from server.completions.schema import ChatCompletionChunk, ErrorReply
from server.schema import DeltaEvent, FactsEvent, Problem

_CHALLENGE = {"WWW-Authenticate": {"description": "What is missing (RFC 6750)", "schema": {"type": "string"}}}
_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
_REFUSALS = (
    ("No key, or none that is accepted", NO_KEY, _CHALLENGE),
    ("A key for something else", OTHER_SCOPE, _CHALLENGE),
    ("More than the key may use", QUOTA_USED, _RETRY_AFTER),
)


def describe(app: FastAPI) -> None:
    """Let `app.openapi()` tell of problem documents; the document is built once, when first asked for."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        built = app.openapi_schema is not None
        document = plain()
        return document if built else _with_problems(document)

    app.openapi = openapi  # type: ignore[method-assign]


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            for why, example, headers in _REFUSALS if "security" in operation else ():
                refusal = {"description": why, "headers": headers, "content": _failure(path, example)}
                operation["responses"][str(example.status)] = refusal
            described = "What went wrong; its detail names the fix"
            operation["responses"]["default"] = {"description": described, "content": _failure(path, PROBLEM)}
    schemas = document["components"]["schemas"]
    # FastAPI sees neither the problems nor the events of the stream; clients generate code from both.
    for model in (Problem, FactsEvent, DeltaEvent, ErrorReply, ChatCompletionChunk):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return document


def _failure(path: str, example: Problem) -> dict[str, Any]:
    """The body of a failure, in the shape that the route's clients know."""
    if path in ROUTES:
        shown: ErrorReply | Problem = error_reply(example)
        media_type = "application/json"
    else:
        shown, media_type = example, MEDIA_TYPE
    schema = {"$ref": f"#/components/schemas/{type(shown).__name__}"}
    return {media_type: {"schema": schema, "example": shown.model_dump(mode="json")}}
