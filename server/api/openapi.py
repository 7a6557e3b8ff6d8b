"""The OpenAPI 3.1 document: FastAPI's, with our problem documents in place of its own errors."""

from typing import Any

from fastapi import FastAPI

from server.api.examples import CHAT_ERROR, PROBLEM
from server.api.problems import MEDIA_TYPE
from server.completions.errors import ROUTES
from server.completions.schema import ChatCompletionChunk, ErrorReply
from server.schema import DeltaEvent, FactsEvent, Problem

_PROBLEM_RESPONSE = {
    "description": "A problem document (RFC 9457) whose detail names the fix",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": PROBLEM}},
}
_ERROR_RESPONSE = {
    "description": "An error in OpenAI's shape, whose message names the fix",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorReply"}, "example": CHAT_ERROR}},
}


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
            operation["responses"]["default"] = _ERROR_RESPONSE if path in ROUTES else _PROBLEM_RESPONSE
    schemas = document["components"]["schemas"]
    # FastAPI sees neither the problems nor the events of the stream; clients generate code from both.
    for model in (Problem, FactsEvent, DeltaEvent, ErrorReply, ChatCompletionChunk):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return document
