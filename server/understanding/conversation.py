"""Follow-ups: a question that leans on the turn before it becomes one that stands alone."""

import re
from collections import OrderedDict
from dataclasses import dataclass

from corpus.linker import Linker
from server.query import Query
from server.schema import Items

_KEPT = 1_000
_THOSE = re.compile(
    r"\b(?:of )?(?:those|these|them|the (?:above|former|latter)|the same ones?|such tools?)(?: (?:tools?|roles?|ones?|options?))?\b|\b(?:the )?(?<!no )ones\b|^\W*(?:and |but )?(?:only|just) the\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|its|that (?:one|tool|role|phase)|this (?:one|tool|role|phase))\b", re.IGNORECASE)
_CONTINUES = re.compile(
    r"^\W*(?:and|or|but|also|what about|how about|what if|same (?:question )?for|now)\b\s*(?:what about|how about|for|in|the)?\s*",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\b(?:costs?|prices?|how much|free|open[- ]?source|cover|phases?|wages?|salary|earn)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Turn:
    """One answered question: as it stands alone, its typed query and what it yielded."""

    question: str
    query: Query | None
    items: Items


@dataclass(frozen=True)
class Standalone:
    """A question that needs no context. `among` restricts it to names from the turn before;
    `dangling` is set where the question leans on a turn that there was not."""

    question: str
    among: tuple[str, ...] = ()
    dangling: bool = False


class Conversations:
    """The last turn of each conversation, in memory; the longest unused are forgotten."""

    def __init__(self, linker: Linker, kept: int = _KEPT) -> None:
        self._linker = linker
        self._kept = kept
        self._turns: OrderedDict[str, Turn] = OrderedDict()

    def remember(self, conversation_id: str, turn: Turn) -> None:
        """Keep the turn as the conversation's last."""
        self._turns[conversation_id] = turn
        self._turns.move_to_end(conversation_id)
        while len(self._turns) > self._kept:
            self._turns.popitem(last=False)

    def standalone(self, conversation_id: str | None, question: str) -> Standalone:
        """The question with what it leans on filled in from the conversation's last turn."""
        turn = self._turns.get(conversation_id or "")
        names = () if turn is None else turn.items.tools or turn.items.roles
        mentions = self._linker.link(question)
        if _THOSE.search(question) and not any(m.kind in ("tool", "role") for m in mentions):
            if turn is None:
                return Standalone(question, dangling=len(question.split()) <= 12 and bool(_ATTRIBUTE.search(question)))
            if names:
                noun = "tools" if turn.items.tools else "roles"
                return Standalone(_with_noun(question, noun), among=names)
        if _IT.search(question) and not mentions:
            if turn is None:
                return Standalone(question, dangling=len(question.split()) <= 8 and bool(_ATTRIBUTE.search(question)))
            subject = (turn.query.named if turn.query else ()) or (names if len(names) == 1 else ())
            if not subject:
                subject = tuple(dict.fromkeys(m.text for m in self._linker.link(turn.question)))[:1]
            if subject:
                return Standalone(_IT.sub(lambda match: _owned(match.group(), subject[0]), question))
        continues = _CONTINUES.match(question)
        if continues and turn is not None:
            return Standalone(self._continued(turn, question, question[continues.end() :]), among=())
        return Standalone(question)

    def _continued(self, turn: Turn, question: str, rest: str) -> str:
        """`what about monitoring?` asks the last question again with the new name in the old one's place."""
        new = self._linker.link(rest)
        if new and not re.search(r"\b(?:which|what|who|how|does|is|are)\b", rest, re.IGNORECASE):
            old = [m for m in self._linker.link(turn.question) if m.kind == new[0].kind]
            if old:
                return f"{turn.question[: old[0].start]}{rest.strip(' ?.!')}{turn.question[old[-1].end :]}"
        if new:
            return rest
        return f"{turn.question.rstrip('?. ')} {rest}"


def _with_noun(question: str, noun: str) -> str:
    replaced = _THOSE.sub(f" {noun}", question, count=1)
    asks = re.search(r"\b(?:which|what|who|how many|list|is|are|does|do)\b", replaced, re.IGNORECASE)
    text = " ".join(replaced.split())
    return text if asks else f"which {text}"


def _owned(pronoun: str, name: str) -> str:
    return f"{name}'s" if pronoun.lower() == "its" else name
