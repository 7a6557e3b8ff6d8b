"""Links the names in a text to the catalogue.

Three passes, each leaving alone what an earlier one found. Names and aliases as the tables have them, longest
first, blind to plural and spacing (`ml flow`, `ML-Flow` and `MLFlow` are one key). Phases in other words:
aliases by their stems (`prepared our data`) and acts (`keep an eye on the models`). Misspelt names, when few
edits separate them from exactly one; such a mention says so (`exact` is False).
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import OSA

from corpus.acts import FILLERS, Found, Words, load_acts
from corpus.catalogue import Catalogue
from corpus.homonyms import load_homonyms
from corpus.slips import Slips, Speller
from corpus.stemming import stem
from corpus.vocabulary import PHASE_CODES, PhaseCode

Kind = Literal["phase", "role", "tool", "maturity", "aspect"]

_TOKEN = re.compile(r"[^\W_]+")
_REMEMBERED = 256
# A whole word in common makes a name that much nearer.
_SHARED = 0.2
_NEAR = 0.55
_LONGEST = 7
_CLAUSE_END = re.compile(r"[.?!;:,]\s|\s[-\u2013\u2014]\s|\n")
# Codes that are also words or letters count only in capitals, and not behind `level` or beside an apostrophe.
_CASED = frozenset({"AS", "D", "M", "MD", "ARM"})
# `our setup`, `a new setup` is what somebody has or wants; the phase is `the setup`, `setup` or `our setup phase`.
_OWNED = frozenset(
    """
    a an my our your their its his her current existing this complete full whole entire cheapest smallest minimal best
    ideal simplest
    """.split()
)
_RECORDS = frozenset("tools tool products product software roles role jobs job positions position people".split())
_DETERMINERS = frozenset("a an the my our your their his her this that it them".split())
# Steps whose names are everyday words: they count as titles or with a label behind them.
_EVERYDAY = frozenset({"test", "tests", "datasets"})
# Beside these a name stands among others: `Arm and Bicep`.
_JOINS = frozenset({"and", "or", "vs", "versus"})
# Codes that are no words; beside one of these, `d` and `m` are codes too.
_CODES = frozenset({"bn", "md", "mdt", "mdl", "vc", "ci"})
_LETTERS = frozenset({"d", "m"})
_BESIDE = re.compile(r"\s*[,/+&]?\s*(?:(?:and|or|plus)\s+)?")
_LABELS = frozenset({"phase", "stage", "step"})
_PEOPLE = frozenset("folk folks guy guys specialist specialists expert experts".split())


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

    @property
    def spells_step(self) -> bool:
        """Whether the words are those of a step's name, of more than one."""
        return self.step is not None and " " in self.step and key(self.text) == key(self.step)


@dataclass(frozen=True)
class _Name:
    kind: Kind
    name: str
    step: str | None = None


@dataclass(frozen=True)
class _Text:
    """A text with its tokens; `ends[i]` says that a clause ends behind token i."""

    text: str
    tokens: list[re.Match[str]]
    words: list[str]
    ends: list[bool]

    def mention(self, name: _Name, start: int, end: int, *, exact: bool = True) -> Mention:
        """The mention of `name` from token `start` up to `end`."""
        first, last = self.tokens[start].start(), self.tokens[end - 1].end()
        return Mention(name.kind, name.name, first, last, self.text[first:last], exact, name.step)

    def key(self, start: int, end: int) -> str:
        """`key` of the tokens from `start` up to `end`; an `&` between two of them is read as `and`."""
        return self.words[start] + "".join(self.glued[start + 1 : end])

    @cached_property
    def glued(self) -> list[str]:
        """Each word behind the `&` in front of it."""
        gaps = (self.text[one.end() : two.start()] for one, two in pairwise(self.tokens))
        return ["and" * gap.count("&") + word for gap, word in zip(("", *gaps), self.words, strict=True)]

    @cached_property
    def bracketed(self) -> bool:
        return "(" in self.text or ")" in self.text

    def span(self, start: int, end: int) -> str:
        return self.text[self.tokens[start].start() : self.tokens[end - 1].end()]

    def whole(self, start: int, end: int) -> bool:
        """Whether no clause ends inside, and no bracket opens or closes there alone."""
        if any(self.ends[start : end - 1]):
            return False
        span = self.span(start, end) if self.bracketed else ""
        return span.count("(") == span.count(")")


def key(text: str) -> str:
    """Spelling-blind form of a name: letters and digits, lower case, `&` read as `and`."""
    return "".join(_TOKEN.findall(text.replace("&", " and "))).casefold()


