"""Which parts of whose card tell what is wanted of one named role, phase or tool, by the headings that cards share."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.linker import Kind
from corpus.vocabulary import Evidence, PhaseCode
from server.conditions import Covers
from server.locators import IN_CHARGE, opens_its_part, part_at
from server.schema import Filters
from server.terms import terms
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_EXPLAINED = (
    r"(?:what(?:['’]s| is| are| does| do)|explain|describe|define|introduce|tell (?:me|us) (?:more )?about|meaning of)"
)
_DEFINED, _NEEDED, _TOOLS = "What it is", "In a small team", "Tools"
_TASKS = (
    r"(?:tasks?|dut(?:y|ies)|responsibilit(?:y|ies)|job (?:description|of)|daily|day[- ]to[- ]day|typical day|all day)"
)
_HAPPENS = r"happens (?:in|during) (?:the )?§+(?: (?:phase|stage))?\W*$"
_ROLE = (
    (
        "Growing into it",
        phrases(
            r"becom(?:e|es|ing)|skills?|qualif\w+|learn\w*|career|get into|grow(?:ing)? into|need to know|retrain\w*"
        ),
    ),
    (
        "Works with",
        phrases(
            r"works? (?:\w+ )?(?:with|together)|hand(?:s|ed|ing)? ?(?:it |them |things )?over|takes? over|collaborat\w+"
            r"|colleagues?|depends? on|reports? to|(?:comes?|is|goes) (?:after|next|before)"
        ),
    ),
    (
        _TOOLS,
        phrases(r"(?:which|what|whose) (?:\w+ )?(?:tools?|software)|tools? (?:for|of)|(?:tech|technology|tool) stack"),
    ),
    (
        _NEEDED,
        phrases(
            r"(?:do|does|should|must|would|will) (?:i|we|one|you|an? \w+|the team)(?: \w+)? (?:need|have to have|hire)"
            r"|worth|necessary|required|indispensable|dispensable|do without|get by without|skip|leave out|save on"
            r"|replac\w+|stand in|in place of|instead of|cover for|do both|also (?:do|be|cover)|enough|suffic\w+"
            r"|small (?:team|company)|start-?up|full[- ]time|combin\w+"
        ),
    ),
    (
        "What it is for",
        phrases(
            rf"{_EXPLAINED} (?:an? |the )?§+(?:\W*$| (?:actually )?do\b)|{_EXPLAINED} .*\bfor\W*$|{_TASKS}"
            r"|role of|purpose"
        ),
    ),
    ("At work", phrases(rf"{_EXPLAINED} (?:an? |the )?§+ (?:actually )?do|{_TASKS}|role of|at work")),
)
_APART = phrases(r"differ\w*|vs\.?|versus|distinguish\w*|compar\w+|same as|confus\w+|tell apart|or (?:rather )?an? §+")
_OTHERS = "Not to be confused with"
_PHASE = (
    (
        _DEFINED,
        phrases(rf"{_EXPLAINED} (?:the )?§+(?: (?:phase|stage|about|all about|mean\w*|for))?\W*$|{_HAPPENS}"),
    ),
    (
        "Steps",
        phrases(rf"{_HAPPENS}|steps?|(?:is|gets) done (?:in|during)|how (?:does|do|is)|explain|describe|walk"),
    ),
    (
        "When it is skipped",
        phrases(
            r"why|importan\w+|matters?|benefits?|skip\w*|without|necessary|happens if|leave out|purpose|advantages?"
            r"|worth|(?:do|does) (?:i|we|one|you) (?:\w+ )?need"
        ),
    ),
    ("Inputs and outputs", phrases(r"inputs?|outputs?|deliver\w*|comes? out|goes? in(?:to)?")),
    ("What an LLM changes", phrases(r"(?:differ\w*|chang\w+)[^?]*\b(?:llms?|llmops|language models?|genai)")),
)
# Of the tools of a phase, rows tell what else its card says.
_OURS = re.compile("this project's judgement")
# One is wanted, or a choice made; MD as a whole has no tools of its own.
_ADVISED = phrases(r"(?:which|what|an?) tool|recommend\w*|suggest\w*|advis\w+|help\w*|should|best|good|right|need")
# `should a § do §?`
_SUITS = phrases(r"should|can|could|may|must|job (?:of|for)|(?:his|her|their) own")
_USES, _USING = "Who uses it", re.compile(r"\buse[sd]?\b|\bwork")
# What the facts tell already: `Table IV ticks Git in one phase only, Version Control (VC).`
_OF_A_ROW = re.compile(r"(?:In )?Table IV(?!.*(?:;|\b(?:though|although|but|yet)\b))", re.DOTALL)


@dataclass(frozen=True)
class CardPart:
    """The part of a card with this heading; `beside` are the names of which one has to stand in a statement of it,
    which is the `first`, or has a `saying` in it. What is `behind` comes after the facts."""

    kind: Kind
    name: str
    card: str
    heading: str
    beside: tuple[str, ...] = ()
    first: bool = False
    saying: re.Pattern[str] | None = None
    behind: bool = False

    @property
    def says_what_a_phase_is(self) -> bool:
        """Whether it is that part of the card of a phase, whose name is its code."""
        return self.kind == "phase" and self.heading == _DEFINED

    @property
    def filters(self) -> Filters:
        """What keeps the passages about the thing."""
        return Filters.model_validate({f"{self.kind}s": (self.name,)})

    def told(self, card: Iterable[Evidence], question: str) -> list[Evidence]:
        """The statements of the card that belong to it; of who is in charge, the nearest to the question first."""
        found = [each for each in card if self._tells(each)]
        if self.heading != IN_CHARGE:
            return found
        asked = {*terms(question)}
        return sorted(found, key=lambda each: -len(asked & {*terms(each.excerpt)}))

    def _tells(self, told: Evidence) -> bool:
        named = not self.beside or any(name in told.excerpt for name in self.beside)
        said = self.saying is None or self.saying.search(told.excerpt) is not None
        at = not self.first or opens_its_part(told.locator)
        repeats = self.kind == "tool" and _OF_A_ROW.match(told.excerpt) is not None
        return part_at(told.locator) == self.heading and named and said and at and not repeats


def card_parts(signals: Signals) -> tuple[CardPart, ...]:
    """The parts of cards to be read first, in their order; none where rows are counted, bounded or ranked."""
    bounded = any(not isinstance(piece.condition, Covers) for piece in signals.stated)
    if bounded or signals.says(ask.COUNT, ask.MIN, ask.MAX):
        return ()
    return tuple(_parts(signals))


def in_charge(catalogue: Catalogue, codes: Iterable[str]) -> tuple[CardPart, ...]:
    """What says who is in charge of these phases."""
    return tuple(CardPart("phase", code, catalogue.phases[PhaseCode(code)].name, IN_CHARGE) for code in codes)


def _parts(signals: Signals) -> Iterator[CardPart]:
    named = len(signals.roles), len(signals.phases), len(signals.tools)
    if named[0] > 1 and not any(named[1:]):
        yield from _of_several(signals)
    elif named == (1, 0, 0):
        (name,) = signals.roles
        yield from (CardPart("role", name, name, heading) for heading in _headings(_ROLE, signals))
    elif named == (1, 1, 0) and signals.says(_SUITS):
        yield from in_charge(signals.catalogue, signals.phases)
    elif signals.phases and not signals.roles and not signals.tools:
        yield from _of_phases(signals)
    elif named == (0, 0, 1) and signals.target.noun == "roles" and signals.says(_USING):
        yield CardPart("tool", signals.tools[0], signals.tools[0], _USES)


def _of_several(signals: Signals) -> Iterator[CardPart]:
    """What tells roles apart, or whether a small team needs each of them."""
    apart, needed = signals.says(_APART), _NEEDED in _headings(_ROLE, signals)
    for name in signals.roles:
        if needed:
            yield CardPart("role", name, name, _NEEDED)
        if apart:
            yield CardPart("role", name, name, _OTHERS, beside=tuple(role for role in signals.roles if role != name))


def _of_phases(signals: Signals) -> Iterator[CardPart]:
    cards = {code: signals.catalogue.phases[PhaseCode(code)].name for code in signals.phases}
    if signals.target.noun == "roles" and signals.says(ask.IN_CHARGE):
        yield from in_charge(signals.catalogue, signals.phases)
    elif list(cards) != [PhaseCode.MD] and signals.target.noun == "tools" and signals.says(_ADVISED):
        yield from (CardPart("phase", code, card, _TOOLS, saying=_OURS) for code, card in cards.items())
    elif len(cards) == 1 and signals.target.noun is None and _named_itself(signals):
        ((code, card),) = cards.items()
        yield from (CardPart("phase", code, card, heading) for heading in _headings(_PHASE, signals))


def _named_itself(signals: Signals) -> bool:
    """Whether the phase is named and not a step or a task of it: `monitoring`, and not `experiment tracking`."""
    for mention in signals.mentions:
        if mention.kind == "phase":
            words = {mention.name.lower(), *terms(signals.catalogue.phases[PhaseCode(mention.name)].name)}
            if mention.step or words.isdisjoint((mention.text.lower(), *terms(mention.text))):
                return False
    return True


def _headings(wishes: tuple[tuple[str, re.Pattern[str]], ...], signals: Signals) -> list[str]:
    return [heading for heading, wish in wishes if signals.says(wish)]
