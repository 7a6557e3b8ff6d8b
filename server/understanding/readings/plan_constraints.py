"""The constraints that a question states of a plan: phases, money, licence, cloud, tools in use, people at hand."""

import re
from fractions import Fraction
from math import ceil

from corpus.linker import Kind, Mention
from corpus.vocabulary import PhaseCode, Tool
from server.basis import PRINTED_USERS, Basis
from server.conditions import Condition, Costs, Covers, Not, OpenSource
from server.constraints import LIFECYCLE, Cloud, ModelChoice, PlanConstraints
from server.understanding.pieces.clauses import negates
from server.understanding.pieces.headcount import read_basis
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.signals import Signals
from server.understanding.readings.circumstances import bearing, circumstances_of, model_of, stated_in
from server.understanding.readings.named import team_counts
from server.understanding.words.cues import BARRED, MIN
from server.understanding.words.wordlist import blanked, phrases

# All phases at once, however they are spoken of.
_OF_IT = r"(?:(?:of )?(?:the|its|our|single) )*(?:(?:seven|7) )?(?:ml ?ops )?(?:lifecycle )?"
_LIFECYCLE = r"(?:ml ?ops |ml |machine learning )?(?:lifecycle|life cycle|process|pipeline)"
WHOLE = phrases(
    rf"""
    (?:all|every|each) {_OF_IT}(?:phases?|stages?)
    (?:whole|entire|full|complete|rest of the) {_LIFECYCLE}|cover\w* (?:the|our|my) {_LIFECYCLE}
    no (?:lifecycle )?(?:phase|stage) (?:stays|is left|remains|goes|is) (?:uncovered|open|without|out)
    end[- ]to[- ]end|everything|all of it
    """
)
# A stack is for the whole lifecycle, where no more than the kind of models is told: `a stack for LLM applications`.
STACK = phrases(r"stacks?|tool ?chain|tool ?kit|set-?up")
SET_UP_WHOLE = phrases(r"(?:ml|llm) ?ops set-?up")
_CLOUDS: dict[str, Cloud] = {
    "aws": "aws", "amazon": "aws", "azure": "azure", "microsoft": "azure", "google": "google", "gcp": "google",
}  # fmt: skip
_NO_TOOL = r"(?! (?:devops|ml\b|container|machine|lake|sage|kinesis|studio|boards|repos))"
_CLOUD = r"(?:microsoft )?(?P<cloud{0}>aws|amazon|azure|google|gcp|microsoft)(?: web services| cloud(?: platform)?)?"
_ON_CLOUD = re.compile(
    rf"\b(?:on|in|for|within|our|using) (?:the )?(?P<on>aws|amazon|azure|google|gcp)\b{_NO_TOOL}"
    r"|\b(?P<of>aws|amazon|azure|google|gcp)(?: cloud)?[- ](?:based )?(?:(?:ml ?ops|llm ?ops|ml|ai) )?(?:stack"
    r"|tool ?chain|tool ?kit|set-?up)\b"
)
# The asker's own cloud: `we are on X`, `everything runs in X`, `an X shop`.
_OWN_CLOUD = re.compile(
    r"\b(?:we|i|our|us|my|all|everything|company|team|shop)\b(?:['’](?:re|m|ve))?[^.?!;]{0,40}?"
    r"\b(?:on|in|into|with|within|to|is|use|using)\s(?:the )?"
    rf"{_CLOUD.format('1')}\b{_NO_TOOL}(?! (?:maturity|level))"
    rf"|\b{_CLOUD.format('2')}[- ](?:shop|house|company|customers?|users?|based|only|centric|environment|tenant"
    r"|subscription|cloud|people|folks)\b"
)
_OUT_OF_CLOUD = re.compile(
    r"\b(?:no|not|without|avoid\w*|except|nothing (?:from|on|by)|anything but)(?: any| the| on)?"
    r" (aws|amazon|azure|microsoft)\b"
    rf"{_NO_TOOL}"
)
# The fewest tools come first only where nothing is said of money.
_SET = r"(?:set|mix|bundle|combination|collection|selection)"
FEW = (
    rf"(?:fewest|(?:smallest|least|lowest|minimum|minimal) number of|(?:as|how) few|(?:smallest|leanest|minimal"
    rf"|minimum) (?:\w+ )?{_SET} of)"
)
_FEWEST = phrases(
    rf"""
    {FEW}(?: \S+){{0,3}} (?:tools|products)
    how many(?: \w+)? tools|with (?:only |just )?(?:one|two|three|four|five|\d) tools
    (?:smallest|leanest|minimal|minimum) (?:\w+ )?(?:stack|tool ?chain|tool ?set|tool ?kit)
    """
)
# Price or number alone decide; otherwise the cards do.
FEWEST_OR_CHEAPEST = phrases(
    rf"""
    {FEW}|as cheap(?:ly)? as|cheap(?:ly|er|est)?|inexpensive\w*|low[- ]cost|least|minimal(?:ly)?|minimum|leanest
    how (?:cheap(?:ly)?|little|few)|lowest|(?<!put )together
    """
)
_MONEY = phrases(r"cheap\w*|costs?|pric\w+|money|expens\w+|budget|afford\w*|free|spend\w*|dollars?|\$\d*|pay\w*")
# Who is missing for a phase is wanted there.
_MISSING = re.compile(r"\b(?:missing|lacking|absent)\b", re.IGNORECASE)
_BUT = re.compile(
    r"\b(?:but|except(?:ing)?(?: for)?|apart from|other than|excluding|minus)\s+(?:the\s+)?$", re.IGNORECASE
)
_LISTED = re.compile(r"(?:[\s,&/]|\b(?:and|or|nor|the|any)\b)*")
_BARRED = re.compile(rf"[^.?!;,]*\b(?:is|are|stays?)\b(?: \w+)? (?:{BARRED})\b")
_PAID = (Not(of=Costs(comparison="=", usd=0)), Costs(comparison=">", usd=0))
_HALVES: dict[PhaseCode, ModelChoice] = {PhaseCode.MDT: "own", PhaseCode.MDL: "llm"}


