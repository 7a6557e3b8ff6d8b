"""Follow-ups: a question that leans on the turns before it becomes one that stands alone."""

import re
from collections import OrderedDict
from dataclasses import dataclass

from corpus.linker import Linker, Mention
from server.basis import Basis
from server.conditions import AllOf, AnyOf, Covers
from server.query import Query
from server.schema import Items
from server.understanding import cues as ask
from server.understanding.carry import carry
from server.understanding.ellipsis import (
    adds_condition,
    compares_again,
    counts_again,
    looks_up,
    ranks_again,
    retold,
    states,
)
from server.understanding.headcount import read_basis
from server.understanding.target import find_target, mask

_KEPT = 1_000
_TURNS = 4
_THOSE = re.compile(
    r"\b(?:of )?(?:those|these|them|they|the (?:above|former|latter)|the same ones?"
    r"|such tools?)(?: (?:tools?|roles?|ones?|options?))?\b"
    r"|\b(?:the )?(?<!no )ones\b|^\W*(?:and |but |ok |so )*(?:only|just) the\b|\btheir\b",
    re.IGNORECASE,
)
_THEM = re.compile(r"\b(?:those|these|them|they|their|the (?:former|latter|above))\b", re.IGNORECASE)
_IT = re.compile(
    r"\b(?:it|its|that (?:one|tool|role|phase)|this (?:one|tool|role|phase)|he|she|his|her|him|that person)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\bthe (?P<n>first|second|third|fourth|fifth|last) (?:one|tool|role|of (?:them|these|those))\b", re.IGNORECASE
)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_TOGETHER = re.compile(
    r"^\W*(?:and |so |ok |what about |how much (?:is |are |for )?(?:that |it |this |these |those )?|what['’]?s the |what is the |the )*(?:both"
    r"|all(?: of them| three| four)?"
    r"|them|the two)?(?: of them)?\s*"
    r"(?:together|combined|in total|altogether|in sum|summed up|all in|total)\W*(?:cost\w*|price|then)?"
    r"(?:\W*(?:for )?(?:per|a|each|one) (?:month|year))?\W*$"
    r"|^\W*(?:and )?(?:both|all(?: of them| three| four)) (?:for|per|a) (?:a |one )?(?:month|year)\W*$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\b(?:in )?there\b(?! (?:is|are|any|a|an|some)\b)(?<!is there)(?:(?<!are there)|(?=\W*$))", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b(?:that|this|the|those|these) (?:gaps?|holes?|(?:same |missing |uncovered )?phases?|stages?)\b", re.IGNORECASE
)
_OTHERS = re.compile(r"\b(?:which|what|any|are there) other (?:tools?|roles?|ones?)\b", re.IGNORECASE)
_PAIR = re.compile(
    r"\b(?:the|these|those) two\b|\bboth(?: of (?:them|those|these))?(?= (?:have|cover|share))", re.IGNORECASE
)
# `and of a scrum master?` asks the same of somebody whom no table knows.
_NAMES_ANOTHER = re.compile(
    r"(?:of|for|with) (?:an? |the )?(?!(?:free|open|paid|month|year|users?|people)\b)[a-z][\w-]+(?: [\w-]+)?\W*$",
    re.IGNORECASE,
)
_THAN = re.compile(r"\b(?:it|he|she|this|that)\b.*\b(?:than|as much as)\b", re.IGNORECASE)
_CONTINUES = re.compile(
    r"^\W*(?:(?:and|or|but|also|ok|okay|so|then|now|no|nope|sorry|oops|wait|oh|ah|hmm|scratch that|my bad|actually|rather|correction|(?:i|we) (?:meant?|mean)"
    r"|make (?:it|that)|then what about|what about|how about|what if"
    r"|same (?:question )?for|same)\b[\s,]*)+",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(
    r"\b(?:these|those|all|the) (?:two|three|four|five)\b|\b(?:them|these|those|they|all)\b.*\b(?:together|in total|altogether)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"\b(?:per|a|each) (?:month|year|quarter)\b|\bfor \d+ (?:people|users|seats)\b", re.IGNORECASE)
# `VC, not CI`, `D instead`: only the new one counts.
_INSTEAD = re.compile(
    r"[,\s]+(?:not|rather than|instead of)\s+(?:the\s+)?[\w&-]+\W*$|\s+(?:instead|only)\W*$|\bphase\s*=\s*",
    re.IGNORECASE,
)
_LEADS = re.compile(r"^(?:for|in|on|of|at|with|the|an?|just)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
_OWN_VERB = re.compile(
    r"\b(?:which|what|who|whose|how|why|does|do|is|are|was|can|tell|show|give|list|write|ignore|explain"
    r"|describe|name|find|forget)\b",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\b(?:costs?|prices?|how much|free|open[- ]?source|cover|phases?|wages?|salary|earns?|compare|involved|uses?"
    r"|cheaper|dearer|pricier|better paid|who(?! is| was|['’]s))\b",
    re.IGNORECASE,
)
_CONTINUES_ONES = re.compile(r"^\W*(?:and|but|or|also|what about)\b[^?]*\bones\b\W*$", re.IGNORECASE)
_OTHER_ONE = re.compile(
    r"\b(?:is|for|does|would|of) that\b(?! (?:\w+ )?(?:tool|role|phase|true))|\bthe other (?:one|tool|role|two)\b",
    re.IGNORECASE,
)
_SHORT = 8


@dataclass(frozen=True)
class Turn:
    """One answered question: as it stands alone, its typed query and what it yielded."""

    question: str
    query: Query | None
    items: Items


@dataclass(frozen=True)
class Standalone:
    """A question that needs no context. `among` restricts it to names from the turn before;
    `query` is the last one with a change, where nothing has to be read anew; `dangling` is set where the question leans on a turn that there was not."""

    question: str
    among: tuple[str, ...] = ()
    dangling: bool = False
    query: Query | None = None


class Conversations:
    """The last turns of each conversation, in memory; the longest unused are forgotten."""

    def __init__(self, linker: Linker, kept: int = _KEPT) -> None:
        self._linker = linker
        self._kept = kept
        self._turns: OrderedDict[str, tuple[Turn, ...]] = OrderedDict()

    def remember(self, conversation_id: str, turn: Turn) -> None:
        """Keep the turn as the conversation's last."""
        self._turns[conversation_id] = (*self._turns.get(conversation_id, ()), turn)[-_TURNS:]
        self._turns.move_to_end(conversation_id)
        while len(self._turns) > self._kept:
            self._turns.popitem(last=False)

    def standalone(self, conversation_id: str | None, question: str) -> Standalone:
        """The question with what it leans on filled in from the conversation's last turns."""
        turns = self._turns.get(conversation_id or "", ())
        mentions = self._linker.link(question)
        named = any(mention.kind in ("tool", "role", "maturity") for mention in mentions)
        if not turns:
            return Standalone(question, dangling=not named and self._dangles(question, mentions))
        turn = turns[-1]
        carried = carry(turn.query, question, mask(question, mentions), mentions)
        if carried is not None:
            return Standalone(question, query=carried)
        question = self._placed(turns, question)
        mentions = self._linker.link(question)
        named = any(mention.kind in ("tool", "role", "maturity") for mention in mentions)
        if named and _THAN.search(question) and (subject := self._subject(turn)):
            return Standalone(_IT.sub(lambda match: _owned(match.group(), subject), question))
        if named:
            return Standalone(self._switched(turn, question, mentions))
        return self._among(turns, question, mentions) or self._pronoun(turn, question, mentions)

    def recent(self, conversation_id: str | None) -> tuple[str, ...]:
        """The tools and roles that the last turn was about."""
        turns = self._turns.get(conversation_id or "", ())
        if not turns:
            return ()
        return (*turns[-1].items.tools, *turns[-1].items.roles, *(turns[-1].query.named if turns[-1].query else ()))

    def _dangles(self, question: str, mentions: list[Mention]) -> bool:
        """Whether a short first question leans on something that was not said."""
        if not mentions and _CONTINUES_ONES.search(question):
            return True
        if len(question.split()) > _SHORT or not _ATTRIBUTE.search(question):
            return False
        masked = mask(question, mentions)
        chooses = re.search(r"\bwhich (?:one|of)\b|\bwho\b", masked) and compares_again(masked)
        if not mentions and (_OTHER_ONE.search(question) or chooses):
            return True
        target = find_target(question, mentions)
        if _THEM.search(question):
            return target.noun is None or target.vague
        return bool(_IT.search(question)) and not mentions

    def _placed(self, turns: tuple[Turn, ...], question: str) -> str:
        """`there`, `that phase`, `the gap` and `the two` in words of the turns before."""
        turn = turns[-1]
        phases = turn.items.phases or _covered(turn.query)
        if phases:
            every = re.search(r"\b(?:all|both|each|every)\b", question, re.IGNORECASE)
            places = (" and " if every else " or ").join(phases)
            question = _THERE.sub(f"in {places}", _PLACE.sub(places, question))
        named = turn.query.named if turn.query and turn.query.named else ()
        if named and _OTHERS.search(question):
            question = f"{question.rstrip('?. ')} besides {' and '.join(named)}"
        pair = _latest(turns)
        if len(pair) > 1:
            question = _PAIR.sub(" and ".join(pair), question)
        return question

    def _among(self, turns: tuple[Turn, ...], question: str, mentions: list[Mention]) -> Standalone | None:
        """What is asked of the names that the last turns yielded."""
        turn = turns[-1]
        names = turn.items.tools or turn.items.roles
        noun = "tools" if turn.items.tools else "roles"
        masked = mask(question, mentions)
        compared = self._compared(turn)
        if not mentions and len(compared) == 2 and ask.MARGIN.search(masked):
            what = "price" if self._are_tools(compared) else "wage"
            return Standalone(f"What is the {what} difference between {' and '.join(compared)}?")
        pair = names if len(names) > 1 else _latest(turns)
        if compares_again(masked) and len(pair) > 1:
            return Standalone(f"{' or '.join(pair)}: {_CONTINUES.sub('', question)}")
        if _TOGETHER.match(question) or (_ALL_OF_THEM.search(question) and looks_up(masked)):
            several = names if len(names) > 1 else _latest(turns)
            verb = "cost" if self._are_tools(several) else "earn"
            tail = " ".join(match.group() for match in _PERIOD.finditer(question))
            return Standalone(f"What do {' and '.join(several)} {verb} together {tail}?") if len(several) > 1 else None
        ordinal = _ORDINAL.search(question)
        if ordinal and -len(names) <= (at := _ORDINALS[ordinal["n"].lower()]) < len(names):
            return Standalone(_ORDINAL.sub(names[at], question, count=1))
        if not names and not (turn.query and turn.query.select in ("tools", "roles")):
            return None
        if counts_again(masked):
            return Standalone(f"How many {noun} are there?", among=names)
        if ranks_again(masked) and len(names) > 1:
            return Standalone(f"Which {noun}: {question}", among=names)
        about_one = len(names) == 1 and _IT.search(question)
        asked = find_target(question, mentions)
        if names and _THOSE.search(question) and asked.noun not in (None, noun) and not asked.vague:
            return Standalone(_THOSE.sub(f" {' or '.join(names)} ", question, count=1))
        if names and _THOSE.search(question) and looks_up(masked):
            verb = "cost" if noun == "tools" else "earn"
            together = " together" if ask.TOTAL.search(masked) else ""
            return Standalone(f"What do {' and '.join(names)} {verb}{together}?")
        if names and not about_one and (_THOSE.search(question) or adds_condition(question, masked, mentions)):
            return Standalone(_with_noun(question, noun), among=names)
        return None

    def _compared(self, turn: Turn) -> tuple[str, ...]:
        """The tools or roles that the last question named."""
        named = (m.name for m in self._linker.link(turn.question) if m.kind in ("tool", "role"))
        return tuple(dict.fromkeys(named))

    def _are_tools(self, names: tuple[str, ...]) -> bool:
        return all(mention.kind == "tool" for name in names for mention in self._linker.link(name))

    def _pronoun(self, turn: Turn, question: str, mentions: list[Mention]) -> Standalone:
        if _IT.search(question) and all(mention.kind == "phase" for mention in mentions):
            subject = self._subject(turn)
            if subject:
                return Standalone(_IT.sub(lambda match: _owned(match.group(), subject), question))
        continues = _CONTINUES.match(question)
        if continues is None:
            return Standalone(question)
        return Standalone(self._continued(turn, question, _INSTEAD.sub("", question[continues.end() :])))

    def _subject(self, turn: Turn) -> str | None:
        """The one thing that the last turn was about."""
        names = turn.items.tools or turn.items.roles
        found = (turn.query.named if turn.query else ()) or (names if len(names) == 1 else ())
        return next(iter((*found, *(mention.text for mention in self._linker.link(turn.question)))), None)

    def _switched(self, turn: Turn, question: str, mentions: list[Mention]) -> str:
        """`and Kubeflow?` asks the last question again of another name; a full question stays as it is."""
        continues = _CONTINUES.match(question)
        rest = question[continues.end() :] if continues else question
        rest = _INSTEAD.sub("", rest)
        bare = not mask(rest, self._linker.link(rest)).strip(" §?.!,&").replace(" ", "") or len(rest.split()) <= 3
        if _OWN_VERB.search(mask(rest, self._linker.link(rest))) or not (continues or bare):
            return question
        return self._continued(turn, question, rest)

    def _continued(self, turn: Turn, question: str, rest: str) -> str:
        """`what about monitoring?` asks the last question again with the new name in the old one's place."""
        new = self._linker.link(rest)
        if _OWN_VERB.search(mask(rest, new)) or len(rest.split()) > 8:
            return question
        own = find_target(rest, new)
        if new and own.noun is not None and not own.vague:
            return rest
        said = _LEADS.sub("", rest).strip(" ?.!")
        before = self._linker.link(turn.question)
        if not new and _NAMES_ANOTHER.match(rest) and len(before) == 1:
            return f"{turn.question[: before[0].start]}{said}{turn.question[before[0].end :]}"
        if not new:
            return f"{turn.question.rstrip('?. ')} {rest}" if _says_something(rest) else question
        old = [mention for mention in before if mention.kind == new[0].kind]
        if old:
            return f"{turn.question[: old[0].start]}{said}{turn.question[old[-1].end :]}"
        return retold(turn.question, said, new[0]) or rest


def _covered(query: Query | None) -> tuple[str, ...]:
    """The phases that the last query asked for."""
    if query is None:
        return ()
    parts = query.where.of if isinstance(query.where, AllOf | AnyOf) else (query.where,)
    return tuple(part.phase.value for part in parts if isinstance(part, Covers))


def _latest(turns: tuple[Turn, ...]) -> tuple[str, ...]:
    """The single names of the last turns, in order."""
    named = (
        turn.query.named if turn.items.phases and turn.query else turn.items.tools or turn.items.roles
        for turn in turns
        if len(turn.items.tools) < 2
    )
    return tuple(dict.fromkeys(name for names in named for name in names))


def _says_something(rest: str) -> bool:
    """Whether words that name nothing still bound or measure what was asked: `the free ones`, `per year`."""
    lower = rest.lower()
    cues = (
        ask.COST,
        ask.WAGE,
        ask.LICENCE,
        ask.COUNT,
        ask.MIN,
        ask.MAX,
        ask.COMPARE,
        ask.TOTAL,
        ask.GAP,
        ask.MEAN,
        ask.SHARE,
    )
    return any(cue.search(lower) for cue in cues) or states(lower) or read_basis(lower, roles=False) != Basis()


def _with_noun(question: str, noun: str) -> str:
    replaced = _THOSE.sub(f" {noun} ", question, count=1)
    asks = re.search(r"\b(?:which|what|who|how many|list|is|are|does|do)\b", replaced, re.IGNORECASE)
    text = " ".join(replaced.split())
    if not asks or not re.search(rf"\b{noun}\b", text):
        text = f"which {noun} {text}" if not re.search(rf"\b{noun}\b", text) else f"which {text}"
    return text if ask.COUNT.search(text) else re.sub(r"^which which", "which", text)


def _owned(pronoun: str, name: str) -> str:
    return f"{name}'s" if pronoun.lower() in ("its", "his") else name
