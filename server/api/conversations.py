"""Whether a conversation can go on."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from server.api.callers import caller_of
from server.api.dependencies import AdvisorDep
from server.schema import Conversation

router = APIRouter(tags=["ask"])


@router.get("/v1/conversations/{conversation_id}", summary="Say whether a conversation is remembered")
async def conversation(
    request: Request, conversation_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")], advisor: AdvisorDep
) -> Conversation:
    """How many of its last turns a follow-up would be understood by; none where it is unknown, forgotten
    or another key's."""
    return Conversation(
        conversation_id=conversation_id, turns=await advisor.remembered(conversation_id, caller_of(request))
    )
