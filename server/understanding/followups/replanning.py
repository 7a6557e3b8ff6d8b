"""Follow-ups to a plan: the same plan under one constraint more, one less or another."""

import re

from corpus.vocabulary import PhaseCode
from server.basis import Basis
from server.conditions import Costs, Covers, Not, OpenSource
from server.constraints import LIFECYCLE, Given, PlanConstraints
from server.query import Query, Select
from server.understanding.followups.angle import BASIS, basis_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.clauses import DENIES, negates
from server.understanding.pieces.headcount import USERS
from server.understanding.pieces.pieces import Piece
from server.understanding.readings.circumstances import PATTERNS, bearing, crowd_of, joined, model_of, stated_in
from server.understanding.readings.plan_constraints import cloud_of
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked, phrases

_PEOPLE = phrases(
    r"who(?:m)?|(?:the )?(?:people|team|staff|roles?|crew)|hires?|hiring|recruit\w*|headcount|wages?|payroll|person"
)
_TOOLS = phrases(r"(?:the )?(?:tools?|stack|tool ?chain|tool ?set|tooling|software)")
_ASKS = phrases(r"which|what(?! (?:if|about))|how(?! about)|why|of (?:it|that|those|these|them)")
_CHECKS = phrases(r"those|these|them|does|do(?!n)|is|are")
_NEED = re.compile(
    r"\b(?:who|what|which (?:people|roles)) (?:else )?(?:would|do|should|will) (?:we|i) (?:\w+ )?(?:need|hire)\b"
)
_ALSO = phrases(r"add\w*|also|too|as well|plus|include\w*|extend\w*|in addition|besides|on top")
_ONLY = phrases(r"only|just|alone|nothing but|limit\w*|restrict\w*")
_HAVE = phrases(
    r"have|use|using|run|keep\w*|already|own|got|in use|with|add\w*|include\w*|including|bring\w*|hire\w*|join\w*"
)
_PAYS_MORE = phrases(
    r"""
    adds?(?: to)?(?: (?:our|the|my))? (?:payroll|wages?|wage bill|salary bill|budget|costs)
    (?:extra|additional|further|added) (?:payroll|wages?|costs?|pay|salar(?:y|ies))
    (?:costs?|pay) (?:us )?(?:extra|in addition|on top|additionally)
    """
)
_LOOSER = phrases(r"(?:need|must|do|does)(?: not|n['’]t)|no longer|any|whatever|drop(?:ping)?|forget|remove|without")
# A stack that is too much for the team: what nobody has to run is less.
_SIMPLER = phrases(
    r"too (?:complicated|complex|heavy|much|difficult|hard|many (?:tools|things))|overkill|simpler|easier"
    r"|lighter|less complex|(?:more )?lightweight"
)
# What to take for the phases that are told to be uncovered.
_FILL = phrases(
    r"(?:which|what)(?: tools?| ones?)? (?:would|should|do|could|can) (?:you|we|i)(?: \w+)? (?:add|recommend|suggest"
    r"|take|use|pick|get|choose|need)|(?:recommend|suggest) (?:some|something|tools?)"
    r"|(?:fill|close|cover) (?:the |these |those |that )?(?:gaps?|phases?)"
)
_WORDS = (
    phrases(
        r"""
    what if|make|made|plan\w*|replan|redo|again|same|constraint\w*|require\w*|must|allowed|possible|budget\w*
    maximum|max|cap|limit\w*|only|instead|stay\w*|remain\w*|now|per month|a month|monthly|dollars?|bucks|usd|cost\w*
    spend\w*|afford|open[- ]?source\w*|free|licen[cs]e\w*|paid|aws|amazon|azure|microsoft|google|gcp|cloud\w*|shop
    pls|please|plz|(?:(?:they|it|that|those|both) ?(?:is|are|['’](?:re|s)|have|has)(?: been)?) (?:gone|dead|ended|over
    |closed|discontinued|shut(?: down)?)
    |infrastructure|there|join\w*|bring\w*|board|extra|additional|another|move|moved|switch\w*|restrict\w*|extend\w*
    consider\w*|company|everything|bound|based|prefer\w*|assum\w+|suppose|runs?|running|new|lead|boss|manager
    every(?: single)?(?: one| tool)?(?: of)?|each(?: one)?(?: of)?|ha(?:s|ve) to|be
    """
    ),
    _PEOPLE,
    _TOOLS,
    _ALSO,
    _ONLY,
    _HAVE,
    _LOOSER,
    _SIMPLER,
    *PATTERNS,
    DENIES,
    USERS,
)


def to_pay_more(thread: Thread, said: FollowUp) -> Query | None:
    """`what would that add to the payroll?` behind a team: the pay of those to add, or the team again with nobody."""
    last = thread.last.query
    if last is None or last.plan is None or last.select != "team" or said.mentions or said.pieces(wages=False):
        return None
    if not said.says(_PAYS_MORE) or said.unread(_PAYS_MORE, _PEOPLE, _ASKS, ask.COST, ask.WAGE, *BASIS):
        return None
    at_hand = last.plan.team
    new = tuple(name for name in thread.last.items.roles if name not in at_hand)
    basis = basis_of(said.masked, last)
    return Query(select="roles", measure="sum", by="wage", named=new, basis=basis) if new else last


