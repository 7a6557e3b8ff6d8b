"""Links the names in a text to the catalogue: longest match first, plural- and spacing-blind.

`ml flow`, `ML-Flow` and `MLFlow` are one key. A misspelt name links when few edits separate it
from exactly one name; such a mention says so (`exact` is False) and callers show the reading.
"""

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from corpus.catalogue import Catalogue

Kind = Literal["phase", "role", "tool", "maturity", "aspect"]

_TOKEN = re.compile(r"[A-Za-z0-9]+")
_LONGEST = 7
# Codes that are also words or letters count only in capitals, and not behind `level` or beside an apostrophe.
_CASED = frozenset({"AS", "D", "M", "MD", "ARM"})
# `our setup` is what somebody has; the phase is `the setup`, `setup` or `our setup phase`.
_OWNED = frozenset("a an my our your their its his her current existing this".split())
# English words and other products one edit away from a name; they are never read as a typo of it.
_NOT_TYPOS = frozenset(
    "seldom weka openml test tests tested testing texting panda deeply staging stating kinetics modern"
    " puppets composed composers compose provision provisions serving computer computers panda bitter"
    " needed jenkin's griffin promote promotes setups models modeled modelled".split()
)


@dataclass(frozen=True)
class Mention:
    """A catalogue name in a text. `name` is a table's own name, or the code of a phase;
    `step` is set when the words name a step inside the phase. `start:end` index the text."""

    kind: Kind
    name: str
    start: int
    end: int
    text: str
    exact: bool = True
    step: str | None = None


@dataclass(frozen=True)
class _Name:
    kind: Kind
    name: str
    step: str | None = None


def key(text: str) -> str:
    """Spelling-blind form of a name: letters and digits, lower case, `&` read as `and`."""
    return "".join(_TOKEN.findall(text.replace("&", " and "))).casefold()


