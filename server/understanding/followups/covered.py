"""Follow-ups about the phases of what is spoken of: which they cover, share, leave open, have beside others."""

import re
from collections.abc import Sequence

from corpus.vocabulary import MAIN_PHASES, TABLE_IV_COLUMNS, PhaseCode
from server.conditions import Covers, Not
from server.conjunctions import parts_of
from server.coverage import phases_of
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.membership import ADDED, SWAPPED, SWAPS
from server.understanding.followups.pointing import POINTERS, Pointed
from server.understanding.followups.restriction import NOTHING_ELSE, OTHER_WAY
from server.understanding.followups.thread import Thread
from server.understanding.followups.unserved import of_the_other_kind
from server.understanding.pieces.clauses import join
from server.understanding.pieces.halves import HALVES, asks_for_a_half
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_PHASES = phrases(r"phases?|stages?|lifecycle|parts?|columns?|place[sd]?|sits?")
_N = r"(?:two|three|four|five|six|seven)"
_THEY = (
    r"(?:we|it|they|that|those|these|he|she|both|the lot"
    rf"|(?:all|those|these|the) (?:of (?:it|them|those|these)|{_N}(?: of them)?))"
)
_TOGETHER = r"still|now|then|(?:all )?(?:taken |put )?together|in total|combined|all told|jointly|between them"
_REACH = r"cover|reach|span|touch|serve|extend|stretch|handle|go|(?:get|take|bring|carry) us"
_WHERE = re.compile(
    r"^\W*(?:and |so |ok |but )*where\b(?: (?:then|exactly|else))?\W*$"
    r"|\bwhere (?:is|are|do|does|would|will) (?:it|they|that|those|these|he|she)\b"
    r"|\bwhere\b.* (?:place|put)s? (?:it|them)\b"
    rf"|\b(?:what|how far)(?: else| all)? (?:does|do|would|will|can"
    rf"|could) {_THEY}(?:,? (?:{_TOGETHER}),?)* (?:{_REACH})\b"
    r"|\bwhat(?:['’]s| is| are| would be| will be) (?:still |now |then )*(?:covered|reached|served)\b"
    r"|\bwhere else\b.*\bused\b|\b(?:used|found|active|needed|busy) (?:anywhere|somewhere|elsewhere)(?: else)?\b"
    r"|\bwhat else (?:is|are) (?:it|they|those|these) (?:used |good |meant )?for\b"
)
_BOTH_HAVE = re.compile(r"\bwhat (?:do|does) (?:they |these )?(?:both|the two)(?: of them)? (?:have|share|cover|do)\b")
_ASKED = re.compile(
    r"\b(?:(?:that|this) (?:one|tool|role|person)['’]s|its|his|her|their) (?:\w+ )?(?:phases?|stages?)\b"
    r"|\bhow many (?:\w+ )?(?:phases|stages|columns|ticks)\b"
    r"|\b(?:which|what|other|any) (?:other )?(?:phases?|stages?|columns?)\b"
)
_GAP = phrases(
    "uncovered|cover|covers|covered|leave|leaves|left|over|open|miss|missing|lack|lacks|lacking|gaps?|holes?|neither"
    "|don['’]t|not|still|where|our|remain|remains|there|out|only"
)
_COVER = phrases("cover(?:s|ed|ing|age)?|served?|reach(?:ed)?|taken care of")
_SHARE = phrases("common(?: ground)?|share|shares|shared|overlap|overlaps|overlapping|identical")
_ONE_SIDED = re.compile(
    r"\bonly (?:by )?(?:the )?(?P<n>first|second|former|latter)\b"
    r"|\bthe (?P<alone>first|second|former|latter)(?: one)? (?:only|alone)\b"
)
_FIRST_BEYOND = re.compile(
    r"\bthe (?P<n>first|second|former|latter)\b.*\bthe (?:first|second|former|latter|other)(?: one)?"
    r" (?:\w+n['’]t|\w+ not|lacks?|misses|leaves out)\b"
)
_NTH_EXTRA = re.compile(
    r"\bthe (?P<n>first|second|former|latter)\b[^?]*\b(?:on top|in addition|additional(?:ly)?|extra|beyond that)\b"
)
# `and §, everywhere but in ¤?`
_ALL_BUT = phrases(r"(?:everywhere|every phase|all(?: the)? phases) (?:but|except(?: for)?|save)(?: in| for)?")
_ONE_OF = re.compile(r"\bonly one of\b|\bjust one of\b|\bnot shared\b|\bexactly one of\b|\bnot (?:in )?both\b")
_OTHER = re.compile(r"\b(?:other|else|besides|apart from|except|outside)\b")
_ASIDE = phrases(
    rf"{_TOGETHER}|all in all|{_REACH}|spans|reach(?:es)?|far|stays?|ends? up|shop|house|company|pure|us|do|does"
)
# `is it for § or for §?`
_OR = re.compile(r"^\W*(?:(?:and|so|but)\W+)*(?:is|are|does|do)\b.*§[^§]*\bor\b[^§]*§")
_CHOOSES = re.compile(r"\b(?:which|who|any|all|both|either|neither)\b")
_WORDS = (
    _PHASES,
    _WHERE,
    _COVER,
    _GAP,
    _SHARE,
    _ONE_SIDED,
    _FIRST_BEYOND,
    _NTH_EXTRA,
    _ONE_OF,
    _OTHER,
    _BOTH_HAVE,
    _ASIDE,
    ask.GAP,
    ask.COMMON,
    ask.COUNT,
)


