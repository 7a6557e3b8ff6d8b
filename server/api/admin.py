"""What the administrator does to a running server: switch the release, bring the index up to date.

Only from this machine and only with the key of `ADVISOR_API__ADMIN_KEY`.
"""

import hashlib
import hmac
import ipaddress
from typing import Annotated, Literal, Self, cast

from fastapi import APIRouter, Body, Depends, Request
from fastapi.exceptions import HTTPException
from pydantic import Field, SecretStr, StringConstraints, model_validator

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


async def _administrator(request: Request) -> ServedAdvisor:
    """The advisor, for whoever may administer it: 403 from elsewhere or without a key set, 401 with a wrong one."""
    key = cast("SecretStr | None", request.app.state.admin_key)
    if not _is_here(request.client.host if request.client else ""):
        raise HTTPException(403, "administration is open to this machine alone: call it from there")
    if key is None:
        raise HTTPException(403, "nobody may administer this server: set ADVISOR_API__ADMIN_KEY and start it again")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(_digest(given), _digest(key.get_secret_value())):
        raise HTTPException(
            401, "send the key of ADVISOR_API__ADMIN_KEY as a bearer token", headers={"WWW-Authenticate": "Bearer"}
        )
    advisor = request.app.state.advisor
    if not isinstance(advisor, ServedAdvisor):
        raise NotReady("this process serves no releases: start it with `python -m server`")
    return advisor


Administered = Annotated[ServedAdvisor, Depends(_administrator)]

router = APIRouter(tags=["admin"], prefix="/v1/admin")


@router.post("/releases", summary="Promote a release, or roll back")
async def releases(
    advisor: Administered, body: Annotated[ReleaseRequest, Body(openapi_examples=RELEASE_EXAMPLES)]
) -> Release:
    """The release that serves now. It was loaded beside the one before, which ends with its last question."""
    if body.release is None:
        return await advisor.roll_back(body.who, body.reason)
    return await advisor.promote(body.release, body.who, body.reason)


@router.post("/ingest", summary="Bring the index up to date with the corpus")
async def ingest(advisor: Administered) -> IngestResponse:
    """Costs nothing when it is. A live release keeps the index that it was evaluated with."""
    outcome = await advisor.ingest()
    return IngestResponse(index=outcome.hash, entries=outcome.nodes, embedded=outcome.embedded, changed=outcome.changed)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
