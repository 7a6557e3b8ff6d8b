"""Which collection of a Qdrant server is live: the one that the configured name is an alias of."""

from typing import Any

import httpx
from opentelemetry import propagate
from pydantic import ValidationError
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from ingest.budgets import QDRANT_S
from ingest.layout import FIX, IndexUnavailableError, IndexUnreachableError, Manifest
from ingest.settings import QdrantSettings

CLIENT_ERRORS = (ResponseHandlingException, UnexpectedResponse)


def connect(settings: QdrantSettings, timeout_s: int = QDRANT_S) -> QdrantClient:
    """A client of the server at `settings.url`, which waits so long for an answer; no connection is made yet."""
    api_key = settings.api_key.get_secret_value() if settings.api_key else None
    return QdrantClient(
        url=settings.url,
        api_key=api_key,
        timeout=timeout_s,
        check_compatibility=False,
        event_hooks={"request": [_traced]},
    )


def _traced(request: httpx.Request) -> None:
    # Qdrant's own spans then join the trace; outside of any trace nothing is added.
    propagate.inject(request.headers)


def unavailable(said: str, error: Exception) -> IndexUnavailableError:
    """What one of CLIENT_ERRORS means; IndexUnreachableError unless the server has understood and refuses."""
    refused = isinstance(error, UnexpectedResponse) and (error.status_code or 500) < httpx.codes.INTERNAL_SERVER_ERROR
    kind = IndexUnavailableError if refused else IndexUnreachableError
    return kind(f"{said} ({error}): check ADVISOR_QDRANT__URL")


def collection_of(alias: str, index_hash: str) -> str:
    """The name of the collection that holds one index."""
    return f"{alias}-{index_hash}"


def collection_manifest(client: QdrantClient, collection: str) -> Manifest | None:
    """What a collection holds, None where there is no such one; raises as `live_collection` does."""
    try:
        if not client.collection_exists(collection):
            return None
        return Manifest.model_validate(client.get_collection(collection).config.metadata or {})
    except CLIENT_ERRORS as error:
        raise unavailable("Qdrant does not answer", error) from error
    except ValidationError as error:
        raise IndexUnavailableError(f"collection {collection} was not written by this program: {FIX}") from error


def live_collection(client: QdrantClient, alias: str) -> Manifest | None:
    """What the live collection holds, None before the first run.

    Raises IndexUnavailableError when the server does not answer or the collection is not ours.
    """
    try:
        if alias not in {found.alias_name for found in client.get_aliases().aliases}:
            return None
        about: dict[str, Any] = client.get_collection(alias).config.metadata or {}
        return Manifest.model_validate(about)
    except CLIENT_ERRORS as error:
        raise unavailable("Qdrant does not answer", error) from error
    except ValidationError as error:
        raise IndexUnavailableError(f"collection {alias} was not written by this program: {FIX}") from error


def switch_alias(client: QdrantClient, alias: str, collection: str) -> str | None:
    """Point `alias` at `collection` in one step; returns the collection it pointed at before."""
    before = next((found.collection_name for found in client.get_aliases().aliases if found.alias_name == alias), None)
    create = models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=collection, alias_name=alias))
    delete = models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias))
    client.update_collection_aliases([delete, create] if before else [create])
    return before
