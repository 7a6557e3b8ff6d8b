"""Lists in pages: `limit` and `offset` in, the rest of the list as the address of the next page."""

from collections.abc import Sequence
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class PageQuery(BaseModel):
    """Which part of a list; without parameters all of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int | None = Field(default=None, ge=1, le=100, description="At most so many")
    offset: int = Field(default=0, ge=0, description="After so many")


def paged(request: Request, query: PageQuery, found: Sequence[T]) -> tuple[Sequence[T], str | None]:
    """The part that was asked for, and the address of the next one."""
    if query.limit is None:
        return found[query.offset :], None
    end = query.offset + query.limit
    after = request.url.include_query_params(offset=end)
    return found[query.offset : end], f"{after.path}?{after.query}" if end < len(found) else None
