"""Questions: a whole Answer, or its events as they come."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from server.advising import Shown, whole
from server.api.dependencies import AdvisorDep, AnswersDep
from server.api.examples import ANSWER_RESPONSES, ASK_EXAMPLES, STREAM_RESPONSES
from server.api.names import resolved
from server.api.stream import EventStream, framed, server_sent, while_connected
from server.schema import Answer, AskRequest, Claim, DeltaEvent, FactsEvent

router = APIRouter(tags=["ask"])
AskBody = Annotated[AskRequest, Body(openapi_examples=ASK_EXAMPLES)]

_NAMES: dict[type[Shown], str] = {FactsEvent: "facts", DeltaEvent: "delta", Claim: "claim", Answer: "done"}


@router.post("/v1/ask", response_model=Answer, summary="Ask a question", responses=ANSWER_RESPONSES)
async def ask(request: Request, body: AskBody, advisor: AdvisorDep, answers: AnswersDep) -> Response:
    """The whole Answer once every sentence is verified; asking stops when the client leaves."""
    question = body.model_copy(update={"filters": resolved(body.filters, advisor.catalogue)})
    answer = await while_connected(request.receive, whole(answers(question)))
    return Response(answer.model_dump_json(), media_type="application/json")


@router.post(
    "/v1/ask/stream",
    response_class=EventStream,
    status_code=200,
    summary="Ask a question and read the answer as it is verified",
    responses=STREAM_RESPONSES,
)
async def ask_stream(body: AskBody, advisor: AdvisorDep, answers: AnswersDep) -> EventStream:
    """Server-sent events: `facts` once, then `delta` (a verified sentence, never taken back) and
    `claim` (a verdict), last `done` (the Answer) or `error` (a problem document)."""
    question = body.model_copy(update={"filters": resolved(body.filters, advisor.catalogue)})
    return EventStream(
        framed(
            answers(question),
            lambda event: server_sent(_NAMES[type(event)], event),
            lambda found: server_sent("error", found),
        )
    )
