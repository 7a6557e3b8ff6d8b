"""Blocks → messages, none of them more than Slack takes."""

from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from server.slack.blocks import CHECKING, SEARCHING, blocks
from server.slack.mrkdwn import escaped
from server.slack.reply import Reply

BLOCKS = 50
# A click sends the whole message back, percent-encoded, within ADVISOR_API__MAX_BODY_BYTES.
_CHARS = 9_000
_NOTICE_CHARS = 300


@dataclass(frozen=True)
class Part:
    """One message; `text` is what a notification shows of it."""

    text: str
    blocks: tuple[Block, ...]


def parts(reply: Reply) -> list[Part]:
    """The messages that show the reply, at least one."""
    messages: list[list[Block]] = [[]]
    room = _CHARS
    for block in blocks(reply):
        size = _size(block)
        if messages[-1] and (len(messages[-1]) == BLOCKS or size > room):
            messages.append([])
            room = _CHARS
        messages[-1].append(block)
        room -= size
    notice = _notice(reply)
    return [Part(notice, tuple(message)) for message in messages]


def _notice(reply: Reply) -> str:
    text = reply.note or reply.prose or (CHECKING if reply.facts else SEARCHING)
    return escaped(text[:_NOTICE_CHARS])


def _size(block: Block) -> int:
    return len(str(block.to_dict()))
