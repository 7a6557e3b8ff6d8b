"""Readings that ask for a plan: the tools, or the people, that together cover what is wanted."""

import re

from server.basis import Basis
from server.conditions import Costs, OpenSource
from server.conjunctions import all_of
from server.query import Query, Select
from server.understanding.pieces.headcount import USERS, read_basis
from server.understanding.pieces.signals import Signals
from server.understanding.readings.hired import hired, to_cover
from server.understanding.readings.outset import at_the_outset
from server.understanding.readings.plan_constraints import FEW, WHOLE, constraints_of, is_wide, own_cloud
from server.understanding.words import cues as ask
from server.understanding.words.basis import bounded_on
from server.understanding.words.wordlist import phrases

_BEST = (
    r"(?:cheapest|smallest|minimal|minimum|leanest|least expensive|lowest[- ]cost|most affordable"
    r"|best|optimal|ideal|complete|full|good|suitable)"
)
_WHOLE = (
    r"(?:stack|tool ?chain|tool ?set|tool ?kit|tool (?:stack|combination|mix|set)|(?:set|combination"
    r"|mix|bundle|selection) of tools)"
)
_MAKE = (
    r"(?:build|put together|assemble|design|propose|recommend|suggest|compose|plan|pick|choose|give"
    r"|need|want|set up|looking for|find|which|what)"
)
_BUILD = rf"(?!wh\S+ (?:can|could|does|do) an? ){_MAKE}"  # `what can a team do to …` builds none
_STACK = phrases(
    rf"""
    {_BEST} (?:\S+ ){{0,4}}{_WHOLE}
    {_MAKE}\b (?:\S+ ){{0,4}}{_WHOLE} (?:\S+ ){{0,5}}(?:for|to|that|which|covering|would|should|covers|with)
    (?:which|what) (?:\w+ ){{0,3}}{_WHOLE} (?:do|would|should|could|can|shall|must) (?:you|we|i|one|an? \w+)
    (?:recommend|suggest|propose)\b (?:\S+ ){{0,4}}{_WHOLE}
    {FEW} tools (?:\S+ ){{0,4}}(?:cover\w*|need\w*|for|to|as)
    (?:complete|full|whole|entire|end[- ]to[- ]end) (?:ml ?ops |ml |llm )?(?:pipeline|set-?up|tooling)
    as cheap(?:ly)? as possible
    tools together (?:would |could |can |that |which )*cover
    (?:combination|set|mix) of tools (?:that |which |to |would )*cover\w*
    (?:which|what) (?:set|combination|mix|selection|{_WHOLE})(?: of tools)? (?:is|would be|comes out)(?: the)? {_BEST}
    (?:an?|one) (?:[\w-]+ )?tool (?:(?:for|per|in) (?:each|every)|per)(?: single)? (?:phase|stage)
    """
)
# A list of one tool or some for each phase, or what is needed for all of them.
_PER_PHASE = phrases(
    r"""
    (?:tools?|one)(?: (?!covers?\b|span\w*)[\w-]+){0,5} (?:for|in) (?:each|every)(?: single)? (?:phase|stage)
    (?:tools?|one)(?: (?!covers?\b|span\w*)[\w-]+){0,5} (?:per|by) (?:phase|stage)
    """
)
_NEEDED = phrases(
    r"(?:which|what) tools(?: \w+)? (?:do|should|would|must) (?:we|i|you|they|one|an? \w+)(?: \w+)? (?:need|use|want"
    r"|require|take|recommend|suggest)"
)
# `free tools for the whole lifecycle`, of which none covers all of it
_SEVERAL_FOR = phrases(r"(?<!which )(?<!what )(?<!any )(?:tools|tooling) for")
# Asked of several phases at once, these want what covers them together.
_CHEAPLY = phrases(
    rf"""
    {_BEST} (?:way|option|approach|set-?up|means)
    how (?:cheap(?:ly)?|little(?: money)?) (?:can|could|do|would|must)
    (?:minimum|minimal|lowest|smallest|least)(?: \w+){{0,2}} (?:spend\w*|budget|costs?|outlay|bill|money|expense
    |total|sum|wages?|payroll)
    (?:the )?(?:least|minimum|lowest amount)(?: that)? (?:we|i|one) (?:can|could|would|must|have to|need to)
    |at (?:the|a) (?:very )?(?:least|minimum)|{_WHOLE} (?:for|covering|across|over)
    need (?:\w+ )?at (?:least|minimum)(?! (?:one|two|three|four|\d))|(?:get by|make do|manage) with
    (?<!has the )(?<!have the ){FEW} (?:\S+ ){{0,3}}(?:tools|products) (?:\S+ ){{0,5}}?(?:together|cover\w*|handl\w*
    |span\w*|serv\w*|do|to|for|as)
    """
)
_CHEAP = phrases(r"(?:cheap|affordable|inexpensive|low[- ]cost|budget) §")
# A wish or a yes or no about the asker's own set of tools.
_ABLE = phrases(
    r"""
    (?:we|i)(?:['’]d| would)? (?:want|need|like|wish|plan) to cover
    (?:can|could|may) (?:we|i|one)|(?:is it|would it be|will it be) (?:possible|feasible|enough|doable)
    enough|suffic\w+|do (?:for|with|about)|(?:any|a) way to
    (?:does|do|will|would) (?:that|this|it)(?: \w+)? (?:buy|pay for|get|cover|suffice)
    what (?:do|would|can|could) you (?:recommend|suggest|propose)
    |(?:should|shall|could|would|can|do) (?:we|i) (?:buy|get|pick|take|choose|use)
    """
)
# An amount that somebody has to spend on whatever is needed.
_PURSE = phrases(
    r"budget\w*|(?:we|i)(?:['’]ve)? (?:\w+ )?(?:have|had|got)|(?<!\w )(?<!\w)(?:only |just )?(?:have|got)|to spend"
    r"|(?:we|i) (?:can|may|could) (?:only )?(?:spend|afford|pay)|for \$\d+"
    r"|\$\d[\d,]*(?: (?:a|per) month| monthly)?(?=\s*[:.;!–—])"
)
_WANTED = phrases("need\\w*|want\\w*|requir\\w+|looking for|must|should")
_SET_WANTED = phrases(rf"{_BUILD} (?:\S+ ){{0,3}}{_WHOLE}|{_WHOLE} for")
_ONE_TOOL = phrases(
    r"""
    (?:an?|one|single|another)(?: (?!month|year)\w+){0,2} (?:tool|product|platform)
    (?:which|what|any)(?: \w+)? (?:tools?|products?|platforms?|software)|the tool (?:must|should|has|needs|we)
    """
)
_A_TOOL = phrases(
    r"(?:out of|in|from|with|by) (?:one|a single|the same|just one) (?:box|place|product|tool|package|hand|vendor)"
    r"|(?:an?|one|single|another|which|what|any)(?: (?!month|year)\w+){0,2} (?:tool|product|platform)"
)
_AT_MOST = ("=", "<", "<=")
_ASKS_PHASES = phrases(r"(?:which|what|how many|name|list)(?: (?!tool\b)\w+){0,3} (?:phases?|stages?)")
_REST = phrases(
    r"(?:what|which) (?:else|(?:other |more |additional |further )tools)(?: \w+)? (?:do|should|would|must|can) (?:we|i)"
)
_SUITS = phrases(
    r"""
    (?:which|what) (?:\w+ )?(?:tools?|stack|tooling|products?|services?)|tools?
    what (?:would )?(?:fits?|suits?|works?)
    what (?:should|can|could|would|do|shall) (?:we|i|you) (?:use|pick|take|choose|adopt|need|buy|recommend|suggest)
    recommend\w*|suggest\w*|propose
    """
)
_MATURITY = phrases(r"maturity|levels?|phases?")
# `a place for the team dinner` asks for no team.
_OUTING = r"(?! (?:dinner|lunch|breakfast|party|event|outing|off-?site|building|trip|retreat|drinks|photo|name|mascot))"
_TEAM = phrases(
    rf"""
    {_BEST} (?:(?!for\b)\S+ ){{0,3}}(?:(?:team|crew|squad){_OUTING}|staffing|set of (?:roles|people)
    |combination of roles)
    (?:which|what) (?:team|crew|squad|combination of (?:roles|people))\b[^?.]* (?:is|would be)(?: the)? {_BEST}
    {_BUILD}\b (?:\S+ ){{0,3}}(?<!on the )(?<!in the )(?<!on our )(?:team|crew|squad){_OUTING} (?:\S+ ){{0,3}}(?:for
    |to|that|which|covering|would|should|covers)
    (?:fewest|smallest number of|least number of|minimum number of|as few) (?:roles|people|hires
    |persons) (?:\S+ ){{0,4}}(?:cover\w*|need\w*|for|to|staff|as)
    (?:whom?|which roles|what roles|how many people) (?:do|should|must|would) (?:we
    |i) (?:\S+ ){{0,3}}(?:need|hire|have)(?: \S+){{0,4}} (?:to|so that) (?:\S+ ){{0,3}}(?:cover|staff)
    (?<!for my )(?<!for our )(?<!for the )(?:hiring|staffing|recruiting) plan|cost\w* (?:to staff|of staffing)
    """
)
_STAFFED = phrases(r"staff(?:ed|ing)?|whom? (?:do|should|would|must) (?:we|i) hire")
_HIRES = phrases(
    r"""
    (?:whom?|which (?:roles?|people|person)|what (?:roles?|people)) (?:\w+ ){0,4}(?:hire|recruit|employ|add|bring in)
    who (?:should|could|would|will|might|must) (?:be|join|come)
    """
)
_ROLE = r"(?:which|what) (?:roles?|positions?|jobs?|people|professions?)"
_FIRST = phrases(
    r"""
    (?:first|next|initial) (?:\w+ )?hires?|(?:hire|recruit|employ)(?: \w+){0,3} (?:first|next)
    (?:only|just) (?:hire|afford|have) (?:one|1)(?: single)? (?:person|role|hire|employee)
    who(?: is| comes)? (?:next|first)(?=\W*$)
    """
)
# One person to be found within a wage: a list to choose from, no team.
ONE_HIRE = phrases(
    rf"""
    {_ROLE} (?:(?:would|could|can|might) )?(?:fits?|fall|falls|lies?|come|comes|stays?|is|are|qualif\w+)
    {_ROLE} (?:could|can|may|might) (?:we|i) (?:\w+ )?(?:afford|consider)
    """
)
# `what team can we build?`, `which roles fit in?`, where the amount that is told is more than one earns.
_SEVERAL = phrases(
    r"(?:which|what|an?|the|our) (?:\w+ )?(?:team|crew|squad)|(?:which|what) (?:\w+ )?(?:roles|people|positions)"
)
_EARNS = phrases(r"earn\w*|makes?|making|paid|costs?|how many|average|mean|median|who")
_NEED = r"(?:need|hire|add|get|recruit|miss\w*|lack\w*)"
_MISSES = phrases(
    rf"""
    (?:whom?|anyone|anybody|someone|somebody|which (?:role|person)s?)(?: else)?(?: is| are|['’]s)?(?: \w+)? missing
    (?:whom?|which roles?)(?: else)? (?:do|should|would|must|are) (?:we|i)(?: \w+)? {_NEED}
    (?:round out|complete|fill up) (?:the|our|my|this) team
    """
)
AT_HAND = phrases(
    r"we (?:are|have|['’]ve)|we['’](?:re|ve)|our (?:\w+ )?team|there (?:is|are)|a team of|i have|already|plan for"
)
_PAYROLL = phrases(
    r"budget|salar(?:y|ies)|payroll|wages?|personnel|head ?count|for (?:people|staff|hires|hiring)|new hires"
)
_BOTH = phrases(
    r"(?:tools?|tooling|stack) (?:and|plus|\+|&) (?:the |a |our )?(?:people|roles|team|staff)"
    r"|(?:people|roles|team|staff) (?:and|plus|\+|&) (?:the |a |our )?(?:tools?|tooling|stack)"
)
_HAVE = re.compile(
    r"\b(?:already|currently)\b|\b(?:we|i) (?:\w+ )?(?:have|use|run|own|keep|got|employ)\b"
    r"|\bin (?:use|place)\b|\bat hand\b|\bkeep(?:ing)?\b|\bwithout\b|\bno\b"
)


