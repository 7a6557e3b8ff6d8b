"""The conversation, beside the sources of its answers."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import gradio as gr
from pydantic import ValidationError

from server.schema import MAX_QUESTION_CHARS, Problem
from ui.client import AdvisorClient, invalid
from ui.feedback import add_feedback
from ui.parts import problem_html
from ui.past import FORGOTTEN, opened, past_component, record
from ui.turn import Turn
from ui.view import question_html, reply_html, sources_html

CONCURRENT_ANSWERS = 40  # as many jobs as gradio runs at a time
WELCOME = (
    '<div class="welcome"><h2>What would you like to decide?</h2>'
    "<p>Ask in your own words, or start from an example.</p></div>"
)
EXAMPLES = (
    "Which free tools cover continuous integration?",
    "Which roles take part in monitoring, and what do they earn?",
    "What would Databricks, Asana and Jenkins cost a team of ten?",
    "Should we train our own LLM or use an existing one?",
    "Releases are automated, retraining is not: how mature are we?",
    "How does LLMOps differ from MLOps?",
)

Turns = tuple[Turn, ...]
Updates = dict[Any, Any]


def add_chat(client: AdvisorClient, trace_url: str | None) -> None:
    """Add the conversation to the page; one a visitor session, answered by the API through `client`. Answers link to
    their traces where a `trace_url` says how."""
    turns = gr.State(())
    conversation = gr.State(None)
    pending = gr.State("")
    with gr.Row(elem_id="talks"):
        past = past_component()
        new = gr.Button("New conversation", size="sm", scale=0, min_width=150, elem_id="new")
    with gr.Row(elem_id="main"):
        with gr.Column(scale=7, min_width=320, elem_id="talk"):
            chat = gr.Chatbot(
                label="Conversation",
                show_label=False,
                container=False,
                elem_id="chat",
                height=None,
                placeholder=WELCOME,
                examples=[{"text": example} for example in EXAMPLES],
                buttons=[],
                latex_delimiters=[],
                layout="bubble",
                autoscroll=False,  # citations.js brings the question to the top instead
            )
            verdicts = add_feedback(client, chat, turns)
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                container=False,
                placeholder="Ask about phases, roles, tools, cost or maturity",
                max_length=MAX_QUESTION_CHARS,
                max_lines=6,
                submit_btn=True,
                autofocus=True,
                elem_id="question",
            )
        with gr.Column(scale=4, min_width=300, elem_id="side"):
            gr.HTML('<h2 id="sources-heading">Sources</h2>', apply_default_css=False)
            panel = gr.HTML(sources_html(()), elem_id="sources", elem_classes="cited", apply_default_css=False)

    def start(question: str, known: Turns) -> Updates:
        asked = question.strip()
        if not asked or (known and not known[-1].finished):
            return {pending: ""}  # what is typed while an answer is written stays in the box
        return {box: gr.Textbox(value="", submit_btn=False, stop_btn=True), pending: asked, verdicts.shown: ""}

    def start_example(known: Turns, event: gr.SelectData) -> Updates:
        return start(str(event.value["text"]), known)

    def start_follow_up(known: Turns, event: gr.SelectData) -> Updates:
        return start(str(event.value), known)

    async def answer(question: str, known: Turns, conversation_id: str | None) -> AsyncGenerator[Updates]:
        if not question:
            yield {pending: ""}
            return
        turn = Turn(number=len(known) + 1, question=question)
        yield shown((*known, turn))
        async with aclosing(client.ask(question, conversation_id)) as events:
            async for event in events:
                turn = turn.after(event)
                yield shown((*known, turn))
        if turn.answer:
            yield {conversation: turn.answer.conversation_id, past: record((*known, turn))}
        yield {box: idle()}

    def shown(now: Turns) -> Updates:
        return {turns: now, chat: transcript(now, trace_url), panel: sources_html(now)}

    def stop(known: Turns) -> Updates:
        if known and not known[-1].finished:
            known = (*known[:-1], replace(known[-1], stopped=True))
        return shown(known) | {box: idle()}

    def restart() -> Updates:
        return shown(()) | {conversation: None, pending: "", verdicts.shown: "", box: idle()}

    async def reopen(event: gr.EventData) -> Updates:
        try:
            kept = opened(event)
        except ValidationError as error:
            return {
                verdicts.shown: problem_html(invalid("Another release kept this conversation in its own form", error))
            }
        known = await client.conversation(kept.conversation_id)
        said = "" if isinstance(known, Problem) or known.turns else FORGOTTEN
        return shown(kept.reopened()) | {
            conversation: kept.conversation_id,
            pending: "",
            verdicts.shown: problem_html(known) if isinstance(known, Problem) else said,
            box: idle(),
        }

    outputs = [turns, chat, panel, conversation, pending, verdicts.shown, past, box]
    starts = [
        box.submit(start, [box, turns], [box, pending, verdicts.shown], queue=False, api_visibility="private"),
        chat.example_select(
            start_example, [turns], [box, pending, verdicts.shown], queue=False, api_visibility="private"
        ),
        chat.option_select(
            start_follow_up, [turns], [box, pending, verdicts.shown], queue=False, api_visibility="private"
        ),
    ]
    answers = [
        begun.then(
            answer,
            [pending, turns, conversation],
            outputs,
            show_progress="hidden",
            concurrency_limit=CONCURRENT_ANSWERS,
            concurrency_id="answers",
            api_visibility="private",
        )
        for begun in starts
    ]
    box.stop(stop, [turns], outputs, cancels=answers, queue=False, api_visibility="private")
    past.select(reopen, None, outputs, cancels=answers, queue=False, api_visibility="private")
    new.click(restart, None, outputs, cancels=answers, queue=False, api_visibility="private")


def idle() -> gr.Textbox:
    """The question box, ready for the next question."""
    return gr.Textbox(submit_btn=True, stop_btn=False)


def transcript(turns: Turns, trace_url: str | None) -> list[dict[str, Any]]:
    """The conversation as the chat component's messages; the last answer offers its follow-ups."""
    messages: list[dict[str, Any]] = []
    for turn in turns:
        messages.append({"role": "user", "content": question_html(turn.question)})
        reply: dict[str, Any] = {"role": "assistant", "content": reply_html(turn, trace_url)}
        if turn is turns[-1] and turn.answer:
            reply["options"] = [{"value": question} for question in turn.answer.follow_ups]
        elif turn is turns[-1] and turn.finished:
            reply["options"] = [{"value": turn.question, "label": "Ask again"}]
        messages.append(reply)
    return messages
