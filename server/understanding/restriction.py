"""Follow-ups that change the conditions: one more, one of the same kind in place of the old, its opposite."""

import re

from server.basis import Basis
from server.conditions import AllOf, AnyOf, Condition, Confined, Costs, Covers, Earns, Not, OpenSource, Priced, Spans
from server.query import Query
from server.understanding import cues as ask
from server.understanding.basis import on_printed_basis
from server.understanding.clauses import join, negates
from server.understanding.followup import FollowUp
from server.understanding.headcount import MONTHS, SPAN, USERS, read_basis
from server.understanding.membership import narrowed
from server.understanding.angle import summed
from server.understanding.wordlist import phrases

_TAKEN_OUT = re.compile(
    r"\b(?:remove|removing|drop|dropping|exclude|excluding|without|except(?: for)?|take out|taking out|leave out|leaving out|throw out|minus"
    r"|but no|not the|skip|delete|strike)\b",
    re.IGNORECASE,
)
_WORDS = phrases(
    r"""
    tools?|roles?|people|phases?|stages?|work|price|prices|priced|cost|costs|costing|earns?|earning|paid|pay|licen[cs]ed?
    cover|covers|covering|handle|handles|handling|support|supports|supporting|serve|serves|serving|works?|working|involved|used?|take|takes|part
    list|show|give|name|narrow|down|cut|filter|limit|restrict|keep|remain|remains|remaining|left|out|among|between|those who|get|gets|see|want|need|needs?
    is there|are there|there are|aren['’]t|isn['’]t|don['’]t|doesn['’]t|none|never|without|other|everything|anything|something|whatever|what['’]s|who['’]s|else|nothing
    phase[- ]wise|phasewise|ticked|tick|month|a month|per month|kind|sort|more|less|than|narrower|amongst|within|but|let['’]s|sticking|stick|apart|from|nor|neither
    """
)
_KEEPS = re.compile(
    r"\b(?:only|just|also|as well|too|besides|in addition|additionally|narrow|filter|limit|restrict|cut|among|amongst|except|either|still|none|keep|any of)\b|^\W*(?:but )?(?:not?|without|and not?)\b"
)
_VERB = re.compile(
    r"\b(?:cover|covers|handle|handles|support|supports|serve|serves|is|are|do|does|have|has|work|works|cost|costs|earn|earns|take|takes|can|exist|there)\b"
)
_ANEW = re.compile(
    r"^\W*(?:what(?! about)|whats|what['’]s|who|is there|are there|anything|something|everything|i |we |how much|how do|can |could |where|when|why)\b"
)
_NOTHING_ELSE = re.compile(
    r"\bnothing (?:else|more)\b|\b(?:do|does|cover|covers) (?:just|only) that\b|\bno other phases?\b|\bthat(?: one)? phase only\b|\bonly that(?: one)? phase\b"
)


def taken_out(query: Query, said: FollowUp) -> Query | None:
    """`remove whatever is consumption based`."""
    if said.names or not _TAKEN_OUT.search(said.text) or query.select not in ("tools", "roles"):
        return None
    pieces = said.pieces(wages=query.select == "roles")
    if not pieces:
        return None
    text = _TAKEN_OUT.sub(lambda match: " " * len(match.group()), said.text)
    return summed(narrowed(query, Not(of=join(text, pieces))), said)