def _read(text: str) -> _Text:
    tokens = list(_TOKEN.finditer(text))
    ends = [_CLAUSE_END.search(text[one.end() : two.start() + 1]) is not None for one, two in pairwise(tokens)]
    return _Text(text, tokens, [token.group().casefold() for token in tokens], [*ends, True])


class Linker:
    """Finds mentions of phases, roles, tools and maturity models (and, asked apart, aspects)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names: dict[str, _Name] = {}
        self._spellings: list[tuple[list[str], _Name]] = []
        self._homonyms = load_homonyms(catalogue.folder / "homonyms.toml")
        self._acts = load_acts(catalogue.folder / "acts.toml")
        for phase in catalogue.phases.values():
            for step in phase.steps:
                self._add(_Name("phase", phase.code.value, step.name), step.name, *step.aliases)
        for phase in catalogue.phases.values():
            self._add(_Name("phase", phase.code.value), phase.code, phase.name, *phase.aliases)
        for role in catalogue.roles.values():
            self._add(_Name("role", role.name), role.name, *role.aliases, *role.stands_for)
        for model in catalogue.maturity.values():
            self._add(_Name("maturity", model.name), model.name, *model.aliases)
        for tool in catalogue.tools.values():
            self._add(_Name("tool", tool.name), tool.name, *tool.aliases)
        self._aspects = {
            key(alias): _Name("aspect", aspect.name)
            for aspect in catalogue.aspects.values()
            for alias in (*aspect.aliases, aspect.name)
        }
        self._beginnings = frozenset(name[:end] for name in self._names for end in range(1, len(name) + 1))
        self._slips = Slips(self._spellings)
        phrases = [(words, name) for words, name in self._spellings if name.kind == "phase" and len(words) > 1]
        self._speller = Speller({*self._acts.words, *(word for words, _ in phrases for word in words)})
        # Words of two letters are lost too easily among others: `set up` is a key, not a phrase.
        self._stemmed = {
            tuple(stem(word) for word in words if word not in FILLERS): (name, words[-1].endswith("ing"))
            for words, name in phrases
            if min(map(len, words)) > 2
        }
        # One question is linked by several readings of it.
        self._linked = lru_cache(maxsize=_REMEMBERED)(self._link)

    def link(self, text: str, *, typos: bool = True) -> list[Mention]:
        """Mentions in reading order, no two overlapping; `typos=False` takes names and aliases alone, as
        they are written."""
        return list(self._linked(text, typos))

    def homonyms(self, text: str) -> list[str]:
        """Words that spell a tool's name and mean something else here: `our sous chef`."""
        read = _read(text)
        names = ((at, self._name(read, at, at + 1)) for at in range(len(read.tokens)))
        tools = [at for at, name in names if name is not None and name.kind == "tool"]
        return [read.tokens[at].group() for at in tools if self._is_other(read, at, at + 1)]

    def _link(self, text: str, typos: bool) -> tuple[Mention, ...]:
        read = _read(text)
        mentions = self._exact(read)
        if typos:
            mentions = self._in_other_words(read, mentions)
            mentions = self._misspelt(read, mentions)
        return tuple(sorted(mentions, key=lambda mention: mention.start))

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
        form, words = key(text), {word for word in _words(text) if len(word) > 3}
        scored: dict[str, float] = {}
        for alias, name in self._names.items():
            if name.kind == kind:
                shared = _SHARED * (not words.isdisjoint(_words(name.name)))
                score = OSA.normalized_similarity(form, alias) + shared
                scored[name.name] = max(score, scored.get(name.name, 0.0))
        ranked = sorted(scored.items(), key=lambda pair: -pair[1])
        return [name for name, score in ranked[:limit] if score >= _NEAR]

    def _add(self, name: _Name, *spellings: str) -> None:
        for spelling in spellings:
            self._names[key(spelling)] = name
            self._spellings.append(([word.casefold() for word in _TOKEN.findall(spelling)], name))

    def _exact(self, read: _Text) -> list[Mention]:
        mentions: list[Mention] = []
        at = 0
        while at < len(read.tokens):
            # Most words begin no name, and long texts are all of such words.
            begins = read.words[at] in self._beginnings or _lookup(self._names, read.words[at]) is not None
            for width in range(min(_LONGEST, len(read.tokens) - at) if begins else 0, 0, -1):
                name = self._name(read, at, at + width)
                if name is not None and self._is_meant(read, at, at + width, whole=name.kind == "tool"):
                    mentions.append(read.mention(name, at, at + width))
                    at += width - 1
                    break
            at += 1
        return mentions

    def _name(self, read: _Text, start: int, end: int) -> _Name | None:
        name = _lookup(self._names, read.key(start, end))
        if name is None and end - start > 1 and read.words[end - 1] in _PEOPLE:
            name = self._names.get(f"{read.key(start, end - 1)}people")
        return name if name is not None and read.whole(start, end) else None

    def _is_meant(self, read: _Text, start: int, end: int, *, whole: bool) -> bool:
        """Whether the words, which spell a name, also mean it here: as a `whole`, or also by the last of them."""
        typed = read.tokens[start].group()
        form = key(read.span(start, end))
        before = read.words[start - 1] if start else ""
        after = read.words[end] if end < len(read.words) else ""
        if form in ("setup", "rollout") and end - start > 1 and after in _DETERMINERS:
            return False
        if form == "setup":
            owned = not _OWNED.isdisjoint(read.words[max(0, start - 2) : start])
            return not owned or after in ("phase", "stage") or after in _RECORDS
        if form in _EVERYDAY:
            return after in _LABELS or before == "step" or (typed.istitle() and start > 0)
        if typed.upper() in PHASE_CODES and end - start == 1 and before != "phase" and after not in _LABELS:
            return self._is_code(read, start, before) and not self._is_other(read, start, end)
        if typed.upper() in _CASED and end - start == 1:
            labelled = after in _LABELS and typed.upper() in PHASE_CODES
            shouted = read.text[:-1].isupper() and not labelled and typed != "ARM"
            titled = typed == "Arm" and (before in _JOINS or after in _JOINS)
            meant = typed.isupper() or typed == "md" or titled
            return meant and not shouted and not self._is_other(read, start, end)
        return not self._is_other(read, start, end, whole=whole)

    def _is_code(self, read: _Text, at: int, before: str) -> bool:
        """Whether a phase code stands for itself and is no initial, amount, level or abbreviation."""
        typed = read.tokens[at].group()
        left = read.text[max(0, read.tokens[at].start() - 1) : read.tokens[at].start()]
        right = read.text[read.tokens[at].end() : read.tokens[at].end() + 2]
        if before.isdigit() or (left == "." and before) or (right[:1] == "." and right[1:].isalpha()):
            return False
        if left == "&" and (before.upper() not in PHASE_CODES or before == read.words[at]):
            return False
        if right[:1] == "&" and (read.words[at + 1].upper() not in PHASE_CODES or read.words[at + 1] == read.words[at]):
            return False
        if typed.upper() not in _CASED or typed == "md" or (typed in _LETTERS and _beside_a_code(read, at)):
            return True
        if typed in ("as", "d", "m") and before in ("in", "for"):
            return not right.strip(" ?.!,;")  # `roles in as`
        initial = right == ". " and len(typed) == 1 and (not at or read.tokens[at - 1].group().istitle())
        return (
            typed.isupper()
            and not (
                typed == "AS"
                and read.text[:-1].isupper()
                and not (right[:1] in (",", "?", ".") or before in ("for", "in") or _counts(read, at + 1))
            )
            and not initial
            and before != "level"
            and left not in ("'", "\u2019")
        )

    def _is_other(self, read: _Text, start: int, end: int, *, whole: bool = False) -> bool:
        return self._homonyms.is_other([token.group() for token in read.tokens], start, end, whole=whole)

    def _in_other_words(self, read: _Text, known: list[Mention]) -> list[Mention]:
        """`known` and the phases that are named by stems or by acts."""
        stems = [self._speller.stem(word) for word in read.words]
        found = list(known)
        for mention in self._by_stems(read, stems):
            inside = _overlapping(mention, found)
            if all(_holds(mention, other) for other in inside):
                found = [*(other for other in found if other not in inside), mention]
        for act in sorted(self._acts.find(Words(read.words, stems, read.ends)), key=lambda act: act.start - act.end):
            if not self._is_other(read, act.start, act.end) and not self._is_other(read, act.verb, act.verb_end):
                found = self._with_act(read, stems, act, found)
        return found

    def _by_stems(self, read: _Text, stems: list[str]) -> list[Mention]:
        bare = re.sub(r"\([^()]*\)", lambda match: "§" * len(match.group()), read.text)
        mentions: list[Mention] = []
        everything = [at for at, word in enumerate(read.words) if word not in FILLERS]
        unbracketed = [at for at in everything if bare[read.tokens[at].start()] != "§"]
        for places in (everything, unbracketed) if len(unbracketed) < len(everything) else (everything,):
            for width in range(min(_LONGEST, len(places)), 1, -1):
                for at in range(len(places) - width + 1):
                    name, gerund = self._stemmed.get(
                        tuple(stems[place] for place in places[at : at + width]), (None, False)
                    )
                    start, end = places[at], places[at + width - 1] + 1
                    # `model versioning` is done to a `model version`.
                    if name is None or (gerund and not read.words[end - 1].endswith(("ing", "ed"))):
                        continue
                    if read.whole(start, end) and not self._is_other(read, start, end):
                        mentions.append(read.mention(name, start, end, exact=_as_written(read, stems, start, end)))
        return sorted(mentions, key=lambda mention: mention.start - mention.end)

    def _with_act(self, read: _Text, stems: list[str], act: Found, found: list[Mention]) -> list[Mention]:
        """An act takes in what begins it or names the same phase; else it keeps to its verb."""
        name = _Name("phase", act.act.phase, act.act.step)
        mention = read.mention(name, act.start, act.end, exact=_as_written(read, stems, act.start, act.end))
        inside = _overlapping(mention, found)
        swallowed = [
            other
            for other in inside
            if other.kind == "phase"
            and mention.start <= other.start
            and other.end <= mention.end
            and (other.start == mention.start or other.name == mention.name)
        ]
        if swallowed == inside:
            return [*(other for other in found if other not in inside), mention]
        if any(other.kind == "phase" and _part(other.name, mention.name) for other in inside):
            return found
        if any(other.end > mention.end or other.start < mention.start for other in inside):
            return found
        verb = read.mention(name, act.verb, act.verb_end)
        return found if _overlapping(verb, found) else [*found, verb]

    def _misspelt(self, read: _Text, known: list[Mention]) -> list[Mention]:
        """`known` and what is a slip away from a name; a longer slip takes the place of its own beginning
        (`GitLab Enterprize` of `GitLab`)."""
        found = list(known)
        for width in (4, 3, 2, 1):
            for at in range(len(read.tokens) - width + 1):
                start, end = read.tokens[at].start(), read.tokens[at + width - 1].end()
                inside = [mention for mention in found if mention.start < end and start < mention.end]
                if any(mention.start < start or mention.end > end for mention in inside) or len(inside) > 1:
                    continue
                if inside and (inside[0].start, inside[0].end) == (start, end):
                    continue
                if not read.whole(at, at + width):
                    continue
                name = self._slips.nearest(read.words[at : at + width], joined=not inside)
                # Of a `sytem admin` the second word alone would be a phase.
                if name is not None and (name.kind != "phase" or all(other.kind == "phase" for other in inside)):
                    if self._is_other(read, at, at + width):
                        continue
                    found = [mention for mention in found if mention not in inside]
                    found.append(read.mention(name, at, at + width, exact=False))
        return found


