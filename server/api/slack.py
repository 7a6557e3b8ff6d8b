"""Slack's events."""

from fastapi import APIRouter
from fastapi.exceptions import HTTPException

router = APIRouter(tags=["slack"])


@router.post("/slack/events", status_code=401, response_description="The request carries no valid signature")
async def events() -> None:
    """Refuses everything: no signing secret is configured, so no request can prove that Slack sent it."""
    raise HTTPException(401, "the request is not signed by Slack: no signing secret is configured here")