def read_plan(signals: Signals) -> Query | None:
    """The plan asked for, with the constraints that the question states."""
    select = _select(signals)
    if select is None or signals.says(_ASKS_PHASES):
        return None
    if signals.target.noun == "phases" and not signals.says(WHOLE):
        return None
    if signals.tools and not signals.says(_HAVE) and not signals.phases:
        return None
    basis = read_basis(signals.masked, roles=select == "team")
    plan = Query(select=select, plan=constraints_of(signals, team=select == "team"), basis=Basis(users=basis.users))
    if not signals.says(_BOTH):
        return _in_order(signals, plan) if select == "team" else plan
    return Query(select="stack", plan=plan.plan, also=(Query(select="team", plan=plan.plan),))


def _in_order(signals: Signals, query: Query) -> Query:
    """The plan; as a team that is hired in this project's order where nothing is named that it has to cover."""
    told = _told(signals)
    if query.plan is None or to_cover(told, query.plan):
        return query
    return query.model_copy(update={"plan": hired(told, query.plan)})


def _select(signals: Signals) -> Select | None:
    wide = is_wide(signals)
    staffed = wide and signals.says(_STAFFED) and signals.says(_CHEAPLY, _STACK, ask.MIN)
    paid = signals.roles and not signals.phases and signals.says(ask.TOTAL)
    if paid and not signals.says(_HIRES, _MISSES, _FIRST):
        return None  # what the people of a plan are paid
    if signals.says(_TEAM) or _staffs(signals) or staffed:
        return "team"
    stack = signals.says(_STACK) or (wide and (signals.says(_CHEAPLY) or _asks_ability(signals) or _spends(signals)))
    if (
        stack
        or (wide and (_fills(signals) or _CHEAP.search(signals.masked)))
        or _suits_cloud(signals)
        or _per_phase(signals)
    ):
        return "team" if signals.target.noun == "roles" and not _counts_users(signals) else "stack"
    return "stack" if at_the_outset(signals) else None


