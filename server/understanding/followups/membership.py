"""Follow-ups that change which tools or roles are meant by name: without one, with one more, another one, only some."""

import re

from server.conditions import AnyOf, Condition, Named, Not
from server.conjunctions import all_of, parts_of
from server.query import Measure, Query
from server.understanding.followups.angle import SEVERAL_OF, team_of
from server.understanding.followups.followup import FollowUp, Part
from server.understanding.followups.thread import Thread
from server.understanding.pieces.measures import number_of
from server.understanding.pieces.replacement import narrowed, replaced
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

ADDED = re.compile(
    r"^\W*(?:(?:and|ok|good|now|then|so|what if|if|let['’]s|sorry|oh|wait|oops)\W+)*"
    r"(?:(?:we|i) )?(?:(?:will|would|could|might|want to|['’]ll|['’]d) )?"
    r"(?:also )?(?:adds?|adding|throw(?! out)|include"
    r"|plus|put|with|buy|hire|take(?! part| (?:[^.,;?]* )?(?:out|off|away)\b)|bring)\b"
    r"|\b(?:throw|add|put|take(?! part| (?:[^.,;?]* )?(?:out|off|away)\b))\b"
    r".*\b(?:in|too|as well|to (?:that|those|it|them))\b"
    r"|§ (?:joins|comes in|comes on board|is added)\b|\bon top\b|\bof (?:those|them|these) plus\b"
    r"|\b(?:included?|including|counting)\b"
)
SWAPPED = re.compile(r"§ (?:for|with|by|to) (?:(?:the|plain|an?) )?§|\binstead of\b|\brather than\b")
SWAPS = (SWAPPED, phrases(r"swap(?:ped|ping)?|replac(?:e|ed|ing)(?: by| with)?|exchang\w+|trad(?:e|ing)"))
# `does that include §?` puts nothing in.
_WHETHER = re.compile(r"^\W*(?:(?:and|so|but)\W+)?(?:does|do|did|is|are|was|were)\b")
_AGAIN = re.compile(r"\b(?:too|as well|also|either)\W*$")
_ONLY = re.compile(r"\b(?:only|just|keep|stick(?:ing)? (?:to|with)|nothing but|limit\w*|restrict\w*|narrow\w*)\b")
STILL = re.compile(
    r"\bstill\b|\b(?:in|on|part of|member of|among|one of|included|belongs? to)\b.{0,12}$|\bleft\b|\bremain"
)
_EDITS = phrases(
    r"""
    plain|throw|toss|hire|include\w*|stuff
    counting|minus|plus|ditch|lose|instead|ones?|bring|stick|question|try|officers?|guys?|folks|persons?|experts?
    allowed|keeping|additional|extra|further|fourth|fifth|sixth
    """
)
_MEANT = phrases(r"sorry|oops|meant?|mistake|correction|my bad|typo|wrong|no|rather|instead")
_A_SINGLE = re.compile(r"\b(?:an?|one|a single) $")
_N = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+"
_NUMBER = re.compile(rf"\b(?P<n>{_N}) (?:of (?:the|our) )?$")
# `another §`, `two more §`; behind a word that adds, `two §` and `a §` come on top as well.
_MORE = re.compile(
    rf"\b(?:another(?: (?P<m>{_N}))?|(?:(?P<n>an?|one|{_N}) )?(?:more|additional|extra|further)(?: of (?:the|our))?"
    r"|an? (?:second|third|fourth|fifth|sixth)) $"
)
_SO_MANY = re.compile(rf"\b(?P<n>an?|one|{_N}) (?:of (?:the|our) )?$")
_FEWER = re.compile(rf"\b(?P<n>one|{_N}) (?:of (?:the|our) )?$")
_ON_TOP = phrases(r"add(?:s|ing|itionally)?|plus|on top|as well|too|in addition|throw in")
WORDS = (ADDED, *SWAPS, SEVERAL_OF, _EDITS)


