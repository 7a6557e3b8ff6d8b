"""Acts: phases said by what is done in them, a verb with its object (`watch our new models`)."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.stemming import stem

_FILE = Path(__file__).parent / "tables" / "acts.toml"
# Words that add nothing to a name: `prepare (all of) our data`.
FILLERS = frozenset(
    """
    a an the this that these those some any all each every my our your their his her its of us them it both
    new really just also always then please already
    """.split()
)
# A verb does not reach its object across these.
_BREAKS = frozenset(
    """
    is are was were be been am do does did has have had can could should would will may might must if whether
    when where who whom whose which what why how because but than about like as by without while costs cost
    """.split()
)
# What stands between an object and the verb behind it: `models have to be watched`.
_PASSIVE = frozenset(
    "is are was were be been being get gets got getting has have had to must should can will needs need once"
    " go goes put properly also always constantly continuously automatically are s".split()
)
_PRONOUNS = frozenset("it them these those".split())
_JOINS = frozenset({"and", "or", "then"})
_APART = 3


@dataclass(frozen=True)
class Act:
    """A phase, maybe a step in it, and the stems of one verb and one object."""

    phase: str
    step: str | None
    verb: tuple[str, ...]
    objects: tuple[tuple[str, ...], ...]
    apart: int


@dataclass(frozen=True)
class Found:
    """An act in a text: tokens `start` to `end`, its verb from `verb` to `verb_end`."""

    act: Act
    start: int
    end: int
    verb: int
    verb_end: int


class Acts:
    """Every act of the table, found by the first stem of its verb; `words` are all that they are said in."""

    def __init__(self, acts: Sequence[Act], words: frozenset[str]) -> None:
        self.words = words
        self._by_verb: dict[str, list[Act]] = defaultdict(list)
        for act in acts:
            self._by_verb[act.verb[0]].append(act)

    def find(self, words: Sequence[str], stems: Sequence[str], ends: Sequence[bool]) -> Iterator[Found]:
        """Acts among lower-case `words` with their `stems`; `ends[i]`: a clause ends behind word i."""
        for at, first in enumerate(stems):
            for act in self._by_verb.get(first, ()):
                verb_end = _run(act.verb, words, stems, ends, at)
                if verb_end is None:
                    continue
                found = self._forward(act, at, verb_end, words, stems, ends) or _back(
                    act, at, verb_end, words, stems, ends
                )
                if found is not None:
                    yield found

    def _forward(
        self, act: Act, at: int, verb_end: int, words: Sequence[str], stems: Sequence[str], ends: Sequence[bool]
    ) -> Found | None:
        if ends[verb_end - 1] and not self._joined(verb_end, words, stems):
            return None
        gap, here, shared = 0, verb_end, False
        while here < len(words) and gap <= act.apart:
            for object_ in act.objects:
                object_end = _run(object_, words, stems, ends, here)
                if object_end is not None:
                    return Found(act, at, verb_end if shared else object_end, at, verb_end)
            if here == verb_end and words[here] in _PRONOUNS and _named_before(act, at, words, stems, ends):
                return Found(act, at, here + 1, at, verb_end)
            if self._joined(here, words, stems):
                shared = True
                here += 1 + (words[here] in _JOINS)
                continue
            if words[here] in _BREAKS or words[here] in _JOINS or ends[here]:
                return None
            gap += words[here] not in FILLERS
            here += 1
        return None

    def _joined(self, here: int, words: Sequence[str], stems: Sequence[str]) -> bool:
        """Whether `and deploy` or, behind a comma, `deploy` stands here: another verb with the same object."""
        at = here + (words[here] in _JOINS) if here < len(words) else here
        return at < len(words) and stems[at] in self._by_verb and (at > here or stems[at] != stems[here - 1])


def _back(
    act: Act, at: int, verb_end: int, words: Sequence[str], stems: Sequence[str], ends: Sequence[bool]
) -> Found | None:
    """The object before the verb: `models are watched`, `model watching`."""
    here = at - 1
    while here >= 0 and at - here <= 4 and not ends[here]:
        for object_ in act.objects:
            start = here - len(object_) + 1
            if start >= 0 and _run(object_, words, stems, ends, start) == here + 1:
                return Found(act, start, verb_end, at, verb_end)
        if words[here] not in _PASSIVE:
            return None
        here -= 1
    return None


def _run(
    pattern: tuple[str, ...], words: Sequence[str], stems: Sequence[str], ends: Sequence[bool], at: int
) -> int | None:
    """The end of `pattern` when it begins at word `at`, fillers skipped; `=prompts` must be typed so."""
    for number, part in enumerate(pattern):
        while number and at < len(words) and words[at] in FILLERS and part != stems[at]:
            at += 1
        if at >= len(words) or (number and ends[at - 1]):
            return None
        if words[at] != part[1:] if part.startswith("=") else stems[at] != part:
            return None
        at += 1
    return at


def _named_before(act: Act, at: int, words: Sequence[str], stems: Sequence[str], ends: Sequence[bool]) -> bool:
    return any(_run(object_, words, stems, ends, start) for object_ in act.objects for start in range(at))


def load_acts(path: Path = _FILE) -> Acts:
    """Read the acts; raises OSError or ValueError where the file is missing or malformed."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    acts = []
    words: set[str] = set()
    for row in table["act"]:
        objects = [phrase for word in row["objects"] for phrase in _class(table["words"], word)]
        words.update(word.removeprefix("=") for phrase in (*objects, *row["verbs"]) for word in phrase.split())
        for verb in row["verbs"]:
            acts.append(
                Act(row["phase"], row.get("step"), _stems(verb), tuple(map(_stems, objects)), row.get("apart", _APART))
            )
    return Acts(acts, frozenset(words))


def _class(classes: dict[str, list[str]], word: str) -> list[str]:
    return classes[word[1:]] if word.startswith("@") else [word]


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(word if word.startswith("=") else stem(word) for word in phrase.split() if word not in FILLERS)