class Linker:
    """Finds mentions of phases, roles, tools and maturity models (and, asked apart, aspects)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names: dict[str, _Name] = {}
        self._words: dict[str, list[list[str]]] = {}
        for phase in catalogue.phases.values():
            for step in phase.steps:
                self._add(_Name("phase", phase.code.value, step.name), step.name, *step.aliases)
        for phase in catalogue.phases.values():
            self._add(_Name("phase", phase.code.value), phase.code, phase.name, *phase.aliases)
        for role in catalogue.roles.values():
            self._add(_Name("role", role.name), role.name, *role.aliases)
        for model in catalogue.maturity.values():
            self._add(_Name("maturity", model.name), model.name, *model.aliases)
        for tool in catalogue.tools.values():
            self._add(_Name("tool", tool.name), tool.name, *tool.aliases)
        self._aspects = {
            key(alias): _Name("aspect", aspect.name)
            for aspect in catalogue.aspects.values()
            for alias in (*aspect.aliases, aspect.name)
        }
        self._long: dict[str, list[tuple[str, _Name, list[list[str]]]]] = {}
        for form, name in self._names.items():
            if len(form) >= 5:
                self._long.setdefault(form[0], []).append((form, name, self._words[form]))

    def link(self, text: str, *, typos: bool = True) -> list[Mention]:
        """Mentions in reading order, no two overlapping; `typos=False` takes exact names only."""
        tokens = list(_TOKEN.finditer(text))
        shouting = text.isupper()
        mentions: list[Mention] = []
        at = 0
        while at < len(tokens):
            found = self._match(text, tokens, at, shouting)
            if found is None:
                at += 1
                continue
            mention, width = found
            mentions.append(mention)
            at += width
        if typos:
            mentions = self._typos(text, tokens, mentions)
        return sorted(mentions, key=lambda mention: mention.start)

    def aspects(self, text: str) -> list[Mention]:
        """Aspects of Table II in the text; apart from `link`, since their names are common words."""
        tokens = list(_TOKEN.finditer(text))
        mentions: list[Mention] = []
        at = 0
        while at < len(tokens):
            for width in range(min(_LONGEST, len(tokens) - at), 0, -1):
                start, end = tokens[at].start(), tokens[at + width - 1].end()
                name = _lookup(self._aspects, key(text[start:end]))
                if name is not None:
                    mentions.append(Mention(name.kind, name.name, start, end, text[start:end]))
                    at += width - 1
                    break
            at += 1
        return mentions

    def near(self, text: str, kind: Kind, limit: int = 3) -> list[str]:
        """Names of the kind that look most like `text`, best first; empty when none is near."""
        form = key(text)
        scored: dict[str, float] = {}
        for alias, name in self._names.items():
            if name.kind == kind:
                score = OSA.normalized_similarity(form, alias)
                scored[name.name] = max(score, scored.get(name.name, 0.0))
        ranked = sorted(scored.items(), key=lambda pair: -pair[1])
        return [name for name, score in ranked[:limit] if score >= 0.5]

    def _add(self, name: _Name, *spellings: str) -> None:
        for spelling in spellings:
            self._names[key(spelling)] = name
            self._words.setdefault(key(spelling), []).append([word.casefold() for word in _TOKEN.findall(spelling)])

    def _match(self, text: str, tokens: list[re.Match[str]], at: int, shouting: bool) -> tuple[Mention, int] | None:
        for width in range(min(_LONGEST, len(tokens) - at), 0, -1):
            start, end = tokens[at].start(), tokens[at + width - 1].end()
            span = text[start:end]
            if width > 1 and re.search(r"[.?!;:,]\s", span):
                continue
            name = _lookup(self._names, key(span))
            if name is not None and self._cased(text, tokens, at, width, shouting):
                return Mention(name.kind, name.name, start, end, span, step=name.step), width
        return None

    def _cased(self, text: str, tokens: list[re.Match[str]], at: int, width: int, shouting: bool) -> bool:
        token = tokens[at].group()
        after = tokens[at + width].group().casefold() if at + width < len(tokens) else ""
        if key(text[tokens[at].start() : tokens[at + width - 1].end()]) == "setup" and at:
            return tokens[at - 1].group().casefold() not in _OWNED or after in ("phase", "stage", "tools")
        if width > 1 or token.upper() not in _CASED:
            return True
        before = tokens[at - 1].group().casefold() if at else ""
        if before == "phase":
            return True
        apostrophe = text[max(0, tokens[at].start() - 1) : tokens[at].start()] in ("'", "\u2019")
        return token.isupper() and not shouting and before != "level" and not apostrophe

    def _typos(self, text: str, tokens: list[re.Match[str]], known: list[Mention]) -> list[Mention]:
        """`known` and what is a slip away from a name; a longer slip takes the place of its own beginning
        (`GitLab Enterprize` of `GitLab`)."""
        found = list(known)
        for width in (4, 3, 2, 1):
            for at in range(len(tokens) - width + 1):
                start, end = tokens[at].start(), tokens[at + width - 1].end()
                inside = [mention for mention in found if mention.start < end and start < mention.end]
                if any(mention.start < start or mention.end > end for mention in inside) or len(inside) > 1:
                    continue
                if inside and (inside[0].start, inside[0].end) == (start, end):
                    continue
                if width > 1 and re.search(r"[.?!;:,]\s", text[start:end]):
                    continue
                words = [token.group().casefold() for token in tokens[at : at + width]]
                name = self._nearest(words, joined=not inside)
                if name is not None and all(mention.kind == name.kind for mention in inside):
                    found = [mention for mention in found if mention not in inside]
                    found.append(
                        Mention(name.kind, name.name, start, end, text[start:end], exact=False, step=name.step)
                    )
        return found

    def _nearest(self, words: list[str], *, joined: bool) -> _Name | None:
        form = "".join(words)
        if len(form) < 5 or form in _NOT_TYPOS:
            return None
        allowed = 1 if len(form) < 9 else 2
        near: dict[_Name, int] = {}
        for other, name, spellings in self._long.get(form[0], ()):
            if abs(len(other) - len(form)) > allowed:
                continue
            if not any(_alike(words, spelling, joined=joined) for spelling in spellings):
                continue
            distance = OSA.distance(form, other, score_cutoff=allowed)
            if distance <= allowed:
                near[name] = min(distance, near.get(name, distance))
        best = [name for name, distance in near.items() if distance == min(near.values())]
        return best[0] if len(best) == 1 else None


def _alike(words: list[str], spelling: list[str], *, joined: bool) -> bool:
    """Word by word where both have as many: short words must be equal, `responsible in` is no `… AI`;
    a name split or joined (`terra form`) must be long, since `we can` is not `Wekan`."""
    if len(words) != len(spelling):
        form, other = "".join(words), "".join(spelling)
        whole = min(len(word) for word in (*words, *spelling)) > 2
        return (
            joined and whole and 1 in (len(words), len(spelling)) and len(form) > 7 and abs(len(form) - len(other)) <= 1
        )
    return all(_near(word, other) for word, other in zip(words, spelling, strict=True))


def _near(word: str, other: str) -> bool:
    """`cost` is no slip of `core`: a short word may differ in one letter, a word of three in none."""
    if min(len(word), len(other)) <= 3:
        return word == other
    return OSA.distance(word, other) <= (1 if len(other) <= 5 else 2)


def _lookup(names: dict[str, _Name], form: str) -> _Name | None:
    if form in names:
        return names[form]
    for ending, replacement in (("ies", "y"), ("es", ""), ("s", "")):
        singular = form.removesuffix(ending) + replacement
        if form.endswith(ending) and len(singular) > 3 and singular in names:
            return names[singular]
    return None