def constraints_of(signals: Signals, *, team: bool) -> PlanConstraints:
    """The constraints that the question states; amounts are wages for a `team`, prices otherwise."""
    text = blanked(_MISSING, signals.anonymous)
    barred = [match.span() for match in _BARRED.finditer(text.lower())]
    denied = {
        piece.start
        for piece in signals.stated
        if negates(text[: piece.start]) or any(start <= piece.start < end for start, end in barred)
    }
    stated: list[Condition] = [piece.condition for piece in signals.stated if piece.start not in denied]
    warded = [Not(of=piece.condition) for piece in signals.stated if piece.start in denied]
    phases, model = _phases(signals, stated, _spared(text, signals.stated, denied))
    limit = _limit(stated, read_basis(signals.masked, roles=team))
    kept, without = _tools(signals)
    roles = _denied(signals, "role")
    advised = not (team or signals.says(MIN, FEWEST_OR_CHEAPEST))
    if advised and model == "either" and PhaseCode.MD in phases:
        model = model_of(signals.whole or signals.text)
    return PlanConstraints(
        phases=phases,
        model=model,
        budget_usd=None if team else limit,
        payroll_usd=limit if team else None,
        open_source_only=any(isinstance(part, OpenSource) for part in stated),
        closed_source_only=Not(of=OpenSource()) in (*stated, *warded),
        paid_only=any(part in _PAID for part in (*stated, *warded)),
        cloud=cloud_of(signals.lower),
        tools=kept,
        without=(*without, *(name for name, denied in roles.items() if denied)),
        fewest_tools=not team and signals.says(_FEWEST) and not signals.says(_MONEY),
        team=_team(signals, roles),
        advised=advised,
        given=() if team else bearing(circumstances_of(signals), advised=advised),
    )


def cloud_of(lower: str) -> Cloud | None:
    """The cloud to stay on."""
    match = _ON_CLOUD.search(lower)
    return _CLOUDS[match["on"] or match["of"]] if match else own_cloud(lower)


def names_cloud(name: str) -> Cloud | None:
    """The cloud that a name is of: `GCP`."""
    return _CLOUDS.get(name.lower().split(" ")[0])