def replanned(thread: Thread, said: FollowUp) -> Query | None:
    """The last plan with what is stated changed; None where the last turn was no plan, nothing is stated, or a word
    is left that says anything else."""
    last = thread.last.query
    if last is None or last.plan is None or last.also:
        return None
    team = last.select == "team"
    pieces = said.pieces(wages=False)
    simpler = not team and said.says(_SIMPLER)
    asks = not simpler and ((said.says(_ASKS) and not said.says(_NEED)) or (said.says(_CHECKS) and not said.continues))
    if asks or said.unread(*_WORDS, pieces=pieces):
        return None
    select = _turned(said, team=team)
    cloud = cloud_of(said.text.lower())
    basis = Basis() if select == "team" else basis_of(said.masked, last)
    update = _rescaled(last, basis) | _money(pieces, basis, team=select == "team") | _phases(said, pieces, last.plan)
    update |= _names(said, last.plan, on_cloud=cloud is not None)
    if select == "stack":
        update |= _circumstances(said, last.plan, basis, simpler=simpler)
    if cloud is not None:
        update["cloud"] = cloud
    plan = last.plan.model_copy(update=update)
    basis = Basis(users=basis.users)
    if plan == last.plan and select == last.select and basis == last.basis:
        return None
    return Query(select=select, plan=plan, basis=basis)


def filled_up(thread: Thread, said: FollowUp) -> Query | None:
    """`which tools would you add?` after the phases that tools in use leave uncovered."""
    last = thread.last.query
    if last is None or (last.select, last.combine) != ("phases", "gap") or said.mentions or not said.says(_FILL):
        return None
    if not all(name in thread.catalogue.tools for name in last.named):
        return None
    plan = PlanConstraints(phases=last.phases or LIFECYCLE, tools=last.named, advised=True)
    return Query(select="stack", plan=plan)


def _circumstances(said: FollowUp, plan: PlanConstraints, basis: Basis, *, simpler: bool) -> dict[str, object]:
    """Where the stack is to run and what for; what is too much for a team is put out to others."""
    lazier: tuple[Given, ...] = ("managed",) if simpler and not {"managed", "in_house"} & {*plan.given} else ()
    told = bearing((*stated_in(said.masked), *lazier, *crowd_of(basis)), advised=plan.advised)
    given = joined(plan.given, told)
    update: dict[str, object] = {"given": given} if given != plan.given else {}
    if plan.phases == LIFECYCLE and plan.advised and model_of(said.text) == "llm":
        update["model"] = "llm"
    return update


def _turned(said: FollowUp, *, team: bool) -> Select:
    """`and the people for it?` after tools, and the other way round."""
    if said.names:
        return "team" if team else "stack"
    people = _PEOPLE.search(said.masked if team else blanked(USERS, said.masked)) is not None
    if team:
        return "stack" if said.says(_TOOLS) and not people else "team"
    return "team" if people and not said.says(_TOOLS) else "stack"


def _rescaled(last: Query, basis: Basis) -> dict[str, object]:
    """The same budget for other users than before, as prices are printed for ten."""
    budget = last.plan.budget_usd if last.plan is not None else None
    if budget is None or basis.users == last.basis.users:
        return {}
    return {"budget_usd": int(round(last.basis.price(budget)) / basis.price(1))}


def _money(pieces: list[Piece], basis: Basis, *, team: bool) -> dict[str, object]:
    """Licence and amounts: the lowest bound of either is the new one, a budget as for the users that prices are
    printed for."""
    update: dict[str, object] = {}
    for piece in pieces:
        match piece.condition:
            case OpenSource():
                update["open_source_only"] = True
            case Not(of=OpenSource()):
                update["open_source_only"] = False
            case Costs(comparison="=" | "<" | "<=") as bound:
                below = 1 if bound.comparison == "<" else 0
                usd = bound.usd if team else bound.usd / Basis(users=basis.users).price(1)
                update["payroll_usd" if team else "budget_usd"] = max(0, int(usd) - below)
            case _:
                pass
    return update


def _phases(said: FollowUp, pieces: list[Piece], plan: PlanConstraints) -> dict[str, object]:
    """Phases added, left out or put in place of the old ones."""
    stated = [piece for piece in pieces if isinstance(piece.condition, Covers)]
    codes = {piece.condition.phase for piece in stated if isinstance(piece.condition, Covers)}
    if not codes or (plan.phases == LIFECYCLE and plan.advised and codes == {PhaseCode.MDL} and not said.says(_ONLY)):
        return {}
    if negates(said.masked[: stated[0].start]):
        wanted = set(plan.phases) - codes
    elif said.says(_ALSO) and not said.says(_ONLY):
        wanted = set(plan.phases) | codes
    else:
        wanted = codes
    return {"phases": tuple(code for code in PhaseCode if code in wanted), "model": "either"} if wanted else {}


def _names(said: FollowUp, plan: PlanConstraints, *, on_cloud: bool) -> dict[str, object]:
    """Tools to keep or to go without; people at hand. `on AWS` means the cloud and keeps none of its tools."""
    parts = [part for part in said.parts if part.denied or not (on_cloud and part.family)]
    kept = [name for part in parts if not part.denied for name in part.names]
    denied = [name for part in parts if part.denied for name in part.names]
    roles = {mention.name for mention in said.mentions if mention.kind == "role"}
    if not parts:
        return {}
    return {
        "tools": tuple(dict.fromkeys(name for name in (*plan.tools, *kept) if name not in (*denied, *roles))),
        "without": tuple(dict.fromkeys(name for name in (*plan.without, *denied) if name not in (*kept, *roles))),
        "team": tuple(name for name in (*plan.team, *kept) if name in (*plan.team, *roles) and name not in denied),
    }
