"""Follow-ups that change the conditions: one more, one of the same kind in place of the old, its opposite."""

import re
from collections.abc import Collection, Sequence

from server.conditions import (
    AllOf,
    Classified,
    Comparison,
    Condition,
    Confined,
    Costs,
    Covers,
    Earns,
    Named,
    Not,
    Thing,
)
from server.conjunctions import OF_ROLES, OF_TOOLS, affirmed, all_of, parts_of
from server.query import Query, Select
from server.understanding.followups.angle import basis_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import Pointed
from server.understanding.pieces.clauses import DENIES, join
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.replacement import narrowed, replaced, sort_of
from server.understanding.words import cues as ask
from server.understanding.words.basis import bounded_for, bounded_on
from server.understanding.words.wordlist import blanked, phrases

_KEEPS = re.compile(
    r"\b(?:only|just|also|on top|as well|too|besides|in addition|additionally|narrow|filter|limit|restrict"
    r"|cut|among|amongst|except|either|still|none|keep|any of|any (?:that|which|with)|narrow down)\b"
    r"|^\W*(?:(?:but|and|now|ok|okay|so|then|please|also|we|could you|would you|can you)\W+)*"
    r"(?:not?|without|minus|drop|remove|exclude|skip|ditch|take out|throw out|leave out|toss|lose|strike)\b"
)
# `not open source, i mean free`
_CORRECTS = re.compile(r"^\W*(?:no,? |sorry,? )?not\b.*?\b(?:i mean|i meant|but|rather)\b")
_ONLY = phrases(r"only|instead(?! of)|alone|just")
# `same for monitoring, but only …`
_SAME_FOR = re.compile(r"^\W*(?:(?:and|but|now|ok|okay|so|then|the) )*same(?: \w+)? (?:for|in|with)\b")
# `of those`, `they`: the set itself; in `those with a price`, `those` stands for tools of any kind.
_OF_THEM = re.compile(
    r"\b(?:of|among|amongst|from|between) (?:those|these|them)\b|\b(?:these|them|they|their"
    r"|(?:the|this|that) (?:list|set|selection)|the (?:above|same ones|remaining)|of the ones"
    r"|(?:narrow|filter|cut|limit) that)\b"
    r"|\bremaining\b|\bin there\b|\bwhat(?:['’]s| is)? (?:left|remains)\b"
    r"|\bthose\b(?! (?:that|with|who|which|under|below|over|above|in|for|from|of|at|without|costing|earning|not)\b)"
)
_SORRY = re.compile(
    r"^\W*(?:no|nope|oh no)\b(?:\s*,|(?=\s+(?:sorry|wait|i mean|actually|rather|correction|make)\b))[\s,]*"
)
_NOT = re.compile(r"\bnot\b|n['’]t\b")
_OPPOSITE = re.compile(r"\b(?:reverse|opposite)\b")
OTHER_WAY = re.compile(r"\b(?:the )?other way (?:a?round|about)\b|\bvice[- ]versa\b|\b(?:the )?(?:reverse|opposite)\b")
NOTHING_ELSE = re.compile(
    r"\bnothing (?:else|more)\b|\b(?:do|does|cover|covers) (?:just|only) that\b|\b(?:no|any) other (?:phase"
    r"|stage|column)s?\b"
    r"|\bother (?:phases|stages|columns) (?:as well|too|besides)\b|\b(?:anywhere|nowhere) else\b"
    r"|\belsewhere(?: too| as well)\b|\b(?:and"
    r"|but) no others?\b"
    r"|\b(?:exactly|only|just|nothing but) (?:those|these|the)(?: (?:two|three|four))? (?:phases|stages)\b"
    r"|\b(?:stop|end|finish)s? there\b|\bthat(?: one)? phase (?:only|alone)\b|\bonly that(?: one)? phase\b"
)
_TICK = r"(?:phase|stage|column|tick|box)"
_ANOTHER_PHASE = re.compile(
    rf"\b(?:at least|minimum|min\.?) one (?:more|other|further|additional)(?: {_TICK})?\b(?! (?:tool|role))"
    rf"|\b(?:another|a further|an additional|a second|one more|(?:some |any )?other|further|more) {_TICK}s?"
    r"(?: \w+ed)?\b(?= (?:too|as well|also|besides|at least)\b|\W*$)"
    r"|\b(?:else(?:where)?|other phases) (?:too|as well|also)\b"
    r"|\b(?:also|as well|too)\b[^.?!]{0,20}\b(?:elsewhere|somewhere else|in other phases)\b"
    rf"|\bmore than (?:just )?(?:this|that)(?: one)?(?: {_TICK})?(?=\W*$)"
)
WORDS = (
    phrases(
        r"""
    phase[- ]wise|phasewise|raise|increase|decrease|budget|within|stays?|bucks|fixed|zero|included|afford
    fits?(?! (?:together|each other|well))
    cents?|dime|penny|pennies
    beyond|beneath|than|narrower|limit|sticking|stick
    |thresholds?|cut-?off|ceiling|cap|conditions?|criteri(?:a|on)|requirements?|constraints?|restrictions?|filters?|bar
    apart|remove[sd]?|removing|dropp(?:ed|ing)|exclud(?:e|ed|ing)|ditch(?:ing)?|without|except|delete|strike|minus|missing
    |throw(?:ing)? out|tak(?:e|ing) (?:out|away)|leav(?:e|ing) out|toss(?: out)?|kick(?: out)?|get rid of|neither|nor
    |never
    |reverse|opposite|way|vice[- ]versa|round|around|about|what remains|remainder|free|open|paid|licen[cs]ed?
    |meant|classed|supposed|intended|nothing to do|no part|correction
    """
    ),
    NOTHING_ELSE,
    DENIES,
)
_SWAP = phrases(r"swap\w*|replac\w+|exchang\w+|trad(?:e|ing)|substitut\w+|switch\w*|chang(?:e|ing)")
_FOR = re.compile(r"\W*(?:for|with|by|to)\W*(?:the )?")
_SEVERAL = re.compile(r"\b(?:ones|tools?|roles?|which|who|what|any|list|show)\b")
_WHICH = re.compile(r"\b(?:which|who|what|any|list|show|name|give|is|are|does|do)\b")
_BARE_NOT = re.compile(
    r"^\W*(?:(?:and|but|so|hm+|ok|okay)\W+)*(?:which|what|who|how many|the ones|those|ones)(?: ones| tools)?(?: that"
    r"| which)? (?:are|is|do|does|cost)(?:\W*n['’]t| not)?\W*$"
)
_ABOVE, _BELOW = r"(?:above|over|more|higher|beyond)", r"(?:below|under|less|lower|fewer|beneath)"
_SIGNS = ((">", re.compile(rf"\b{_ABOVE}\b")), ("<", re.compile(rf"\b{_BELOW}\b")))
_OTHER_SIDE: dict[Comparison, Comparison] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
# `less, not more`
_NOT_SO = re.compile(rf"\b(?:not|instead of|rather than) (?:{_ABOVE}|{_BELOW})\b")


