"""Numbers that a question takes for granted of what the paper prints once: levels, phases, aspects, users."""

import re
from collections.abc import Mapping

from corpus.vocabulary import MAIN_PHASES
from server.ordinals import ORDINAL, ordinal_of
from server.understanding.pieces.measures import number_of
from server.understanding.pieces.signals import Signals

_BIGGER = {
    "a dozen": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "twenty": 20,
    "fifty": 50,
    "hundred": 100,
}
_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?:\d+|{'|'.join([*_WORDS, *_BIGGER])})"
_TOTAL = "phases|aspects|maturity models"
_LEVELS = re.compile(rf"\b(?P<n>{_NUMBER}) (?:maturity )?(?:levels|stages|steps)\b(?! of maturity models)")
_LEVEL = re.compile(
    rf"\b(?P<n>{ORDINAL}) (?:maturity )?(?:(?:level|stage)\b|(?:of|among|in) (?:the |its |their |these |those )?"
    r"(?:§+(?:['’]s?)? )?(?:maturity )?(?:levels|stages)\b)"
)
# Numbers of which the paper has one: how many phases, aspects or models there are in all.
_ALL = re.compile(
    rf"\bwhy (?:are there|(?:do|does|did) (?:the |table |figure |this |it|they|we|you"
    rf"|authors?)[^?,]*?(?:have|has|name|list"
    rf"|compare|define|print|count|use|distinguish|contain|propose|know|show)) (?P<n>{_NUMBER}) (?P<noun>{_TOTAL})\b"
    rf"|(?:\b(?:the|all|its|their|these)|['’]s) (?P<n2>{_NUMBER}) (?P<noun2>{_TOTAL})\b"
    r"(?! (?:that|which|where|covered|with))"
    r"(?= (?:of|in|that) (?:the (?:paper|lifecycle|mlops|framework)|figure|table)|\W*$)"
)
# `Table II lines up twelve aspects`, said and not asked.
_HOLDS = re.compile(
    r"(?:^|[.;:!,]\s|\b(?:since|as|that|given|because)\s)(?:so |the |your )*"
    r"(?:table (?:ii|2|i|1)|figure 1|paper|authors?|lifecycle|study)"
    rf" (?:[a-z]+ ){{1,3}}?(?P<n>{_NUMBER}) (?:different |distinct )?(?P<noun>{_TOTAL})\b"
    r"(?! (?:that|which|where|before|after|covered|with|for|in)\b)"
)
_NTH = re.compile(rf"\bthe (?P<n>{ORDINAL}) (?P<noun>phase|role|tool|maturity model)\b")
_SEATS = "(?:users|people|seats|persons)"
_USERS = re.compile(
    rf"\b(?:calculated|computed|printed|estimated|given|based|basis)\b[^?.]*\b(?P<n>{_NUMBER}) {_SEATS}\b"
    rf"|\b(?P<n2>{_NUMBER}) {_SEATS}\b[^?.]*\b(?:as the basis|the basis)\b"
)
_PHASES = frozenset({7, 8, 9})  # with or without the two halves of Model Development
_BASIS = 10


def miscounts(signals: Signals) -> list[str]:
    """What is said to be there and is not, each with the true number; empty where all numbers hold."""
    return [
        *_levels(signals),
        *_totals(signals),
        *_users(signals),
        *no_such_phase(signals.masked),
        *_no_such_row(signals),
    ]


def no_such_phase(masked: str) -> list[str]:
    """`the eighth phase`: the lifecycle has seven."""
    return _no_such(masked, {"phase": len(MAIN_PHASES)})


def _no_such_row(signals: Signals) -> list[str]:
    """`the fourteenth role`: Table III has thirteen."""
    tables = signals.catalogue
    held = {"role": len(tables.roles), "tool": len(tables.tools), "maturity model": len(tables.maturity)}
    return _no_such(signals.masked, held)


def _no_such(masked: str, held: Mapping[str, int]) -> list[str]:
    nth = ((m["noun"], m["n"]) for m in _NTH.finditer(masked) if m["noun"] in held)
    beyond = [(noun, n) for noun, n in nth if ordinal_of(n) > held[noun]]
    return [f"a {noun} that is the {n}, of which there are {held[noun]}" for noun, n in beyond[:1]]


def _levels(signals: Signals) -> list[str]:
    models = [signals.catalogue.maturity[name] for name in signals.models]
    if len(models) != 1:
        return []
    actual, name = len(models[0].levels), models[0].name
    stated = _LEVELS.search(signals.masked)
    if stated and stated["n"] not in ("one", "1") and _number(stated["n"]) > actual:
        return [f"{stated.group()} of {name}, which proposes {actual}"]
    asked = _LEVEL.search(signals.masked)
    beyond = asked is not None and ordinal_of(asked["n"]) > actual
    return [f"a {asked['n']} level of {name}, which proposes {actual}"] if asked and beyond else []


def _totals(signals: Signals) -> list[str]:
    stated = _ALL.search(signals.masked) or _HOLDS.search(signals.masked)
    if stated is None:
        return []
    found = stated.groupdict()
    number, noun = next((found[n], found[noun]) for n, noun in (("n", "noun"), ("n2", "noun2")) if found.get(n))
    tables = signals.catalogue
    actual = {"phases": _PHASES, "aspects": {len(tables.aspects)}, "maturity models": {len(tables.maturity)}}[noun]
    return [] if _number(number) in actual else [f"{number} {noun}, of which there are {min(actual)}"]


def _users(signals: Signals) -> list[str]:
    stated = _USERS.search(signals.masked)
    number = (stated["n"] or stated["n2"]) if stated else None
    if number is None or _number(number) == _BASIS or not signals.says(r"\bwhy\b|\bhow come\b"):
        return []
    return [f"prices on a basis of {number} users: Table IV's are for {_BASIS}"]


def _number(text: str) -> int:
    return _BIGGER.get(text) or number_of(text) or 0
