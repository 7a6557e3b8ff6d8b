"""Whether an answer helped: a thumb under each, and for a thumb down what was missing or wrong."""

from dataclasses import dataclass
from typing import Any, Literal

import gradio as gr
from pydantic import ValidationError

from server.schema import FeedbackRequest, Problem
from ui.client import AdvisorClient, invalid
from ui.form import fields, form_component
from ui.markup import text
from ui.parts import problem_html
from ui.turn import Turn

REASON_CHARS = 1_000
THANKS = '<p class="kept" role="status">Noted: this answer helped. Thank you.</p>'
KEPT = '<p class="kept" role="status">Noted, with your reason. Thank you.</p>'


@dataclass(frozen=True)
class Verdicts:
    """The place under the conversation that says what was kept, and whose answer it was about."""

    shown: gr.HTML
    trace_id: gr.State


def add_feedback(client: AdvisorClient, chat: gr.Chatbot, turns: gr.State) -> Verdicts:
    """Let the thumbs of `chat` judge the answers in `turns`; to be called where the reply should stand."""
    verdicts = Verdicts(form_component("verdict"), gr.State(""))

    async def judge(event: gr.LikeData, known: tuple[Turn, ...]) -> dict[Any, Any]:
        turn = known[_message(event) // 2]
        if turn.answer is None:
            return {verdicts.shown: '<p class="kept" role="status">This answer is not whole, so nothing was kept.</p>'}
        verdict: Literal["up", "down"] = "up" if event.liked else "down"
        kept = await client.judge(FeedbackRequest(trace_id=turn.answer.trace_id, verdict=verdict))
        if isinstance(kept, Problem):
            return {verdicts.shown: problem_html(kept)}
        return {
            verdicts.shown: THANKS if kept.verdict == "up" else reason_form_html(turn.question),
            verdicts.trace_id: kept.trace_id,
        }

    async def explain(event: gr.EventData, trace_id: str) -> str:
        reason = fields(event)["reason"][0]
        try:
            request = FeedbackRequest(trace_id=trace_id, verdict="down", reason=reason)
        except ValidationError as error:
            return problem_html(invalid("The reason cannot be kept", error))
        kept = await client.judge(request)
        return problem_html(kept) if isinstance(kept, Problem) else KEPT

    chat.like(judge, [turns], [verdicts.shown, verdicts.trace_id], show_progress="hidden", api_visibility="private")
    verdicts.shown.submit(
        explain, [verdicts.trace_id], [verdicts.shown], show_progress="hidden", api_visibility="private"
    )
    return verdicts


def _message(event: gr.LikeData) -> int:
    return event.index if isinstance(event.index, int) else event.index[0]


def reason_form_html(question: str) -> str:
    """That a thumb down was kept, and the field for what was missing or wrong."""
    return (
        f'<form class="reason" aria-label="What was missing or wrong"><p role="status">Noted: the answer to '
        f"“{text(question)}” did not help.</p><label><span>What was missing or wrong?</span>"
        f'<input type="text" name="reason" required maxlength="{REASON_CHARS}" autocomplete="off"></label>'
        '<button type="submit">Send</button></form>'
    )