def restricted(
    query: Query, said: FollowUp, pieces: Sequence[Piece], pool: Collection[Thing], *, whole: bool
) -> Query | None:
    """The query under what a follow-up states: narrowed by it where it speaks of the set (`which of those are free`,
    `only open source`), with what it said of the same kind replaced otherwise (`and for monitoring?`). None where
    what is stated cannot be a change."""
    if query.named:
        return _of_the_named(query, said, pieces, whole=whole)
    if OTHER_WAY.search(said.masked) and not pieces:
        return _reversed(query, last=bool(_OPPOSITE.search(said.masked)))
    only = nothing_else(query, said) if not pieces else None
    if only is not None:
        return query.model_copy(update={"where": narrowed(query.where, only, pool)})
    turned = _turned(query, said) if not pieces else None
    if turned is not None:
        return query.model_copy(update={"where": replaced(query.where, turned, pool)})
    return _stated(query, said, pieces, pool) if pieces else query


def fits(select: Select, pieces: Sequence[Piece]) -> bool:
    """Whether the conditions are such as the kind can meet: prices and licences are of tools, wages of roles."""
    others = OF_TOOLS if select == "roles" else OF_ROLES
    return not any(isinstance(affirmed(piece.condition), others) for piece in pieces)


def asks_which(said: FollowUp, pointed: Pointed) -> bool:
    """Whether it asks which ones, and not for the same measure again."""
    return pointed.whole or (bool(_WHICH.search(said.masked)) and not said.continues)


