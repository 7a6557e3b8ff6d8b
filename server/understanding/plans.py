"""Readings that ask for a plan: the tools, or the people, that together cover what is wanted."""

import re
from math import ceil

from corpus.vocabulary import PhaseCode
from server.conditions import Condition, Costs, Covers, OpenSource
from server.constraints import LIFECYCLE, Cloud, PlanConstraints
from server.query import Query
from server.understanding.clauses import negates
from server.understanding.signals import Signals
from server.understanding.wordlist import phrases

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
_STACK = phrases(
    rf"""
    {_BEST} (?:\S+ ){{0,4}}{_WHOLE}
    {_MAKE}\b (?:\S+ ){{0,4}}{_WHOLE} (?:\S+ ){{0,3}}(?:for|to|that|which|covering|would|should|covers|with)
    (?:fewest|smallest number of|least number of|minimum number of|as few) tools (?:\S+ ){{0,4}}(?:cover\w*
    |need\w*|for|to|as)
    as cheap(?:ly)? as possible
    tools together (?:would |could |can |that |which )*cover
    (?:combination|set|mix) of tools (?:that |which |to |would )*cover\w*
    """
)
_TEAM = phrases(
    rf"""
    {_BEST} (?:\S+ ){{0,3}}(?:team|crew|squad|staffing|set of (?:roles|people)|combination of roles)
    {_MAKE}\b (?:\S+ ){{0,3}}(?<!on the )(?<!in the )(?<!on our )(?:team|crew|squad) (?:\S+ ){{0,3}}(?:for
    |to|that|which|covering|would|should|covers)
    (?:fewest|smallest number of|least number of|minimum number of|as few) (?:roles|people|hires
    |persons) (?:\S+ ){{0,4}}(?:cover\w*|need\w*|for|to|staff|as)
    (?:whom?|which roles|what roles|how many people) (?:do|should|must|would) (?:we
    |i) (?:\S+ ){{0,3}}(?:need|hire|have)(?: \S+){{0,4}} (?:to|so that) (?:\S+ ){{0,3}}(?:cover|staff)
    """
)
_HAVE = re.compile(
    r"\b(?:already|currently)\b|\b(?:we|i) (?:\w+ )?(?:have|use|run|own|keep|got|employ)\b"
    r"|\bin (?:use|place)\b|\bat hand\b|\bkeep(?:ing)?\b"
)
_CLOUDS: dict[str, Cloud] = {"aws": "aws", "amazon": "aws", "azure": "azure", "google": "google", "gcp": "google"}
_CLOUD = re.compile(
    r"\b(?:on|in|for|within|our|using) (?:the )?(aws|amazon|azure|google|gcp)\b(?! (?:devops|ml"
    r"|container|machine|lake|sage|kinesis))"
)


def read_plan(signals: Signals) -> Query | None:
    """The plan asked for, with the constraints that the question states."""
    team = signals.says(_TEAM)
    if not team and not signals.says(_STACK):
        return None
    if signals.target.noun == "phases" or (signals.tools and not signals.says(_HAVE) and not signals.phases):
        return None
    return Query(select="team" if team else "stack", plan=_constraints(signals))


def _constraints(signals: Signals) -> PlanConstraints:
    text = signals.anonymous
    denied = {piece.start for piece in signals.stated if negates(text[: piece.start])}
    stated: list[Condition] = [piece.condition for piece in signals.stated if piece.start not in denied]
    phases = tuple(dict.fromkeys(part.phase for part in stated if isinstance(part, Covers)))
    budgets = [  # below an amount is at most a dollar less, since every price is in whole dollars
        ceil(part.usd) - 1 if part.comparison == "<" else int(part.usd)
        for part in stated
        if isinstance(part, Costs) and part.comparison in ("=", "<", "<=")
    ]
    tools = [mention for mention in signals.mentions if mention.kind == "tool"]
    without = tuple(mention.name for mention in tools if negates(signals.masked[: mention.start]))
    cloud = _CLOUD.search(signals.lower)
    return PlanConstraints(
        phases=tuple(code for code in PhaseCode if code in phases) or LIFECYCLE,
        budget_usd=min(budgets) if budgets else None,
        open_source_only=any(isinstance(part, OpenSource) for part in stated),
        cloud=_CLOUDS[cloud.group(1)] if cloud else None,
        tools=tuple(dict.fromkeys(mention.name for mention in tools if mention.name not in without)),
        without=tuple(dict.fromkeys(without)),
        team=signals.roles,
    )