def restricted(query: Query, said: FollowUp) -> Query | None:
    """The set of the last query under what a follow-up states: narrowed by it where it speaks of that set
    (`which of those are free`, `only open source`), with what it said of the same kind replaced otherwise (`and for
    monitoring?`, `and the paid ones?`)."""
    if (
        said.names
        or query.select not in ("tools", "roles")
        or query.premise
        or query.measure in ("share", "spread", "describe", "compare")
    ):
        return None
    if any(mention.kind not in ("phase",) for mention in said.mentions) or not _leans(query, said):
        return None
    if query.named:
        return _checked(query, said)
    alone = _alone(query, said)
    if alone is not None:
        return alone
    wages = query.select == "roles"
    pieces = tuple(said.pieces(wages=wages))
    turned = _turned(query, said) if not pieces else None
    if not pieces and turned is None:
        return None
    if not said.only(
        _WORDS, ask.COUNT, ask.MIN, ask.MAX, USERS, SPAN, *(pattern for _, pattern in MONTHS), pieces=pieces
    ):
        return None
    stated = turned if turned is not None else join(said.text, pieces)
    basis = read_basis(said.masked, roles=wages)
    if any(isinstance(part, Costs | Earns) for part in parts_of(stated)) and basis != Basis():
        query, stated = query.model_copy(update={"basis": basis}), on_printed_basis(stated, basis)
    keeps = turned is None and (said.refers or bool(_KEEPS.search(said.masked)))
    if keeps and query.measure in ("min", "max") and said.refers:
        return None
    where = AllOf(of=(*parts_of(query.where), *parts_of(stated))) if keeps else _replaced(query.where, stated)
    return _measured(
        query.model_copy(update={"where": where, "limit": 1, "rank": 1} if query.rank > 1 else {"where": where}), said
    )


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that must all hold."""
    return (
        tuple(part for one in condition.of for part in parts_of(one)) if isinstance(condition, AllOf) else (condition,)
    )


def _leans(query: Query, said: FollowUp) -> bool:
    """Whether it is about the set of the last query, and no question of its own."""
    if said.refers:
        return said.target.noun in (None, query.select) or said.target.vague
    strong = said.target.noun is not None and not said.target.vague
    if strong and said.target.noun != query.select:
        return False
    if strong:
        return said.continues and not _VERB.search(said.masked) and not said.masked.lstrip().startswith("who")
    return (
        said.continues
        or not _ANEW.search(said.masked)
        and not (ask.YES_NO.search(said.masked) and not re.match(r"\W*(?:is|are) any", said.masked))
    )


def _checked(query: Query, said: FollowUp) -> Query | None:
    """`and monitoring?` after a yes or no: the same tool checked for another condition."""
    pieces = tuple(said.pieces(wages=query.select == "roles"))
    if query.measure != "check" or not pieces or not said.only(pieces=pieces) or said.refers or negates(said.text):
        return None
    where = _replaced(query.where, join(said.text, pieces))
    return query.model_copy(update={"where": where}) if len(parts_of(where)) == len(parts_of(query.where)) else None


def _alone(query: Query, said: FollowUp) -> Query | None:
    """`only those that do nothing else`: what covers no phase but those asked for."""
    covered = tuple(part.phase for part in parts_of(query.where) if isinstance(part, Covers))
    if not covered or said.mentions or not _NOTHING_ELSE.search(said.masked) or not said.only(_NOTHING_ELSE, _WORDS):
        return None
    return narrowed(query, Confined(phases=covered))


def _turned(query: Query, said: FollowUp) -> Condition | None:
    """`and which are not?`, `and below?`: the opposite of the last condition that has one."""
    last = next(
        (part for part in reversed(parts_of(query.where)) if sort_of(part) in ("licence", "price", "wage")), None
    )
    if last is None or not said.only(_WORDS) or said.refers and not negates(f"{said.masked} "):
        return None
    if isinstance(last, Costs | Earns) and last.usd:
        signs = (
            (">", re.compile(r"\b(?:above|over|more|higher|beyond)\b")),
            ("<", re.compile(r"\b(?:below|under|less|lower|beneath)\b")),
        )
        sign = next((sign for sign, pattern in signs if pattern.search(said.masked)), None)
        return last.model_copy(update={"comparison": sign}) if sign else None
    bare = re.match(
        r"^\W*(?:and |but |so )*(?:which|what|who|the ones|those|ones)(?: ones| tools)?(?: that| which)? (?:are|is|do|does|cost)(?:\W*n['’]t| not)?\W*$",
        said.masked,
    )
    if bare is None:
        return None
    denies = bool(re.search(r"not|n['’]t", said.masked))
    negated = isinstance(last, Not)
    if denies == negated:
        return None
    return last.of if isinstance(last, Not) else Not(of=last)


def sort_of(condition: Condition) -> str:
    """What a condition is about: the phases, the licence, the price, the wage or how many phases."""
    match condition:
        case Not():
            return sort_of(condition.of)
        case Covers() | Confined():
            return "phases"
        case OpenSource():
            return "licence"
        case Costs() | Priced():
            return "price"
        case Earns():
            return "wage"
        case Spans():
            return "number of phases"
        case AllOf() | AnyOf():
            sorts = {sort_of(part) for part in condition.of}
            return sorts.pop() if len(sorts) == 1 else "several"
        case _:
            return condition.kind


def _replaced(where: Condition, stated: Condition) -> Condition:
    """The old conditions with the new ones in the place of those of their kind."""
    new = parts_of(stated)
    old = [part for part in parts_of(where) if not any(_gives_way(part, further) for further in new)]
    new = tuple(_with_sign(part, where) for part in new)
    parts = (*old, *new)
    return parts[0] if len(parts) == 1 else AllOf(of=parts)


def _gives_way(old: Condition, new: Condition) -> bool:
    if sort_of(old) != sort_of(new):
        return False
    if isinstance(new, Covers | AnyOf) and isinstance(old, Not):
        return isinstance(new, Covers) and old.of == new
    if isinstance(new, Costs) and new.usd:
        priced = isinstance(old, Priced) or (isinstance(old, Not) and isinstance(old.of, Costs))
        return not priced and not (isinstance(old, Costs) and _meets(old, new))
    return True


def _meets(old: Costs, new: Costs) -> bool:
    """Whether the two bound a range from both sides."""
    low, high = (old, new) if old.comparison in (">", ">=") else (new, old)
    return low.comparison in (">", ">=") and high.comparison in ("<", "<=") and low.usd < high.usd


def _with_sign(new: Condition, where: Condition) -> Condition:
    """`make that $20`: an amount alone keeps the old bound's side."""
    if not isinstance(new, Costs | Earns) or new.comparison != "=" or not new.usd:
        return new
    old = next((part for part in parts_of(where) if isinstance(part, type(new)) and part.usd), None)
    return new.model_copy(update={"comparison": old.comparison}) if old is not None else new


def _measured(query: Query, said: FollowUp) -> Query:
    """The query by what the follow-up asks for: so many, the cheapest, or which ones."""
    if ask.COUNT.search(said.masked):
        return query.model_copy(update={"measure": "count"})
    if said.says(ask.MIN, ask.MAX):
        measure = "max" if ask.MAX.search(said.masked) else "min"
        return query.model_copy(
            update={"measure": measure, "by": "cost" if query.select == "tools" else "wage", "limit": 1}
        )
    if query.measure == "count" and re.search(r"\b(?:which|who|list|name|show|only|just)\b", said.masked):
        return query.model_copy(update={"measure": "list"})
    return query
