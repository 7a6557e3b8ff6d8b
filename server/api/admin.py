"""What the administrator does to a running server: switch the release, bring the index up to date.

Only with a key for it, from this machine too.
"""

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Body, Depends
from pydantic import Field, StringConstraints, model_validator

from server.api.dependencies import AdvisorDep
from server.api.examples import RELEASE_EXAMPLES
from server.errors import NotReady
from server.releases.registry import Release
from server.releases.served import ServedAdvisor
from server.schema import Wire

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class ReleaseRequest(Wire):
    """Promote `release`, or roll back to the one that the live release replaced; who says so, and why."""

    action: Literal["promote", "rollback"]
    release: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] | None = None
    who: Said
    reason: Said

    @model_validator(mode="after")
    def _names_what_it_promotes(self) -> Self:
        if (self.action == "promote") != (self.release is not None):
            raise ValueError("name the release to promote; a rollback names none")
        return self


class IngestResponse(Wire):
    """What an ingest run did; `embedded` counts the texts that had no vector yet."""

    index: str
    entries: int = Field(ge=0)
    embedded: int = Field(ge=0)
    changed: bool


async def _served(advisor: AdvisorDep) -> ServedAdvisor:
    if not isinstance(advisor, ServedAdvisor):
        raise NotReady("this process serves no releases: start it with `python -m server`")
    return advisor


ServedDep = Annotated[ServedAdvisor, Depends(_served)]

router = APIRouter(tags=["admin"], prefix="/v1/admin")


@router.post("/releases", summary="Promote a release, or roll back")
async def releases(
    advisor: ServedDep, body: Annotated[ReleaseRequest, Body(openapi_examples=RELEASE_EXAMPLES)]
) -> Release:
    """The release that serves now. It was loaded beside the one before, which ends with its last question."""
    if body.release is None:
        return await advisor.roll_back(body.who, body.reason)
    return await advisor.promote(body.release, body.who, body.reason)


@router.post("/ingest", summary="Bring the index up to date with the corpus")
async def ingest(advisor: ServedDep) -> IngestResponse:
    """Costs nothing when it is. A live release keeps the index that it was evaluated with. 409 from a process that only
    reads the index (`ADVISOR_QDRANT__READ_ONLY`)."""
    outcome = await advisor.ingest()
    return IngestResponse(index=outcome.hash, entries=outcome.nodes, embedded=outcome.embedded, changed=outcome.changed)
