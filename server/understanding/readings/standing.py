"""Whether the named are what a question takes them to be: `is § the only free tool for CI?`, `is § the best paid?`"""

import re
from dataclasses import replace

from server.conditions import AllOf, Condition, Named
from server.conjunctions import all_of
from server.query import Query
from server.understanding.pieces.measures import extreme_of, measure_of, rank_of
from server.understanding.pieces.relations import where
from server.understanding.pieces.signals import Signals, distinct
from server.understanding.pieces.sole import LEAD, VERB, says_sole
from server.understanding.pieces.target import Noun
from server.understanding.words import cues as ask

_NAMES = r"(?P<names>§+(?:(?:, and|,| and| &) (?:the |an? )?§+)*)"
_AMOUNT_OF = rf"(?:(?:the )?{ask.AMOUNT} (?:of|for) )?"
# `is § the only …?`, `do § earn the most?`
_ASKED = re.compile(rf"^[^\w§]*{LEAD}{VERB} (?:only |just )?{_AMOUNT_OF}(?:the |an? |our |my )?{_NAMES}(?!\w)")
# `§ is the only …, right?`
_STATED = re.compile(rf"^[^\w§]*{LEAD}(?:only |just )?{_AMOUNT_OF}(?:the |an? )?{_NAMES} (?:{VERB}|\w+s)\b")
# `is the only … §?`
_TURNED = re.compile(rf"^[^\w§]*{LEAD}{VERB} (?=the \w)[^?.!]*? (?:the |an? )?{_NAMES}[^\w§]*$")
# `isn't § the only …?`, `is § not the only …?` ask the same.
_DENIED = re.compile(r"(?<=\w)n['’]t\b(?= (?:the |an? )?§)|\bnot(?= (?:\w+ )?the\b)")
_THAN = re.compile(r"\bthan (?:the )?(?:\w+ )?$")
# `is § one of the cheapest?`
_AMONG = re.compile(r"\b(?:one of|among|amongst|some of|part of) (?:the )?(?:\w+ )?$")


def read_standing(signals: Signals) -> Query | None:
    """The set of which the named are to be the only ones, or the extreme that they are to be."""
    spans = [match.span() for match in _DENIED.finditer(signals.masked)]
    return _of_the_named(replace(signals, text=_without(signals.text, spans)))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans blank, so that all else stays where it stands."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _of_the_named(signals: Signals) -> Query | None:
    named = _subject(signals)
    if not named:
        return None
    select: Noun = "tools" if named[0] in signals.catalogue.tools else "roles"
    if signals.subject != select or set(named) != set(signals.tools if select == "tools" else signals.roles):
        return None
    stated = where(signals, select, ())
    condition = all_of((*_of_their_kind(signals, named), *((stated,) if stated != AllOf() else ())))
    if says_sole(signals, select):
        return Query(select=select, where=condition, claimed=named) if condition != AllOf() else None
    measure = measure_of(signals, select)
    if measure not in ("min", "max"):
        return None
    rank, limit = rank_of(signals)
    extreme = Query(
        select=select, measure=measure, where=condition, by=extreme_of(signals, select), rank=rank, limit=limit
    )
    said = ask.MAX.search(signals.masked) or ask.MIN.search(signals.masked)
    before = signals.masked[: said.start()] if said is not None else ""
    if _THAN.search(before):
        return None
    return extreme if _AMONG.search(before) else extreme.model_copy(update={"claimed": named})


def _of_their_kind(signals: Signals, named: tuple[str, ...]) -> tuple[Condition, ...]:
    """The names that share a word with these, where it is said: `is the QA engineer the only engineer who …?`"""
    text = signals.lower
    for mention in signals.mentions:
        if mention.kind != "maturity":  # a vendor of tools has a maturity model too
            text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    said = {word.removesuffix("s") for word in re.findall(r"[\w.]+", text)}
    pool = signals.catalogue.tools if named[0] in signals.catalogue.tools else signals.catalogue.roles
    shared = said.intersection(*({word.removesuffix("s") for word in _words(name)} for name in named))
    kin = tuple(name for name in pool if shared <= {word.removesuffix("s") for word in _words(name)})
    return (Named(names=kin),) if shared and len(kin) > 1 else ()


def _words(name: str) -> list[str]:
    return name.lower().split()


def _subject(signals: Signals) -> tuple[str, ...]:
    """The tools, or the roles, of which a yes-or-no question asks something."""
    stated = _STATED.match(signals.masked) if ask.TAGGED.search(signals.masked) else None
    match = _ASKED.match(signals.masked) or stated or _TURNED.match(signals.masked)
    if match is None:
        return ()
    start, end = match.span("names")
    found = [m for m in signals.mentions if start <= m.start < end]
    one_kind = {m.kind for m in found} in ({"tool"}, {"role"})
    return distinct(m.name for m in found) if one_kind else ()