def renamed(query: Query, said: FollowUp, thread: Thread, *, whole: bool, stated: bool) -> Query | None:
    """The query over other names; None where the names are no change to it but a question of their own, as they
    are where something is `stated` of them."""
    parts = said.parts
    if {thread.kind_of(part.names) for part in parts} != {query.select}:
        return None
    if not whole and is_asked(said) and not any(part.denied for part in parts) and not stated:
        whole = True
    plain = not any(part.family or part.denied for part in parts)
    edits = ADDED.search(said.masked) or SWAPPED.search(said.masked) or _ONLY.search(said.masked)
    if plain and not edits and not whole and stated:
        return None
    if query.named:
        return _among_the_named(query, said, parts)
    return _of_the_set(query, said, parts, thread, whole=whole)


def _among_the_named(query: Query, said: FollowUp, parts: tuple[Part, ...]) -> Query | None:
    counts = dict(zip(query.named, query.team or (1,) * len(query.named), strict=True))
    names = tuple(name for part in parts for name in part.names)
    inside = [name for name in names if name in counts]
    outside = [name for name in names if name not in counts]
    if len(names) == 2 and len(inside) == len(outside) == 1 and SWAPPED.search(said.masked):
        kept = {(outside[0] if name == inside[0] else name): count for name, count in counts.items()}
        return _of(query, kept)
    amounts = query.measure in ("sum", "attribute", "compare")
    on_top = _on_top(said, parts) if amounts and not any(part.denied for part in parts) else {}
    if on_top:
        come = {name: counts.get(name, 0) + on_top.get(name, 0 if name in counts else 1) for name in names}
        return _summed(_of(query, _each(said, counts) | come, counted=True))
    numbers = _numbers(said, parts)
    if numbers and set(numbers) <= set(counts) and amounts:
        more = _of(query, counts | numbers, counted=True)
        return more.model_copy(update={"measure": "sum"})
    denied = {name for part in parts if part.denied for name in part.names}
    fewer = _fewer(said, parts, counts)
    if fewer:
        return _of(query, counts | fewer)
    if denied or _excludes_again(query, said, names):
        kept = {name: count for name, count in counts.items() if name not in (denied or names)}
        return _of(query, kept) if kept else None
    if parts[0].family:
        kept = {name: count for name, count in counts.items() if name in names} if not outside or inside else {}
        return _of(query, kept) if kept else None
    if ADDED.search(said.masked):
        return _summed(_of(query, _each(said, counts) | dict.fromkeys(outside, 1), counted=True))
    if query.measure in ("min", "max") and not inside:
        return _of_others(query, tuple(dict.fromkeys(outside)))
    named = tuple(dict.fromkeys(names))
    return query.model_copy(update={"named": named, "team": _as_many(query, said, parts, named)})


def _on_top(said: FollowUp, parts: tuple[Part, ...]) -> dict[str, int]:
    """`another §`, `add two §`: how many of each name come to those that there are, where one says so."""
    adds = ADDED.search(said.masked) or (said.continues and _AGAIN.search(said.masked))
    told: dict[str, int] = {}
    for part in parts:
        before = said.masked[: part.start]
        more = _MORE.search(before)
        number = more or (_SO_MANY.search(before) if adds and said.says(_ON_TOP) else None)
        if number is not None and not part.family:
            digits = number["n"] or (more["m"] if more is not None else None)
            told |= dict.fromkeys(part.names, number_of(digits or "one") or 1)
    return told


def _fewer(said: FollowUp, parts: tuple[Part, ...], counts: dict[str, int]) -> dict[str, int]:
    """`without one §` of several: how many of each are left, where some are left of all that go."""
    left: dict[str, int] = {}
    for part in parts:
        number = _FEWER.search(said.masked[: part.start]) if part.denied and len(part.names) == 1 else None
        held = counts.get(part.names[0], 0) - (number_of(number["n"]) or 0) if number is not None else 0
        if held <= 0:
            return {}
        left[part.names[0]] = held
    return left


def _each(said: FollowUp, counts: dict[str, int]) -> dict[str, int]:
    """`two of those plus …`: those that there are, so often."""
    several = team_of(said.masked)
    return dict.fromkeys(counts, several) if several else counts


