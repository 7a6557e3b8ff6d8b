"""What a locator stands on: the phase of a section, the card and the part of it."""

import re

from corpus.vocabulary import Evidence, PhaseCode

# `Section II, Model Deployment (D), Test, sentence 1`; the halves of MD follow their parent.
_PHASE = re.compile(r"^Section II, [^,]*\((?P<code>[A-Z]+)\)(?:, (?P<half>MDT|MDL)\b)?")
_PRINTED = re.compile(r"^Figure 1, phase (?P<code>[A-Z]+)$")
# `Card Git, When to choose it, statement 1`
_CARD = re.compile(r"^Card (?P<name>.+?), (?P<part>[^,]+), statement \d+$")
# The part of a phase's card that says who sees to it: of all of it first, then of single things.
IN_CHARGE = "In charge"
_FIRST = ", statement 1"
# The parts that say for whom a tool is, and what a role does.
_ADVICE, _WORK = "When to choose it", "At work"
# What the documents of concepts are called.
_CONCEPT = "concept-"


def phase_at(locator: str) -> PhaseCode | None:
    """The phase whose part of Section II a locator stands in."""
    match = _PHASE.match(locator)
    return PhaseCode(match["half"] or match["code"]) if match else None


def phase_printed(locator: str) -> PhaseCode | None:
    """The phase whose cell of Figure 1 a locator is."""
    match = _PRINTED.match(locator)
    return PhaseCode(match["code"]) if match else None


def advised_at(locator: str) -> str | None:
    """The tool that a locator's part of a card says when to choose."""
    return _card_at(locator, _ADVICE)


def done_by(locator: str) -> str | None:
    """The role whose work a locator's part of a card tells."""
    return _card_at(locator, _WORK)


def card_at(locator: str) -> str | None:
    """The name on the card that a locator stands on; None outside the cards."""
    match = _CARD.match(locator)
    return match["name"] if match else None


def part_at(locator: str) -> str | None:
    """The part of a card that a locator stands in, by its heading; None outside the cards."""
    match = _CARD.match(locator)
    return match["part"] if match else None


def opens_its_part(locator: str) -> bool:
    """Whether it is the first statement of its part."""
    return locator.endswith(_FIRST)


def is_concept(evidence: Evidence) -> bool:
    """Whether it stands on the card of a concept, each part of which answers one question as a whole."""
    return evidence.document.startswith(_CONCEPT)


def same_part(first: Evidence, second: Evidence) -> bool:
    """Whether both stand in one part of one card."""
    places = [(card_at(each.locator), part_at(each.locator)) for each in (first, second)]
    return places[0] == places[1] != (None, None)


def _card_at(locator: str, part: str) -> str | None:
    """The name on the card in whose part of this heading a locator stands."""
    return card_at(locator) if part_at(locator) == part else None