def _counts_users(signals: Signals) -> bool:
    """Whether the people that are spoken of are no more than so many users: `cheap CI/CD for 10 people`."""
    return any(match.end() >= signals.target.end > match.start() for match in USERS.finditer(signals.masked))


def _per_phase(signals: Signals) -> bool:
    """`which tool for each phase?`, `what tools do I need for the whole lifecycle?`: no single tool is sought."""
    if (
        signals.tools
        or signals.roles
        or signals.phases
        or signals.says(ask.COUNT, ask.MAX, ask.MIN, ask.WHY, _ASKS_PHASES)
    ):
        return False
    return signals.says(_PER_PHASE) or (signals.says(WHOLE) and signals.says(_NEEDED, _SEVERAL_FOR))


def _asks_ability(signals: Signals) -> bool:
    """`can we cover all that for $300?`, `what can we do with open source?`: no single tool is asked for."""
    bounded = any(isinstance(piece.condition, Costs | OpenSource) for piece in signals.stated)
    return bounded and signals.says(_ABLE) and not signals.says(_ONE_TOOL, ask.COUNT)


def _spends(signals: Signals) -> bool:
    """`we have $100 a month, need experiment tracking, CI and monitoring`: what together covers all that. Tools that
    are asked for may each cover all of it, if there is such a tool."""
    told = _told(signals)
    conditions = [piece.condition for piece in told.stated]
    bounded = any(isinstance(of, Costs) and of.usd and of.comparison in _AT_MOST for of in conditions)
    if (
        not bounded
        or told.bounds_wages
        or told.roles
        or told.says(_A_TOOL)
        or signals.says(ONE_HIRE, _HIRES, ask.COUNT, ask.WHY, ask.MIN, ask.MAX)
    ):
        return False
    if signals.target.noun is None or (signals.target.noun == "tools" and signals.says(_SET_WANTED)):
        return told.says(_WANTED, _PURSE, _SET_WANTED) and not signals.tools
    whole = bounded_on(all_of(conditions), read_basis(told.masked, roles=False))
    alone = any(whole.holds(tool) for tool in signals.catalogue.tools.values())
    return signals.target.noun == "tools" and told.says(_PURSE) and not alone


