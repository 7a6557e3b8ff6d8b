"""Acts: phases said by what is done in them, a verb with its object (`watch our new models`)."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.stemming import stem

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
    is are was were be been being am do does did has have had can could should would will may might must if whether
    when where who whom whose which what why how because but than about like as by without while costs cost
    """.split()
)
# What stands between an object and the verb behind it: `models have to be watched`.
_PASSIVE = frozenset(
    """
    is are was were be been being get gets got getting has have had to must should can will needs need once s
    go goes put properly also always constantly continuously automatically
    """.split()
)
_PRONOUNS = frozenset("it them these those".split())
# Verbs of many meanings: `make it` says nothing, whatever it is.
_LIGHT = frozenset(stem(verb) for verb in "make take use get give set know go".split())
_JOINS = frozenset("and or then".split())
_COSTS = frozenset("cost costs bill bills budget expenses prices spend spending".split())
_APART = 3
_APART_BACKWARD = 4

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The words of a text in lower case with their stems; `ends[i]`: a clause ends behind word i."""

    words: Sequence[str]
    stems: Sequence[str]
    ends: Sequence[bool]

    def run(self, phrase: Phrase, at: int) -> int | None:
        """The end of `phrase` when it begins at word `at`, fillers skipped; `=prompts` must be typed so."""
        for number, part in enumerate(phrase):
            while number and at < len(self.words) and self.words[at] in FILLERS and part != self.stems[at]:
                at += 1
            if at >= len(self.words) or (number and self.ends[at - 1]):
                return None
            if (self.words[at] != part[1:]) if part.startswith("=") else (self.stems[at] != part):
                return None
            at += 1
        return at


@dataclass(frozen=True)
class Act:
    """A phase, maybe a step in it, and the stems of one verb and of the objects that it takes."""

    phase: str
    step: str | None
    verb: Phrase
    objects: tuple[Phrase, ...]
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

    def find(self, text: Words) -> Iterator[Found]:
        """The acts in the text, in the order of their verbs; they may overlap."""
        for at, first in enumerate(text.stems):
            for act in self._by_verb.get(first, ()):
                verb_end = text.run(act.verb, at)
                if verb_end is not None:
                    found = self._forward(text, act, at, verb_end) or _backward(text, act, at, verb_end)
                    if found is not None:
                        yield found

    def _forward(self, text: Words, act: Act, at: int, verb_end: int) -> Found | None:
        """The object behind the verb, or behind further verbs that share it: `build, version and deploy models`."""
        here, gap, shared = verb_end, 0, False
        while here < len(text.words) and gap <= act.apart:
            joined = gap == 0 and self._joined(text, here)  # `serves D, training models` serves no models
            if text.ends[here - 1] and not joined:
                return None
            for phrase in act.objects:
                end = text.run(phrase, here)
                if end is not None and not _of_its_costs(text, end):
                    return Found(act, at, verb_end if shared else end, at, verb_end)
            if here == verb_end and _is_pronoun(text, act, at, here):
                return Found(act, at, here + 1, at, verb_end)
            word = text.words[here]
            if joined:
                shared = True
                here += word in _JOINS
            elif word in _BREAKS or word in _JOINS or (word.endswith("ing") and text.stems[here] in self._by_verb):
                return None  # `serves building models` serves none
            elif word == "to" and here + 1 < len(text.words) and text.stems[here + 1] in self._by_verb:
                return None  # nor does `serves to build models`
            else:
                gap += word not in FILLERS
            here += 1
        return None

    def _joined(self, text: Words, here: int) -> bool:
        """Whether `and deploy` stands here or, behind a comma, `deploy`."""
        verb = here + (text.words[here] in _JOINS)
        return verb < len(text.words) and text.stems[verb] in self._by_verb and (verb > here or text.ends[here - 1])


def _is_pronoun(text: Words, act: Act, at: int, here: int) -> bool:
    """Whether the word stands for an object of the act that was named before the verb."""
    if text.words[here] not in _PRONOUNS or act.verb[0] in _LIGHT:
        return False
    return any(text.run(phrase, start) for phrase in act.objects for start in range(at))


def _of_its_costs(text: Words, end: int) -> bool:
    """Whether the object only has costs, which are what is meant: `watch my LLM's costs`."""
    here = end + (end < len(text.words) and text.words[end] == "s")
    return here < len(text.words) and not text.ends[end - 1] and text.words[here] in _COSTS


def _backward(text: Words, act: Act, at: int, verb_end: int) -> Found | None:
    """The object before the verb: `models are watched`, `model watching`."""
    for here in range(at - 1, max(-1, at - 1 - _APART_BACKWARD), -1):
        if text.ends[here]:
            return None
        for phrase in act.objects:
            start = here - len(phrase) + 1
            if start >= 0 and text.run(phrase, start) == here + 1:
                return Found(act, start, verb_end, at, verb_end)
        if text.words[here] not in _PASSIVE:
            return None
    return None


def load_acts(path: Path) -> Acts:
    """Read the acts; raises OSError or ValueError where the file is missing or malformed."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    acts: list[Act] = []
    said: set[str] = set()
    for row in table["act"]:
        objects = [phrase for word in row["objects"] for phrase in _class(table["words"], word)]
        phrases = tuple(_stems(phrase) for phrase in objects)
        apart = row.get("apart", _APART)
        acts += [Act(row["phase"], row.get("step"), _stems(verb), phrases, apart) for verb in row["verbs"]]
        said.update(word.removeprefix("=") for phrase in (*objects, *row["verbs"]) for word in phrase.split())
    return Acts(acts, frozenset(said))


def _class(classes: dict[str, list[str]], word: str) -> list[str]:
    return classes[word[1:]] if word.startswith("@") else [word]


def _stems(phrase: str) -> Phrase:
    return tuple(word if word.startswith("=") else stem(word) for word in phrase.split() if word not in FILLERS)
