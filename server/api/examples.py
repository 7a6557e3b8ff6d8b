"""Examples for the OpenAPI document; typed, so that they cannot drift from the contract."""

from datetime import UTC, datetime
from typing import Any

from server.access.quotas import QUOTA_EXCEEDED, Quota, QuotaExceeded
from server.completions.chunks import Head
from server.completions.schema import ChunkChoice, Delta
from server.maturity.schema import MaturityRequest
from server.planning.schema import PlanRequest
from server.schema import (
    Answer,
    AskRequest,
    Citation,
    Claim,
    DeltaEvent,
    FactsEvent,
    FactTable,
    Feedback,
    Filters,
    Items,
    Problem,
    SearchRequest,
    Timings,
    Value,
    Wire,
)

_CELL = Citation(
    n=1,
    kind="cell",
    document="navigating-mlops",
    title="Navigating MLOps: Insights into Maturity, Lifecycle, Tools, and Careers",
    locator="Table IV, row MLFlow, column Cost/Month",
    excerpt="MLFlow: Cost/Month $0",
    url="https://arxiv.org/abs/2503.15577",
    as_of="2025-03-19",
)
_SENTENCE = "MLFlow costs $0 a month for ten users. [1]"
_FACTS = FactTable(columns=("Tool", "Cost/Month"), rows=(("MLFlow", "$0"),), citations=((1,),))
_UNDERSTOOD = "the monthly cost of MLFlow"

_ANSWER = Answer(
    status="answered",
    answer=_SENTENCE,
    items=Items(tools=("MLFlow",)),
    values=(Value(name="MLFlow", value=0, unit="USD/month"),),
    facts=_FACTS,
    understood=_UNDERSTOOD,
    claims=(Claim(text=_SENTENCE, citations=(1,), verdict="supported", evidence=_CELL.excerpt),),
    citations=(_CELL,),
    follow_ups=("Which phases does MLFlow cover?",),
    conversation_id="c-1",
    release="5f2c1e0a9b7d",
    trace_id="4bf92f3577b34da6a3ce929d0e0e4736",
    timings_ms=Timings(understand=1.2, facts=2.1, first_sentence=310.0, total=640.0),
)
_EVENTS: tuple[tuple[str, Wire], ...] = (
    (
        "facts",
        FactsEvent(
            understood=_UNDERSTOOD, items=_ANSWER.items, values=_ANSWER.values, facts=_FACTS, citations=(_CELL,)
        ),
    ),
    ("delta", DeltaEvent(text=_SENTENCE, citations=())),
    ("claim", _ANSWER.claims[0]),
    ("done", _ANSWER),
)