def _fills(signals: Signals) -> bool:
    """`we have X, what else do we need?`"""
    if not signals.says(_REST):
        return False
    told = _told(signals)
    return bool(told.tools) and told.says(_HAVE)


def _suits_cloud(signals: Signals) -> bool:
    """Tools asked for by somebody who tells of the own cloud; an extreme or a count is a question of its own."""
    if own_cloud((signals.whole or signals.text).lower()) is None or signals.tools or signals.roles:
        return False
    if signals.in_names:
        return False
    return signals.says(_SUITS) and not signals.says(ask.MIN, ask.MAX, ask.COUNT, ask.YES_NO, ask.WHY, _MATURITY)


def _staffs(signals: Signals) -> bool:
    """Whom to hire within a payroll, or beside the people at hand; whom first of all, cards tell."""
    told = _told(signals)
    if not (told.tools or told.roles) and _pays_several(told) and signals.says(_SEVERAL) and not signals.says(_EARNS):
        return True
    if signals.tools or not signals.says(_HIRES, _MISSES, _FIRST) or signals.says(ONE_HIRE):
        return False
    if not told.roles and signals.says(WHOLE):
        return True
    if told.roles:
        return told.says(AT_HAND) and signals.says(_MISSES, _FIRST)
    return pays_people(told)


def pays_people(told: Signals) -> bool:
    """Whether an amount is there to pay people with."""
    pays = any(isinstance(piece.condition, Costs) and piece.condition.usd > 0 for piece in told.stated)
    return pays and (told.says(_PAYROLL) or _pays_several(told))


def _pays_several(told: Signals) -> bool:
    """Whether an amount may be spent that is more than anybody earns."""
    best = max(role.monthly_wage_usd for role in told.catalogue.roles.values())
    months = read_basis(told.masked, roles=True).months
    limits = (p.condition for p in told.stated if isinstance(p.condition, Costs) and ">" not in p.condition.comparison)
    return any(limit.usd > months * best for limit in limits)


def _told(signals: Signals) -> Signals:
    """Everything that the asker says, in whichever sentence."""
    return signals.of(signals.whole or signals.text)
