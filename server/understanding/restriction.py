"""Follow-ups that change the conditions: one more, one of the same kind in place of the old, its opposite."""

import re

from server.basis import Basis
from server.conditions import AllOf, Condition, Confined, Costs, Covers, Earns, Not
from server.query import Query
from server.understanding import cues as ask
from server.understanding.angle import summed
from server.understanding.basis import on_printed_basis
from server.understanding.clauses import join, negates
from server.understanding.followup import FollowUp
from server.understanding.headcount import MONTHS, SPAN, USERS, read_basis
from server.understanding.membership import narrowed
from server.understanding.replacement import parts_of, replaced, sort_of
from server.understanding.wordlist import phrases

_TAKEN_OUT = re.compile(
    r"\b(?:remove|removing|drop|dropping|exclude|excluding|without|except(?: for)?|take out"
    r"|taking out|leave out|leaving out|throw out|minus"
    r"|but no|not the|skip|delete|strike)\b",
    re.IGNORECASE,
)
_WORDS = phrases(
    r"""
    phase[- ]wise|phasewise|tools?|roles?|people|phases?|stages?|work|price|prices|priced|cost|costs|costing
    |earns?|earning|paid|pay|licen[cs]ed?
    cover|covers|covering|handle|handles|handling|support|supports|supporting|serve|serves|serving|works?|working|involved|used?|take|takes|part
    list|show|give|name|narrow|down|cut|filter|limit|restrict|keep|remain|remains|remaining|left|out|among
    |between|those who|get|gets|see|want|need|needs?
    is there|are there|there are|aren['’]t|isn['’]t|don['’]t|doesn['’]t|raise|lower|increase|decrease|set|up
    |limit|budget|change|none|never|without|other|everything|anything|something|whatever|what['’]s|who['’]s
    |else|nothing
    ticked|tick|month|a month|per month|kind|sort|more|less|than|narrower|above|below|over|under|higher
    |lower|beyond|beneath|amongst|within|but|let['’]s|sticking|stick|apart|from|nor|neither
    """
)
_KEEPS = re.compile(
    r"\b(?:only|just|also|as well|too|besides|in addition|additionally|narrow|filter|limit|restrict"
    r"|cut|among|amongst|except|either|still|none|keep|any of|any (?:that|which|with)|narrow down)\b"
    r"|^\W*(?:but )?(?:not?|without|and not?)\b"
)
# `not open source, i mean free`
_CORRECTS = re.compile(r"^\W*(?:no,? |sorry,? )?not\b.*?\b(?:i mean|i meant|but|rather)\b")
_ONLY = phrases(r"only|instead|alone|just")
# `of those`, `they`: the set itself; in `those with a price`, `those` stands for tools of any kind.
_OF_THEM = re.compile(
    r"\b(?:of|among|amongst|from|between) (?:those|these|them)\b|\b(?:these|them|they|their"
    r"|the (?:list|above|same ones))\b"
    r"|\bthose\b(?! (?:that|with|who|which|under|below|over|above|in|for|from|of|at|without|costing|earning|not)\b)"
)
_SORRY = re.compile(
    r"^\W*(?:no|nope|oh no)\b(?:\s*,|(?=\s+(?:sorry|wait|i mean|actually|rather|correction|make)\b))[\s,]*"
)
_VERB = re.compile(
    r"\b(?:cover|covers|handle|handles|support|supports|serve|serves|is|are|do|does|have|has|work|works|cost|costs|earn|earns|take|takes|can|exist|there)\b"
)
_ANEW = re.compile(
    r"^\W*(?:what(?! about)|whats|what['’]s|who|is there|are there|anything|something|everything|i "
    r"|we |how much|how do|can |could |where|when|why)\b"
)
_NOT = re.compile(r"\bnot\b|n['’]t\b")
_OTHER_WAY = re.compile(r"\b(?:the )?other way (?:a?round|about)\b|\bvice[- ]versa\b|\b(?:the )?(?:reverse|opposite)\b")
_NOTHING_ELSE = re.compile(
    r"\bnothing (?:else|more)\b|\b(?:do|does|cover|covers) (?:just|only) that\b|\bno other phases?\b"
    r"|\bthat(?: one)? phase only\b|\bonly that(?: one)? phase\b"
)


