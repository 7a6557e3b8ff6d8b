"""A reply → Block Kit."""

from collections.abc import Iterator

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    SectionBlock,
)

from server.schema import Answer, Status
from server.slack.mrkdwn import escaped, mrkdwn, pieces, visible
from server.slack.names import ASK, DOWN, UP
from server.slack.reply import Reply
from server.slack.sources import sources
from server.slack.table import more_rows, table
from server.wording import cut

BADGES: dict[Status, str] = {
    "refused": ":no_entry_sign: *Not backed by the sources.* They do not carry what was asked, or say otherwise, so "
    "nothing is guessed.",
    "clarify": ":grey_question: *One question back.* The question can be read in two ways whose answers differ.",
    "degraded": ":electric_plug: *Not narrated in full.* Facts are complete, prose is shown as passages.",
}
SEARCHING = ":hourglass_flowing_sand: Looking it up …"
CHECKING = ":hourglass_flowing_sand: Reading on; each sentence is checked before it is shown …"
_ASKED_CHARS = 1_000
_BUTTONS = 25
_BUTTON_CHARS = 75
_VALUE_CHARS = 2_000


def blocks(reply: Reply) -> list[Block]:
    """All that there is to show of the reply, without regard to how much a message holds."""
    return list(_blocks(reply))


def _blocks(reply: Reply) -> Iterator[Block]:
    if reply.asked:
        asker, question = reply.asked
        yield _small(f"<@{asker}> asked: {_shortened(question, _ASKED_CHARS)}")
    if reply.answer and reply.answer.status in BADGES:
        why = f" The reason: {escaped(reply.answer.reason)}." if reply.answer.reason else ""
        yield _small(BADGES[reply.answer.status] + why)
    if reply.understood:
        yield _small(f"Understood as: {_shortened(reply.understood, _ASKED_CHARS)}")
    if reply.facts:
        text = RichTextElementParts.Text(text=table(reply.facts))
        yield RichTextBlock(elements=[RichTextPreformattedElement(elements=[text])])
        if more := more_rows(reply.facts):
            yield _small(f"{more} more {'row' if more == 1 else 'rows'}")
    if reply.prose:
        for piece in pieces(mrkdwn(reply.prose)):
            yield SectionBlock(text=_text(piece))
    if reply.note:
        yield SectionBlock(text=_text(_shortened(reply.note, _ASKED_CHARS)))
    if not reply.finished:
        yield _small(CHECKING if reply.facts or reply.prose else SEARCHING)
    yield from _sources(reply)
    if reply.answer:
        yield from _buttons(reply.answer, judged=reply.judged)


def _sources(reply: Reply) -> Iterator[Block]:
    found = list(sources(reply))
    if found:
        yield DividerBlock()
    for source in found:
        for piece in pieces(source):
            yield _small(piece)


def _buttons(answer: Answer, *, judged: bool) -> Iterator[Block]:
    if judged:
        yield ActionsBlock(
            elements=[
                ButtonElement(text=PlainTextObject(text=text), action_id=action, value=answer.trace_id)
                for text, action in ((":thumbsup: Helpful", UP), (":thumbsdown: Not helpful", DOWN))
            ]
        )
    questions = [question for question in answer.follow_ups if len(question) <= _VALUE_CHARS][:_BUTTONS]
    if questions:
        yield ActionsBlock(
            elements=[
                ButtonElement(
                    text=PlainTextObject(text=cut(visible(question), _BUTTON_CHARS), emoji=False),
                    action_id=f"{ASK}{number}",
                    value=question,
                )
                for number, question in enumerate(questions)
            ]
        )


def _small(text: str) -> Block:
    return ContextBlock(elements=[_text(text)])


def _text(text: str) -> MarkdownTextObject:
    # Verbatim: what looks like an address, a channel or `@here` in a text stays text.
    return MarkdownTextObject(text=text, verbatim=True)


def _shortened(text: str, limit: int) -> str:
    return escaped(cut(text, limit))
