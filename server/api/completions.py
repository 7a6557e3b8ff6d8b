"""The advisor as a model that OpenAI's clients can talk to."""

import time
from typing import Annotated, cast

from fastapi import APIRouter, Body, Depends, Request, Response

from server.advising import Advising, whole
from server.api.callers import caller_of
from server.api.dependencies import AdvisorDep, AnswersDep
from server.api.examples import CHAT_EXAMPLES, CHAT_RESPONSES
from server.api.stream import EventStream, data_only, framed, while_connected
from server.completions.chunks import Head, chunks
from server.completions.errors import error_reply
from server.completions.histories import Histories
from server.completions.schema import ChatCompletion, ChatRequest, Model, ModelList
from server.errors import UnknownName
from server.telemetry import trace_id

NAME = "mlops-advisor"
_DONE = b"data: [DONE]\n\n"

router = APIRouter(prefix="/v1", tags=["openai"])


class UnknownModel(UnknownName):
    """No model of this name answers here."""

    status = 404


async def _histories(request: Request) -> Histories:
    return cast(Histories, request.app.state.histories)


@router.post(
    "/chat/completions", response_model=ChatCompletion, summary="Answer as a chat model", responses=CHAT_RESPONSES
)
async def chat_completions(
    request: Request,
    body: Annotated[ChatRequest, Body(openapi_examples=CHAT_EXAMPLES)],
    advisor: AdvisorDep,
    answers: AnswersDep,
    histories: Annotated[Histories, Depends(_histories)],
) -> Response:
    """OpenAI's chat completion: the last user message is the question, those before it are its conversation.
    System messages and sampling parameters are without effect. With `stream`, chunks as server-sent events."""
    if body.model not in _names(advisor):
        raise UnknownModel("model", body.model, _names(advisor))
    head = Head(id=f"chatcmpl-{trace_id()}", created=int(time.time()), model=_names(advisor)[1])
    shown = histories.answered(body.questions, advisor, answers, caller_of(request))
    if body.stream:
        include_usage = body.stream_options is not None and bool(body.stream_options.include_usage)
        return EventStream(
            framed(
                chunks(head, shown, include_usage=include_usage),
                data_only,
                lambda found: data_only(error_reply(found)),
                end=_DONE,
            )
        )
    completion = head.completion(await while_connected(request.receive, whole(shown)))
    return Response(completion.model_dump_json(), media_type="application/json")


@router.get("/models", summary="The names of the advisor as a model")
async def models(advisor: AdvisorDep) -> ModelList:
    """One name that stays, and one that goes with the release."""
    return ModelList(data=tuple(Model(id=name, created=0) for name in _names(advisor)))


def _names(advisor: Advising) -> tuple[str, str]:
    return NAME, f"{NAME}-{advisor.release}"