def in_half(said: FollowUp, thread: Thread, pointed: Pointed) -> Query | None:
    """`which half is that one ticked for?`, `is it for § or for §?`: of those that are spoken of."""
    names = pointed.names or thread.focus
    halves = (
        {mention.name for mention in said.mentions} == {"MDT", "MDL"} and said.says(_OR) and not said.says(_CHOOSES)
    )
    asked = halves or asks_for_a_half(said.text, said.mentions)
    return Query(select="phases", named=names, phases=HALVES) if names and asked and not said.parts else None


def all_but(said: FollowUp, thread: Thread) -> Query | None:
    """`and §, everywhere but in ¤?` behind a question for phases: those of the name that are not set aside."""
    last = thread.last.query
    if last is None or last.select != "phases" or len(said.names) != 1 or not said.says(_ALL_BUT):
        return None
    return Query(select="phases", named=said.names, phases=_left(said, thread, said.names))


def covered(said: FollowUp, thread: Thread, pointed: Pointed) -> Query | None:
    """The phases of the names that a follow-up is about; None where it does not ask for phases."""
    last = thread.last.query
    if last is not None and last.combine == "minus" and OTHER_WAY.search(said.masked) and not said.names:
        return last.model_copy(update={"named": last.named[::-1]})
    names = _names(said, thread, pointed)
    if names is None or (_narrows(last, said) and not said.says(_WHERE)) or of_the_other_kind(thread, said, names):
        return None
    of_phases = last is not None and (last.select == "phases" or last.by == "phases")
    told = last is None and bool(thread.named(thread.last))
    gap = bool(ask.GAP.search(said.masked))
    if (
        of_phases
        and last is not None
        and said.parts
        and said.says(ADDED, SWAPPED)
        and not said.unread(ADDED, *SWAPS, *POINTERS)
    ):
        return last.model_copy(update={"named": names})
    asks = (
        said.target.noun == "phases"
        or _ASKED.search(said.masked)
        or _WHERE.search(said.masked)
        or (gap and (of_phases or told or said.parts))
    )
    asks = asks or (of_phases and said.target.noun is None and not said.parts and said.says(_COVER))
    common = bool(_SHARE.search(said.masked) or (of_phases and _BOTH_HAVE.search(said.masked)))
    if said.says(ask.MORE_PHASES, ask.FEWER_PHASES, ask.EXTENT, ask.DOL):
        return None
    beyond = said.says(_FIRST_BEYOND, _NTH_EXTRA)
    asks = asks or ((common or beyond) and of_phases and said.target.noun is None)
    if not asks or not names or (pointed.phase and not common):
        return None
    pieces = said.pieces(wages=False)
    if said.unread(*_WORDS, ADDED, *POINTERS, pieces=pieces):
        return None
    if any(isinstance(part, Covers) for part in parts_of(join(said.text, pieces))):
        return None  # `now phase D instead`
    query = Query(select="phases", named=names, measure="count" if ask.COUNT.search(said.masked) else "list")
    sided = _ONE_SIDED.search(said.masked) or _FIRST_BEYOND.search(said.masked) or _NTH_EXTRA.search(said.masked)
    names = thread.focus if sided and len(names) == 1 and len(thread.focus) == 2 else names
    if sided and len(names) == 2:
        ordinal = sided["n"] or sided.groupdict().get("alone")
        first, second = names if ordinal in ("first", "former") else names[::-1]
        return query.model_copy(update={"named": (first, second), "combine": "minus"})
    if _ONE_OF.search(said.masked) and len(names) == 2:
        return query.model_copy(update={"combine": "difference"})
    if gap:
        return query.model_copy(update={"combine": "gap"})
    if len(names) > 1 and (common or ask.COMMON.search(said.masked)):
        return query.model_copy(update={"combine": "common"})
    if len(names) > 1 and not pointed and thread.focus != names:
        query = query.model_copy(update={"named": thread.focus})
    return query.model_copy(update={"phases": _left(said, thread, query.named)})


def _narrows(last: Query | None, said: FollowUp) -> bool:
    """`only those that are in no other phase` speaks of a set."""
    return last is not None and last.select in ("tools", "roles") and bool(NOTHING_ELSE.search(said.masked))


def _names(said: FollowUp, thread: Thread, pointed: Pointed) -> tuple[str, ...] | None:
    """The names that it is about, with one more or another in the place of one; None where it states others."""
    names = pointed.names or thread.several or thread.focus
    if said.says(_FIRST_BEYOND, _NTH_EXTRA):
        return thread.several
    if not said.parts:
        return names
    if len(said.names) == 2 and said.names[0] in names and said.says(SWAPPED):
        return tuple(said.names[1] if name == said.names[0] else name for name in names)
    if all(part.family for part in said.parts):
        return tuple(dict.fromkeys(name for part in said.parts for name in part.names))
    return tuple(dict.fromkeys((*names, *said.names))) if said.says(ADDED) else None


def _left(said: FollowUp, thread: Thread, names: Sequence[str]) -> tuple[PhaseCode, ...]:
    """The phases that are asked about where others are set aside: `besides deployment`, `which other phases`."""
    stated = join(said.text, said.pieces(wages=False))
    aside = [part.of.phase for part in parts_of(stated) if isinstance(part, Not) and isinstance(part.of, Covers)]
    topic = thread.phases()
    if not aside and topic is not None and re.search(r"\bother\b|\belse\b", said.masked):
        aside = list(phases_of(topic))
    of_roles = thread.kind_of(tuple(names)) == "roles"  # the table of roles prints the whole of model development too
    every = dict.fromkeys((*MAIN_PHASES, *TABLE_IV_COLUMNS) if of_roles else TABLE_IV_COLUMNS)
    return tuple(code for code in every if aside and not any(code.meets(out) for out in aside))