ASK_EXAMPLES: dict[str, Any] = {
    "narrated": {"summary": "A narrated answer", "value": {"question": "What does MLflow cost for ten users?"}},
    "facts only": {
        "summary": "Verified facts without the LLM, restricted to one phase",
        "value": AskRequest(
            question="Which free tools are there?", filters=Filters(phases=("CI",)), narrate=False
        ).model_dump(mode="json", exclude_none=True),
    },
}
SEARCH_EXAMPLES: dict[str, Any] = {
    "passages": {"value": SearchRequest(query="feature stores", top_k=3).model_dump(mode="json")}
}
PLAN_EXAMPLES: dict[str, Any] = {
    "within a budget": {
        "summary": "Open source for three phases, with a Data Engineer and Jenkins at hand",
        "value": PlanRequest(
            phases=("VC", "CI", "D"), budget_usd=100, open_source_only=True, tools=("Jenkins",), team=("Data Engineer",)
        ).model_dump(mode="json"),
    },
    "as the cards advise": {
        "summary": "What the cards advise on Kubernetes, with nothing that lies with a vendor",
        "value": {"advised": True, "given": ["kubernetes", "in_house"]},
    },
    "whole lifecycle": {
        "summary": "The whole lifecycle with an existing LLM on Azure",
        "value": {"model": "llm", "cloud": "azure"},
    },
}
MATURITY_EXAMPLES: dict[str, Any] = {
    "some practices": {
        "summary": "What is left out counts as unknown",
        "value": MaturityRequest(
            answers={"code-versions": "yes", "retraining": "yes", "monitoring": "partly", "deployment": "no"}
        ).model_dump(mode="json"),
    }
}
_FEEDBACK = Feedback(
    trace_id=_ANSWER.trace_id,
    verdict="down",
    reason="the price is that of the hosted service",
    at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
)
FEEDBACK_EXAMPLES: dict[str, Any] = {
    "thumbs down": {
        "summary": "The trace_id is that of the Answer, which its header X-Trace-Id carries too",
        "value": _FEEDBACK.model_dump(mode="json", exclude={"at"}),
    },
    "thumbs up": {"value": {"trace_id": _ANSWER.trace_id, "verdict": "up"}},
}
FEEDBACK_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"example": _FEEDBACK.model_dump(mode="json")}}}
}
RELEASE_EXAMPLES: dict[str, Any] = {
    "promote": {
        "value": {
            "action": "promote",
            "release": "5f2c1e0a9b7d",
            "who": "Ada",
            "reason": "recall up by two points, no family fell",
        }
    },
    "rollback": {"value": {"action": "rollback", "who": "Ada", "reason": "prices are refused since noon"}},
}
ANSWER_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"example": _ANSWER.model_dump(mode="json")}}}
}
STREAM_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events",
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": "".join(f"event: {name}\ndata: {event.model_dump_json()}\n\n" for name, event in _EVENTS),
            }
        },
    }
}
_HEAD = Head(id=f"chatcmpl-{_ANSWER.trace_id}", created=1_772_442_600, model=f"mlops-advisor-{_ANSWER.release}")
_CHUNKS = (
    _HEAD.chunk(ChunkChoice(delta=Delta(role="assistant", content=_SENTENCE))),
    _HEAD.chunk(ChunkChoice(finish_reason="stop"), advisor=_ANSWER),
)
CHAT_EXAMPLES: dict[str, Any] = {
    "follow-up": {
        "summary": "The earlier question says what the last one is about",
        "value": {
            "model": "mlops-advisor",
            "messages": [
                {"role": "user", "content": "Which free tools cover continuous integration?"},
                {"role": "assistant", "content": "MLFlow and Jenkins [5][6]."},
                {"role": "user", "content": "And monitoring?"},
            ],
        },
    },
    "stream": {
        "value": {
            "model": "mlops-advisor",
            "messages": [{"role": "user", "content": "What does MLflow cost?"}],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
    },
}
CHAT_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {"example": _HEAD.completion(_ANSWER).model_dump(mode="json")},
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": "".join(f"data: {chunk.model_dump_json()}\n\n" for chunk in _CHUNKS) + "data: [DONE]\n\n",
            },
        }
    }
}
PROBLEM = Problem(
    title="Unprocessable Entity",
    status=422,
    detail="unknown phase 'XX': known are BN, AS, MD, MDT, MDL, VC, CI, D, M",
    trace_id=_ANSWER.trace_id,
)
NO_KEY = Problem(
    title="Unauthorized",
    status=401,
    detail="this key expired on 2026-01-31: ask for a new one",
    trace_id=_ANSWER.trace_id,
)
OTHER_SCOPE = Problem(
    title="Forbidden",
    status=403,
    detail="this key is for metrics and not for ask: use one that is",
    trace_id=_ANSWER.trace_id,
)
_USED: dict[str, Any] = {"violated-policies": ["requests"]}
QUOTA_USED = Problem(
    type=QUOTA_EXCEEDED,
    title="Too Many Requests",
    status=429,
    detail=str(QuotaExceeded(Quota("requests", 120, 60), datetime(2026, 3, 2, 9, 30, 22, tzinfo=UTC))),
    trace_id=_ANSWER.trace_id,
    **_USED,
)