def reversed_polarity(query: Query, said: FollowUp) -> Query | None:
    """`and the other way round?`: what was demanded is denied, what was denied demanded."""
    if said.mentions or not _OTHER_WAY.search(said.masked) or not said.only(_OTHER_WAY):
        return None
    if query.select == "phases" and query.combine == "minus":
        return query.model_copy(update={"named": query.named[::-1]})
    parts = parts_of(query.where)
    if len(parts) != 2 or sum(isinstance(part, Not) for part in parts) != 1:
        return None
    turned = tuple(part.of if isinstance(part, Not) else Not(of=part) for part in parts)
    return query.model_copy(update={"where": AllOf(of=turned)})


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
    if any(mention.kind != "phase" for mention in said.mentions) or not _leans(query, said):
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
        _CORRECTS, _WORDS, ask.COUNT, ask.MIN, ask.MAX, USERS, SPAN, *(pattern for _, pattern in MONTHS), pieces=pieces
    ):
        return None
    sorry = _SORRY.match(said.masked)
    corrects = _CORRECTS.match(said.masked)
    if corrects:
        denied = tuple(piece.condition for piece in pieces if piece.start < corrects.end())
        query = query.model_copy(update={"where": AllOf(of=tuple(p for p in parts_of(query.where) if p not in denied))})
        pieces = tuple(piece for piece in pieces if piece.start >= corrects.end())
    bare = said.continues and said.only(_ONLY, pieces=pieces) and all(isinstance(p.condition, Covers) for p in pieces)
    text = _ONLY.sub(lambda match: " " * len(match.group()), said.text) if bare else said.text
    text = " " * sorry.end() + text[sorry.end() :] if sorry else text
    stated = turned if turned is not None else join(text, pieces)
    basis = read_basis(said.masked, roles=wages)
    if any(isinstance(part, Costs | Earns) for part in parts_of(stated)) and basis != Basis():
        query, stated = query.model_copy(update={"basis": basis}), on_printed_basis(stated, basis)
    keeps = turned is None and not bare and not corrects and _keeps(said, sorry.end() if sorry else 0)
    if keeps and query.measure in ("min", "max") and _OF_THEM.search(said.masked):
        return None
    where = AllOf(of=(*parts_of(query.where), *parts_of(stated))) if keeps else replaced(query.where, stated)
    return _measured(
        query.model_copy(update={"where": where, "limit": 1, "rank": 1} if query.rank > 1 else {"where": where}), said
    )


def _keeps(said: FollowUp, start: int) -> bool:
    """Whether it narrows the set, and says nothing in the place of what was said."""
    return bool(_OF_THEM.search(said.masked) or _KEEPS.search(said.masked[start:]))


def _leans(query: Query, said: FollowUp) -> bool:
    """Whether it is about the set of the last query, and no question of its own."""
    if said.refers and _NOTHING_ELSE.search(said.masked):
        return True
    if said.refers:
        return said.target.noun in (None, query.select) or said.target.vague
    strong = said.target.noun is not None and not said.target.vague
    if strong and said.target.noun != query.select:
        return False
    if strong:
        return said.continues and not _VERB.search(said.masked) and not said.masked.lstrip().startswith("who")
    asks_anew = _ANEW.search(said.masked) or (
        ask.YES_NO.search(said.masked) and not re.match(r"\W*(?:is|are) any", said.masked)
    )
    return said.continues or not asks_anew


def _checked(query: Query, said: FollowUp) -> Query | None:
    """`and monitoring?` after a yes or no: the same tool checked for another condition."""
    pieces = tuple(said.pieces(wages=query.select == "roles"))
    if query.measure != "check" or not pieces or not said.only(pieces=pieces) or said.refers or negates(said.text):
        return None
    where = replaced(query.where, join(said.text, pieces))
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
    if last is None or not said.only(_WORDS) or (_OF_THEM.search(said.masked) and not _NOT.search(said.masked)):
        return None
    if isinstance(last, Costs | Earns) and last.usd:
        signs = (
            (">", re.compile(r"\b(?:above|over|more|higher|beyond)\b")),
            ("<", re.compile(r"\b(?:below|under|less|lower|beneath)\b")),
        )
        sign = next((sign for sign, pattern in signs if pattern.search(said.masked)), None)
        return last.model_copy(update={"comparison": sign}) if sign else None
    bare = re.match(
        r"^\W*(?:and |but |so )*(?:which|what|who|the ones|those|ones)(?: ones| tools)?(?: that"
        r"| which)? (?:are|is|do|does|cost)(?:\W*n['’]t| not)?\W*$",
        said.masked,
    )
    if bare is None:
        return None
    denies = bool(_NOT.search(said.masked))
    negated = isinstance(last, Not)
    if denies == negated:
        return None
    return last.of if isinstance(last, Not) else Not(of=last)


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