def _summed(query: Query) -> Query:
    """The query about what they come to, where it was about what each does."""
    measure: Measure = "sum" if query.measure == "attribute" else query.measure
    return query.model_copy(update={"measure": measure})


def _as_many(query: Query, said: FollowUp, parts: tuple[Part, ...], named: tuple[str, ...]) -> tuple[int, ...]:
    """How often the one that comes for one is to count: as it is told, `and four §?`, or as often as the one before
    it, where it takes its place or stands in the plural, `sorry, I meant §`."""
    told = _numbers(said, parts)
    if told:
        return tuple(told[name] for name in named)
    if len(named) != 1 or len(query.team) != 1 or _A_SINGLE.search(said.masked[: parts[0].start]):
        return ()
    plural = said.text[parts[0].start : parts[0].end].endswith("s") and query.select == "roles"
    return query.team if plural or said.says(_MEANT) else ()


def _numbers(said: FollowUp, parts: tuple[Part, ...]) -> dict[str, int]:
    """`make it two admins`: how often each name is to count, where it is said of all of them."""
    found = {
        part.names[0]: number
        for part in parts
        if len(part.names) == 1
        and (match := _NUMBER.search(said.masked[: part.start]))
        and (number := number_of(match["n"]))
    }
    return found if len(found) == len(parts) else {}


def _of_the_set(query: Query, said: FollowUp, parts: tuple[Part, ...], thread: Thread, *, whole: bool) -> Query | None:
    if isinstance(query.where, Named) and (SWAPPED.search(said.masked) or ADDED.search(said.masked)):
        over = _among_the_named(query.model_copy(update={"named": query.where.names}), said, parts)
        return query.model_copy(update={"where": Named(names=over.named)}) if over is not None else None
    pool = thread.pool(query)
    denied = tuple(name for part in parts if part.denied for name in part.names)
    stated = tuple(name for part in parts if not part.denied for name in part.names)
    if not denied and _excludes_again(query, said, stated):
        denied, stated = stated, ()
    where: Condition = query.where
    if denied:
        where = narrowed(where, Not(of=Named(names=denied)), pool)
    if stated and ADDED.search(said.masked) and not _WHETHER.match(said.masked):
        where = AnyOf(of=(where, Named(names=stated)))
    elif stated and (
        any(part.family for part in parts) or (len(stated) > 1 and not is_asked(said)) or _ONLY.search(said.masked)
    ):
        where = (narrowed if whole else replaced)(where, Named(names=stated), pool)
    elif stated and not denied and query.claimed:
        return query.model_copy(update={"claimed": stated})
    elif stated and not denied:
        return _of_others(query, stated)
    return query.model_copy(update={"where": where})


def _of_others(query: Query, names: tuple[str, ...]) -> Query:
    """`and X?` behind a set: whether it meets what is demanded, or what it costs or earns where names were ranked."""
    demanded = all_of(part for part in parts_of(query.where) if not isinstance(part, Named))
    if query.by is not None and isinstance(query.where, Named):
        return Query(select=query.select, measure="attribute", named=names, by=query.by, basis=query.basis)
    return Query(select=query.select, measure="check", named=names, where=demanded)


def _excludes_again(query: Query, said: FollowUp, names: tuple[str, ...]) -> bool:
    """`X too`, `and X.` behind `without Y`."""
    last = parts_of(query.where)[-1] if parts_of(query.where) else None
    excluded = isinstance(last, Not) and isinstance(last.of, Named)
    again = _AGAIN.search(said.masked) or (said.continues and "?" not in said.text)
    return excluded and bool(names) and bool(again)


def is_asked(said: FollowUp) -> bool:
    """`is X still in?`, `is X one of them?`"""
    asks = bool(ask.YES_NO.search(said.masked)) or said.masked.rstrip().endswith("?")
    return asks and bool(STILL.search(said.masked.rstrip(" ?!.")))


def _of(query: Query, counts: dict[str, int], *, counted: bool = False) -> Query:
    team = tuple(counts.values()) if query.team or counted else ()
    return query.model_copy(update={"named": tuple(counts), "team": team})
