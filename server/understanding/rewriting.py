"""Follow-ups as questions that stand alone, in words of the turns before."""

import re

from corpus.linker import Linker, Mention
from server.basis import Basis
from server.understanding import cues as ask
from server.understanding.ellipsis import (
    adds_condition,
    asked_of,
    compares_again,
    counts_again,
    looks_up,
    ranks_again,
    retold,
    states,
)
from server.understanding.followup import CONTINUES, FollowUp
from server.understanding.headcount import read_basis
from server.understanding.reference import IT, named_again, placed, pronounced, set_against, told
from server.understanding.target import find_target, mask
from server.understanding.turn import Standalone, Turn

_THOSE = re.compile(
    r"\b(?:of )?(?:those|these|them|they|the (?:above|former|latter)|the same ones?"
    r"|such tools?)(?: (?:tools?|roles?|ones?|options?))?\b"
    r"|\b(?:the )?(?<!no )ones\b|^\W*(?:and |but |ok |so )*(?:only|just) the\b|\btheir\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\bthe (?P<n>first|second|third|fourth|fifth|last) (?:one|tool|role|of (?:them|these|those))\b", re.IGNORECASE
)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_TOGETHER = re.compile(
    r"^\W*(?:and |so |ok |what about |how much (?:is |are |for )?(?:that |it |this |these |those )?"
    r"|what['’]?s the |what is the |the )*(?:both"
    r"|all(?: of them| three| four)?"
    r"|them|the two)?(?: of them)?\s*"
    r"(?:together|combined|in total|altogether|in sum|summed up|all in|total)\W*(?:cost\w*|price|then)?"
    r"(?:\W*(?:for )?(?:per|a|each|one) (?:month|year))?\W*$"
    r"|^\W*(?:and )?(?:both|all(?: of them| three| four)) (?:for|per|a) (?:a |one )?(?:month|year)\W*$",
    re.IGNORECASE,
)
_PAY_FOR_ALL = re.compile(
    r"\b(?:pay|paying|spend|cost)\b.*\b(?:both|all (?:three|four|of them)|the (?:two|three|four))\b", re.IGNORECASE
)
_ALL_OF_THEM = re.compile(
    r"\b(?:these|those|all|the) (?:two|three|four|five)\b|\b(?:them|these|those|they"
    r"|all)\b.*\b(?:together|in total|altogether)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"\b(?:per|a|each) (?:month|year|quarter)\b|\bfor \d+ (?:people|users|seats)\b", re.IGNORECASE)
# `and of a scrum master?` asks the same of somebody whom no table knows.
_NAMES_ANOTHER = re.compile(
    r"(?:of|for|with) (?:an? |the )?(?!(?:free|open|paid|month|year|users?|people)\b)[a-z][\w-]+(?: [\w-]+)?\W*$",
    re.IGNORECASE,
)
_THAN = re.compile(r"\b(?:it|he|she|this|that)\b.*\b(?:than|as much as)\b", re.IGNORECASE)
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


class Rewriting:
    """Puts the names of the last turns into what leans on them."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker

    def standalone(self, turns: tuple[Turn, ...], said: FollowUp, several: tuple[str, ...]) -> Standalone:
        """The question with what it leans on filled in. `several` are what `they` and `both` mean."""
        turn = turns[-1]
        subject = self._subject(turn)
        telling = told(turn, said) if turn.query is None and several else None
        if telling is not None:
            return Standalone(telling)
        against = set_against(said, subject) if len(several) == 1 else None
        if against is not None:
            return Standalone(against)
        question = placed(turn, said.text, several)
        mentions = self._linker.link(question)
        named = any(mention.kind in ("tool", "role", "maturity") for mention in mentions)
        if named and subject and _THAN.search(question):
            return Standalone(pronounced(question, subject))
        if named:
            return Standalone(self._switched(turn, question, mentions))
        said = FollowUp(question, tuple(mentions))
        among = self._among(turn, said, several)
        if among is not None:
            return among
        asked = asked_of(said.masked, several[0], role=not self._are_tools(several)) if len(several) == 1 else None
        if asked is not None:
            return Standalone(asked)
        again = named_again(said, several)
        return Standalone(again) if again is not None else self._pronoun(turn, said, subject)

    def _among(self, turn: Turn, said: FollowUp, several: tuple[str, ...]) -> Standalone | None:
        """What is asked of the names that the last turns yielded."""
        question, masked, names = said.text, said.masked, turn.found
        noun = "tools" if turn.items.tools else "roles"
        compared = self._compared(turn)
        if not said.mentions and len(compared) == 2 and ask.MARGIN.search(masked):
            what = "price" if self._are_tools(compared) else "wage"
            return Standalone(f"What is the {what} difference between {' and '.join(compared)}?")
        pair = names if len(names) > 1 else several
        if compares_again(masked) and len(pair) > 1:
            return Standalone(f"{' or '.join(pair)}: {CONTINUES.sub('', question)}")
        if (
            _TOGETHER.match(question)
            or _PAY_FOR_ALL.search(question)
            or (_ALL_OF_THEM.search(question) and looks_up(masked))
        ):
            verb = "cost" if self._are_tools(pair) else "earn"
            tail = " ".join(match.group() for match in _PERIOD.finditer(question))
            return Standalone(f"What do {' and '.join(pair)} {verb} together {tail}?") if len(pair) > 1 else None
        ordinal = _ORDINAL.search(question)
        if ordinal and -len(names) <= (at := _ORDINALS[ordinal["n"].lower()]) < len(names):
            return Standalone(_ORDINAL.sub(names[at], question, count=1))
        if not names and not (turn.query and turn.query.select in ("tools", "roles")):
            return None
        if counts_again(masked):
            return Standalone(f"How many {noun} are there?", among=names)
        if ranks_again(masked) and len(names) > 1:
            return Standalone(f"Which {noun}: {question}", among=names)
        about_one = len(names) == 1 and IT.search(question)
        asked = said.target
        if names and _THOSE.search(question) and asked.noun not in (None, noun) and not asked.vague:
            return Standalone(_THOSE.sub(f" {' or '.join(names)} ", question, count=1))
        if names and _THOSE.search(question) and looks_up(masked):
            verb = "cost" if noun == "tools" else "earn"
            together = " together" if ask.TOTAL.search(masked) else ""
            return Standalone(f"What do {' and '.join(names)} {verb}{together}?")
        if names and not about_one and (_THOSE.search(question) or adds_condition(question, masked, said.mentions)):
            return Standalone(_with_noun(question, noun), among=names)
        return None

    def _compared(self, turn: Turn) -> tuple[str, ...]:
        """The tools or roles that the last question named."""
        named = (m.name for m in self._linker.link(turn.question) if m.kind in ("tool", "role"))
        return tuple(dict.fromkeys(named))

    def _are_tools(self, names: tuple[str, ...]) -> bool:
        return all(mention.kind == "tool" for name in names for mention in self._linker.link(name))

    def _pronoun(self, turn: Turn, said: FollowUp, subject: str | None) -> Standalone:
        if subject and IT.search(said.text) and all(mention.kind == "phase" for mention in said.mentions):
            return Standalone(pronounced(said.text, subject))
        continues = CONTINUES.match(said.text)
        if continues is None:
            return Standalone(said.text)
        return Standalone(self._continued(turn, said.text, _INSTEAD.sub("", said.text[continues.end() :])))

    def _subject(self, turn: Turn) -> str | None:
        """The one thing that the last turn was about."""
        names = turn.found
        found = (turn.query.named if turn.query else ()) or (names if len(names) == 1 else ())
        return next(iter((*found, *(mention.text for mention in self._linker.link(turn.question)))), None)

    def _switched(self, turn: Turn, question: str, mentions: list[Mention]) -> str:
        """`and Kubeflow?` asks the last question again of another name; a full question stays as it is."""
        continues = CONTINUES.match(question)
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