def told_by_plan(name: str, plan: PlanConstraints | None) -> bool:
    """Whether a name that no table has is what a plan takes as the place where it runs: `GCP`, `Kubernetes`."""
    if plan is None:
        return False
    cloud = names_cloud(name)
    return (cloud is not None and cloud == plan.cloud) or bool({*stated_in(name)} & {"kubernetes"} and plan.given)


def own_cloud(lower: str) -> Cloud | None:
    """The cloud that the asker tells to be on."""
    match = _OWN_CLOUD.search(lower)
    return _CLOUDS[match["cloud1"] or match["cloud2"]] if match else None


def is_wide(signals: Signals) -> bool:
    """Whether several phases, or all of them, are to be covered."""
    return len(signals.phases) > 1 or signals.says(WHOLE)


def _spared(text: str, stated: list[Piece], denied: set[int]) -> set[PhaseCode]:
    """`everything but monitoring`: the phases that are left out."""
    return {
        piece.condition.phase
        for piece in stated
        if isinstance(piece.condition, Covers) and (piece.start in denied or _BUT.search(text[: piece.start]))
    }


def _phases(
    signals: Signals, stated: list[Condition], spared: set[PhaseCode]
) -> tuple[tuple[PhaseCode, ...], ModelChoice]:
    """The phases in lifecycle order; where all are asked for, some may be spared, and a half of MD only says how to
    read MD."""
    codes = {part.phase for part in stated if isinstance(part, Covers)} - spared
    if codes == {PhaseCode.AS} and SET_UP_WHOLE.search(signals.lower):
        return LIFECYCLE, "either"
    if spared and signals.says(WHOLE):
        return tuple(code for code in LIFECYCLE if code not in spared), "either"
    whole = signals.says(WHOLE) or (len(codes) == 1 and signals.says(STACK) and not signals.says(MIN))
    if whole and codes <= _HALVES.keys():
        return LIFECYCLE, _HALVES[next(iter(codes))] if len(codes) == 1 else "either"
    return tuple(code for code in PhaseCode if code in codes) or LIFECYCLE, "either"


def _limit(stated: list[Condition], basis: Basis) -> int | None:
    """The lowest amount that bounds, for one month and as many users as prices are printed for. Below an amount is at
    most a dollar less, since every price is in whole dollars."""
    shares = Fraction(basis.months * basis.users, PRINTED_USERS)
    limits = [
        ceil(Fraction(part.usd) / shares) - 1 if part.comparison == "<" else int(Fraction(part.usd) // shares)
        for part in stated
        if isinstance(part, Costs) and part.comparison in ("=", "<", "<=")
    ]
    return min(limits) if limits else None


def _denied(signals: Signals, kind: Kind) -> dict[str, bool]:
    """The names of a kind, and whether each is warded off; a list of names has the sign of its first."""
    signs: dict[str, bool] = {}
    last: Mention | None = None
    for mention in (mention for mention in signals.mentions if mention.kind == kind):
        goes_on = last is not None and _LISTED.fullmatch(signals.lower[last.end : mention.start])
        denied = signs[last.name] if last is not None and goes_on else negates(signals.masked[: mention.start])
        signs.setdefault(mention.name, denied)
        last = mention
    return signs


def _team(signals: Signals, denied: dict[str, bool]) -> tuple[str, ...]:
    """The people at hand, each as often as there are."""
    counted = zip(signals.roles, team_counts(signals, signals.roles), strict=True)
    return tuple(name for name, count in counted if not denied[name] for _ in range(count))


def _tools(signals: Signals) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tools in use, and those that are warded off."""
    signs = _denied(signals, "tool")
    barred = _OUT_OF_CLOUD.search(signals.lower)
    maker = _CLOUDS[barred.group(1)] if barred else None
    bound = [tool.name for tool in signals.catalogue.tools.values() if maker and _is_of(tool, maker)]
    without = tuple(dict.fromkeys([*(name for name, denied in signs.items() if denied), *bound]))
    return tuple(name for name in signs if name not in without), without


def _is_of(tool: Tool, cloud: Cloud) -> bool:
    """Whether a tool is named for a cloud, by its own name or by another."""
    return any(name.lower().startswith(cloud) for name in (tool.name, *tool.aliases))
