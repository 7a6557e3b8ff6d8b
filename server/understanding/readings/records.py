"""Readings that ask for tools or roles: those that meet conditions, how many, which extreme, what together."""

import re

from corpus.vocabulary import MAIN_PHASES, TABLE_IV_COLUMNS
from server.conditions import AllOf, AnyOf, Condition, Covers, Not
from server.conjunctions import all_of, parts_of
from server.query import Query, Select
from server.understanding.pieces.clauses import join
from server.understanding.pieces.filling import fills_gaps, left_open
from server.understanding.pieces.measures import ARE_ALL, DEFAULT, TOP, attribute_of, extreme_of, measure_of, rank_of
from server.understanding.pieces.occupations import counts_codes
from server.understanding.pieces.pieces import WHOLE_LIFECYCLE
from server.understanding.pieces.relations import where
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.sorting import sorted_query
from server.understanding.readings.named import read_named
from server.understanding.readings.whole_table import of_the_whole
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked

_VERB = re.compile(
    r"\b(?:is|are|costs?|covers?|have|has|takes? part|works?|can|do|does|comes?|earns?|serves?"
    r"|percentage|share|fraction)\b"
)
# `a tool that no role is assigned to`
_UNSTAFFED = re.compile(r"\b(?:no|none of the|without any|not a single) roles?\b|\bnobody(?:['’]s)? (?:phases?|role)\b")
_EACH_PHASE = re.compile(
    r"\b(?:(?:in|for|of|at) (?:each|every)|per)(?: single)? (?:\w+ )?(?:phase|stage|column)\b|\bphase by phase\b"
)
_I_AM = re.compile(r"\b(?:i['’]?m|i am|as) (?:an? |the |your )?$")
# `rank roles by wage`
_RANKS_ALL = re.compile(
    r"^\W*(?:(?:please|now|can you|could you)\W+)*(?:rank|sort|order|arrange)(?: (?:all|of|the|every|your|me))*"
    r" (?:tools?|roles?|jobs?|products?) (?:by|in order of) [a-z ,]{3,40}\W*$"
)
# `is every tool for § free, or is there an exception?`
_EXCEPTION = re.compile(
    r",? (?:or|and) (?:is|are) there (?:an? |any |some )?(?:exceptions?|outliers?|odd one|others?)\b[^.?!]*"
)
# `what is CB?` asks for the meaning.
_TERM = re.compile(
    r"^\W*what(?:['’]s| is) (?:the |an? )?(?:cb|consumption[- ]based(?: pricing| price)?|by request)\W*$"
)


def read_records(signals: Signals) -> Query | None:
    """The typed query over Table III or IV, or None when the question asks for something else."""
    if counts_codes(signals):
        return Query(select="roles", measure="count", where=join(signals.anonymous, signals.pieces), by="dol_code")
    select = signals.subject
    if select is None:
        return None
    named = signals.tools if select == "tools" else _roles_asked(signals)
    if fills_gaps(signals):
        if left_open(signals) is None:
            return Query(select="phases", named=named, combine="gap")
    elif named:
        about = read_named(signals, select, named)
        if about is not None or signals.target.noun is None:
            return about
    if ask.WHY.search(signals.lower) or signals.says(_TERM):
        return None
    if select == "tools" and signals.says(_UNSTAFFED):
        staffed = dict.fromkeys(phase for role in signals.catalogue.roles.values() for phase in role.known_phases)
        return Query(select=select, where=Not(of=AnyOf(of=tuple(Covers(phase=phase) for phase in staffed))))
    return _of_set(signals, select, where(signals, select, named))


def _of_set(signals: Signals, select: Select, condition: Condition) -> Query | None:
    """The set under the condition, in the order, with the extreme or the sum that is asked for."""
    in_order = sorted_query(Query(select=select, where=condition), signals.masked)
    whole = condition != AllOf() or of_the_whole(signals, "list") or signals.says(_RANKS_ALL)
    if in_order is not None and not signals.says(TOP) and whole:
        return in_order
    measure = measure_of(signals, select)
    if measure in ("min", "max"):
        rank, limit = rank_of(signals)
        by = extreme_of(signals, select)
        extreme = Query(select=select, measure=measure, where=condition, by=by, rank=rank, limit=limit)
        return _in_each_phase(signals, extreme) if signals.says(_EACH_PHASE) and not signals.phases else extreme
    if measure in ("sum", "mean", "median", "spread"):
        return Query(select=select, measure=measure, where=condition, by=DEFAULT[select])
    if measure == "share":
        return _share(signals, select)
    if condition == AllOf() and not of_the_whole(signals, measure):
        return None
    shown = attribute_of(signals, select)
    return Query(select=select, measure=measure, where=condition, by=shown if shown in ("cost", "wage") else None)


def _roles_asked(signals: Signals) -> tuple[str, ...]:
    """The roles named; not the asker's own where an extreme of all is wanted: `I'm a §. Which role earns least?`"""
    own = {m.name for m in signals.mentions if m.kind == "role" and _I_AM.search(signals.masked[: m.start])}
    of_all = signals.target.noun == "roles" and signals.says(ask.MIN, ask.MAX)
    return tuple(name for name in signals.roles if not (of_all and name in own))


def _in_each_phase(signals: Signals, extreme: Query) -> Query:
    """`the cheapest tool in each phase`: the same of every phase that the table has some for."""
    of_tools = extreme.select == "tools"
    pool = (signals.catalogue.tools if of_tools else signals.catalogue.roles).values()
    columns = TABLE_IV_COLUMNS if of_tools else MAIN_PHASES
    phases = [code for code in columns if any(thing.covers(code) for thing in pool)]
    stated = [part for part in parts_of(extreme.where) if part != WHOLE_LIFECYCLE]
    first, *others = (extreme.model_copy(update={"where": all_of((Covers(phase=code), *stated))}) for code in phases)
    return first.beside(others)


def _share(signals: Signals, select: Select) -> Query | None:
    """What is said before the verb bounds the whole, what is said behind it the part: `of the § tools are …`."""
    start = ask.SHARE.search(signals.masked)
    said = blanked(_EXCEPTION, signals.masked)
    verb = _VERB.search(said, max(signals.target.end, start.end() if start else 0))
    split = verb.start() if verb else len(signals.text)
    if not verb and signals.says(ARE_ALL):
        split = signals.pieces[-1].start  # `are all tools for § free?`: the last thing said is what is asked of them
    whole = [piece for piece in signals.pieces if piece.start < split]
    part = [piece for piece in signals.pieces if piece.start >= split]
    if not part:
        whole, part = [], whole
    if not part:
        return None
    text = signals.anonymous
    within, where_part = join(text[:split], whole), join(text, part)
    if said != signals.masked:
        return Query(select=select, where=all_of((within, Not(of=where_part))))
    return Query(select=select, measure="share", within=within, where=where_part)
