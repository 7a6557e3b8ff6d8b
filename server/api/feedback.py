"""A reader's verdict on an answer."""

from typing import Annotated

from fastapi import APIRouter, Body
from opentelemetry import trace

from server.api.dependencies import JournalDep
from server.api.examples import FEEDBACK_EXAMPLES, FEEDBACK_RESPONSES
from server.journal.file import UnknownTrace
from server.outcome import note_judgement
from server.schema import Feedback, FeedbackRequest

router = APIRouter(tags=["feedback"])


@router.post("/v1/feedback", summary="Say whether an answer helped", responses=FEEDBACK_RESPONSES)
async def feedback(
    body: Annotated[FeedbackRequest, Body(openapi_examples=FEEDBACK_EXAMPLES)], journal: JournalDep
) -> Feedback:
    """The verdict as it is kept. The trace id makes it idempotent: the last verdict on an answer counts, and the
    same one sent again is one. 404 where no answer with this trace id is kept."""
    if journal is None:
        raise UnknownTrace(
            "this server keeps no answers to judge: set ADVISOR_JOURNAL__ENABLED=true and start it again"
        )
    kept = await journal.judge(body)
    note_judgement(trace.get_current_span(), body)
    return kept
