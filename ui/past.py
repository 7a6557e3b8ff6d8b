"""Conversations that the visitor's browser keeps: what is kept of one, and how it is opened again."""

import json

import gradio as gr

from server.schema import Answer, Wire
from ui.assets import asset
from ui.export import markdown
from ui.turn import Turn

MOST_TURNS = 50
FORGOTTEN = (
    '<p class="kept" role="status">The advisor no longer remembers this conversation. What was said stands here; '
    "ask the next question in full, since “which of those” would not be understood.</p>"
)


class KeptTurn(Wire):
    """A question with its whole answer; the claims are left out but for how many were dropped."""

    question: str
    answer: Answer
    dropped: int


class KeptConversation(Wire):
    """A conversation by the id that the API knows it by."""

    conversation_id: str
    turns: tuple[KeptTurn, ...]

    def reopened(self) -> tuple[Turn, ...]:
        """Its turns as they were."""
        return tuple(
            Turn(number, kept.question, citations=kept.answer.citations, answer=kept.answer, dropped=kept.dropped)
            for number, kept in enumerate(self.turns, start=1)
        )


def past_component() -> gr.HTML:
    """The list of what the browser keeps; its `select` event brings a conversation to be opened again."""
    return gr.HTML(
        elem_id="past", html_template=asset("past.html"), js_on_load=asset("past.js"), apply_default_css=False
    )


def record(turns: tuple[Turn, ...]) -> str:
    """What the list is given to keep the conversation; questions without a whole answer are left out."""
    kept = [
        KeptTurn(question=turn.question, answer=turn.answer.model_copy(update={"claims": ()}), dropped=turn.dropped)
        for turn in turns[-MOST_TURNS:]
        if turn.answer
    ]
    whole = KeptConversation(conversation_id=kept[-1].answer.conversation_id, turns=tuple(kept))
    return json.dumps(
        {
            "id": whole.conversation_id,
            "title": kept[0].question,
            "questions": len(kept),
            "conversation": whole.model_dump_json(),
            "markdown": markdown(turns),
        }
    )


def opened(event: gr.EventData) -> KeptConversation:
    """The conversation chosen; ValidationError where another release kept it in another form."""
    return KeptConversation.model_validate_json(event._data["conversation"])