def _counts(read: _Text, at: int) -> bool:
    """Whether tools or roles are named at `at`: `ALL AS TOOLS`."""
    return at < len(read.words) and read.words[at] in _RECORDS


def _words(text: str) -> set[str]:
    return {token.casefold() for token in _TOKEN.findall(text)}


def _as_written(read: _Text, stems: list[str], start: int, end: int) -> bool:
    return all(stem(read.words[at]) == stems[at] for at in range(start, end))


def _overlapping(mention: Mention, others: list[Mention]) -> list[Mention]:
    return [other for other in others if other.start < mention.end and mention.start < other.end]


def _holds(mention: Mention, other: Mention) -> bool:
    """Whether `mention` says more precisely, or says longer, what `other` says inside of it."""
    inside = mention.start <= other.start and other.end <= mention.end and len(other.text) < len(mention.text)
    return inside and other.kind == "phase" and _part(mention.name, other.name)


def _part(code: str, whole: str) -> bool:
    return PhaseCode(code) in PhaseCode(whole).columns or code == whole


def _lookup(names: dict[str, _Name], form: str) -> _Name | None:
    if form in names:
        return names[form]
    for ending, replacement in (("ies", "y"), ("es", ""), ("s", "")):
        if form.endswith(ending):
            singular = form.removesuffix(ending) + replacement
            if len(singular) > 3 and singular in names:
                return names[singular]
    return None


def _beside_a_code(read: _Text, at: int) -> bool:
    """Whether a letter stands in a list of codes in lower case: `bn, md and d`."""
    for step in (-1, 1):
        here = at
        while 0 <= (there := here + step) < len(read.words):
            if read.words[there] in ("and", "or", "plus"):
                there += step
            if not 0 <= there < len(read.words) or read.words[there] not in _CODES | _LETTERS:
                break
            first, last = sorted((here, there))
            if not _BESIDE.fullmatch(read.text, read.tokens[first].end(), read.tokens[last].start()):
                break
            if read.words[there] in _CODES:
                return True
            here = there
    return False