def _stated(query: Query, said: FollowUp, pieces: Sequence[Piece], pool: Collection[Thing]) -> Query:
    swapped = _swapped(query.where, said, pieces)
    if swapped is not None:
        return query.model_copy(update={"where": swapped})
    sorry = _SORRY.match(said.masked)
    corrects = _CORRECTS.match(said.masked)
    if corrects:
        denied = tuple(piece.condition for piece in pieces if piece.start < corrects.end())
        kept = tuple(part for part in parts_of(query.where) if part not in denied)
        query = query.model_copy(update={"where": AllOf(of=kept)})
        pieces = tuple(piece for piece in pieces if piece.start >= corrects.end())
    bare = (said.continues or bool(_ONLY.search(said.masked))) and not said.unread(_ONLY, pieces=pieces)
    bare = bare and all(isinstance(piece.condition, Covers) for piece in pieces) and not said.parts
    bare = (
        bare
        and not _OF_THEM.search(said.masked)
        and not re.search(r"\bthose\b|\balso\b|\bas well\b|\btoo\b|\bon top\b", said.masked)
    )
    ranked = query.measure in ("min", "max")  # `the dearest, but only for D` ranks among those for it
    text = blanked(_ONLY, said.text) if bare or ranked else said.text
    text = " " * sorry.end() + text[sorry.end() :] if sorry else text
    query, stated = _on_basis(query, said, _without_contrast(join(text, tuple(pieces)), query.where))
    keeps = not corrects and _keeps(said, sorry.end() if sorry else 0, bare=bare)
    where = (narrowed if keeps else replaced)(query.where, stated, pool)
    return query.model_copy(update={"where": where, "limit": 1, "rank": 1})


def _on_basis(query: Query, said: FollowUp, stated: Condition) -> tuple[Query, Condition]:
    """The query on the basis that is told, or as before, and the amounts that are stated on it."""
    if not any(isinstance(part, Costs | Earns) for part in parts_of(stated)):
        return query, stated
    basis = basis_of(said.masked, query)
    where = bounded_for(query.where, basis.users)
    return query.model_copy(update={"basis": basis, "where": where}), bounded_on(stated, basis)


def _swapped(where: Condition, said: FollowUp, pieces: Sequence[Piece]) -> Condition | None:
    """`swap § for §`: the second in the place of the first, where that was demanded."""
    if len(pieces) != 2 or not _SWAP.search(said.masked[: pieces[0].start]):
        return None
    old, new = (piece.condition for piece in pieces)
    if old not in parts_of(where) or not _FOR.fullmatch(said.masked[pieces[0].end : pieces[1].start]):
        return None
    return all_of(new if part == old else part for part in parts_of(where))


def _without_contrast(stated: Condition, where: Condition) -> Condition:
    """`VC, not CI`: what held before and is denied beside something in its place only says what that replaces."""
    parts, old = parts_of(stated), parts_of(where)
    contrast = [part for part in parts if isinstance(part, Not) and part.of in old and isinstance(part.of, Covers)]
    kept = tuple(part for part in parts if part not in contrast)
    return AllOf(of=kept) if contrast and any(isinstance(part, Covers) for part in kept) else stated


def _keeps(said: FollowUp, start: int, *, bare: bool) -> bool:
    """Whether it narrows the set, and says nothing in the place of what was said."""
    if _OF_THEM.search(said.masked):
        return True
    return not bare and bool(_KEEPS.search(said.masked[start:])) and not _SAME_FOR.match(said.masked)


def _of_the_named(query: Query, said: FollowUp, pieces: Sequence[Piece], *, whole: bool) -> Query | None:
    """The names that what is stated holds for; a bare condition behind a yes or no is checked instead."""
    if not pieces:
        return query
    query, stated = _on_basis(query, said, join(said.text, tuple(pieces)))
    checks = bool(ask.YES_NO.search(said.masked))
    if query.measure == "check" and said.continues and not checks and not whole:
        where = stated if len(parts_of(query.where)) == 1 else query.where
        return query.model_copy(update={"where": where}) if where == stated else None
    if checks:
        return query.model_copy(update={"measure": "check", "where": stated, "by": None, "team": ()})
    if said.continues and isinstance(stated, Classified):
        return Query(select=query.select, where=stated)
    if not whole and len(query.named) == 1 and not _SEVERAL.search(said.masked):
        return query.model_copy(update={"measure": "check", "where": stated, "by": None, "team": ()})
    if not whole and len(query.named) < 2:
        return None
    where = AllOf(of=(Named(names=query.named), *parts_of(stated)))
    return query.model_copy(update={"measure": "list", "where": where, "named": (), "team": (), "by": None})


def _reversed(query: Query, *, last: bool) -> Query | None:
    """`and the other way round?`: what was demanded is denied, what was denied demanded; of `the opposite`, only the
    licence, the price or the wage that came last."""
    parts = parts_of(query.where)
    newest = next((part for part in reversed(parts) if sort_of(part) in ("licence", "price", "wage")), None)
    if last and newest is not None and len(parts) > 1:
        turned = tuple(_opposite(part) if part is newest else part for part in parts)
        return query.model_copy(update={"where": AllOf(of=turned)})
    if len(parts) != 2 or sum(isinstance(part, Not) for part in parts) != 1:
        return None
    return query.model_copy(update={"where": AllOf(of=tuple(map(_opposite, parts)))})


def _opposite(part: Condition) -> Condition:
    """What is denied demanded, a bound from the other side, anything else denied."""
    if isinstance(part, Costs | Earns) and part.comparison in _OTHER_SIDE:
        return part.model_copy(update={"comparison": _OTHER_SIDE[part.comparison]})
    return part.of if isinstance(part, Not) else Not(of=part)


def nothing_else(query: Query, said: FollowUp) -> Condition | None:
    """`only those that do nothing else`: what covers no phase but those asked for."""
    covers = tuple(part.phase for part in parts_of(query.where) if isinstance(part, Covers))
    return Confined(phases=covers) if covers and NOTHING_ELSE.search(said.masked) else None


def another_phase(query: Query, said: FollowUp) -> Condition | None:
    """`those that are ticked for at least one more phase`: what covers some phase beside those asked for."""
    covers = tuple(part.phase for part in parts_of(query.where) if isinstance(part, Covers))
    return Not(of=Confined(phases=covers)) if covers and _ANOTHER_PHASE.search(said.masked) else None


def _turned(query: Query, said: FollowUp) -> Condition | None:
    """`and which are not?`, `and below?`: the opposite of the last condition that has one."""
    last = next(
        (part for part in reversed(parts_of(query.where)) if sort_of(part) in ("licence", "price", "wage")), None
    )
    if last is None or (_OF_THEM.search(said.masked) and not _NOT.search(said.masked)):
        return None
    if isinstance(last, Costs | Earns) and last.usd:
        meant = blanked(_NOT_SO, said.masked)
        sign = next((sign for sign, pattern in _SIGNS if pattern.search(meant)), None)
        return last.model_copy(update={"comparison": sign}) if sign and said.continues else None
    if _BARE_NOT.match(said.masked) is None or bool(_NOT.search(said.masked)) == isinstance(last, Not):
        return None
    return last.of if isinstance(last, Not) else Not(of=last)
