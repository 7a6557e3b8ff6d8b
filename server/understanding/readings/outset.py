"""Whether tools are to be recommended to those who tell no more than where the team stands and what it may spend."""

import re

from server.conditions import Costs, OpenSource, Spans
from server.terms import terms
from server.understanding.pieces.explained import left_over
from server.understanding.pieces.signals import Signals
from server.understanding.readings.circumstances import SETTING, circumstances_of
from server.understanding.readings.plan_constraints import SET_UP_WHOLE, cloud_of
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked, phrases

_TOOLS = r"(?:tools|tooling|softwares?|products|technolog(?:y|ies)|platforms?)"
_STACK = r"(?:(?:tech |technology |tool )?stacks?|tool ?chains?|tool ?kits?|tool ?sets?|set-?up)"
_USE = (
    r"(?:use|pick|take|choose|select|adopt|need|buy|get|recommend|suggest|propose|advise|start|begin|go"
    r"|have|run|introduce)"
)
_FITTING = (
    r"(?:best|good|ideal|right|top(?: \w+)?|recommended|suitable|starter|minimal|simple|basic|typical|cheap\w*"
    r"|standard)"
)
_ASKED = phrases(
    rf"""
    (?:which|what)(?: [\w-]+){{0,3}}? (?:do|would|should|could|shall|must|can)(?: \w+){{1,6}}? {_USE}
    (?:recommend|suggest|propose|advise|help|need|want|looking for|give|show|list)(?: [\w-]+){{0,6}}? (?:{_TOOLS}
    |{_STACK})
    (?:your|ur|any|a) (?:recommendations?|suggestions?|advice)|(?:recommendations?|suggestions?) (?:for|on|of)
    {_TOOLS}(?: \w+)? (?:needed|required|necessary|recommended|used)
    {_FITTING}(?: [\w-]+){{0,4}} (?:{_TOOLS}|{_STACK})
    |(?:{_TOOLS}|{_STACK}) (?:is|are|would be) (?:the )?(?:best|right|good|ideal|suitable)
    |help me (?:\w+ )?(?:choose|pick|select)|what does it take
    |where (?:do|should|to|can) (?:we |i |one )?(?:start|begin)
    |cheapest way|(?:which|what)(?: [\w-]+)? (?:{_TOOLS}|{_STACK})(?=\W*$)
    (?:which|what) (?:\w+ )?{_TOOLS} (?:can|could|may|do|will) (?:be|we|i|you|one|run)
    (?:can|could|may) (?:we|i|you|one)(?: \w+){{0,3}} (?:ml|llm) ?ops (?:with|on|using|without|for)
    """
)
# A question without a verb that asks for something else: `on-premises MLOps stack`, `tools for a team of 20`.
_BARE = re.compile(
    r"^\W*(?!(?:which|what|how|why|who|whom|when|where|is|are|was|do|does|did|can|could|should|would|will|has|have|list"
    rf"|show|name|count|compare|explain|describe|define|tell|all|we|i|our|my)\b)[^.?!;:]*\b(?:{_TOOLS}|{_STACK})\b[^.!;:]*$"
)
_MONEY_ASKED = phrases(
    rf"""
    how much (?:money |budget )?(?:do|would|should|must|will|does)(?: \w+){{1,4}}? (?:need|budget|spend|pay|plan|cost)
    (?:what|which) budget|what (?:would|will|does) it cost
    (?:total|overall|monthly)(?: monthly)? (?:costs?|price|budget) (?:of|for) (?:the )?{_TOOLS}
    {_TOOLS}[^?]*\b(?:cost|set) us|(?:is|would|will)[^?]* (?:be )?enough|(?:does|do|will) [^?]* suffice
    """
)
_MONEY = phrases(r"budget\w*|spend\w*|money|costs?|price\w*")
# A budget, or that it is all about MLOps and only begins.
_BEGINNING = phrases(
    r"(?:ml|llm) ?ops|from scratch|get(?:ting)? started|start(?:s|ing|ed)?(?: out)?|begin(?:s|ning|ners?)?|start-?ups?"
    r"|new to|end[- ]to[- ]end|(?:team|company|group|squad) (?:of|with) \w+|\d+ (?:\w+ )?(?:people|ppl|persons?"
    r"|users|engineers|developers|members|seats|employees)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty) people"
    r"|(?:small|tiny|little|young|medium|large|big)(?:[- ]sized)? (?:team|company|business|firm|group|organi[sz]ation)"
    r"|introduce first"
)
_NOUN = phrases(rf"{_TOOLS}|{_STACK}|tools?|cheapest way|everything")
_STACK_NOUN = phrases(_STACK)
_PEOPLE = phrases(
    r"roles?|positions?|hir(?:e|es|ing)|recruit\w*|employ\w*|staff(?:ed|ing)?|wages?|salar(?:y|ies)|payroll"
)
# All of them are meant, or those that are not.
_OTHERS = phrases(
    rf"""
    all(?: \d+)? (?:(?:the )?tools(?! (?:that |we |i )?(?:are )?(?:needed|required|necessary|need))|of them)
    {_TOOLS} (?:that|which|under|below|over|above|between|at most|for (?:less|under)|costing|with a price)
    exactly|table|list of|(?:not|never|n['’]t) (?:recommend\w*|use|buy|take|choose|pick)|avoid|worst|versus|vs\.?
    differences?|priced|maturity|levels?
    (?:not|aren['’]?t|isn['’]?t) free|(?:one|single|an?) (?:[\w-]+ )?tool
    """
)
_ALL_NEEDED = phrases(
    rf"(?:do|would|must|should) (?:we|i|one|you)(?: really)? (?:need|use|have|take|buy)(?: to (?:use|buy|have))? all"
    rf"(?: of)?(?: (?:the|these|those|your))?(?: (?:55|\d+))? {_TOOLS}"
)
# `which tool should I use for RAG?`
_ONE = phrases(r"(?:which|what) (?:\w+ )?tool")
_TOP = phrases(r"top(?: \w+)?(?= (?:ml|llm) ?ops)")
_SETUP = ("setup", "set-up", "set up")
_AT_MOST = ("=", "<", "<=")
# Who asks, and at what moment: nothing that a tool is to do.
_SETTING = SETTING | frozenset(
    terms(
        """
        stack startup start-up start scratch small tiny little young medium large big company business firm
        group sized organization organisation new beginner beginning begin engineer developer scientist data ml
        ideal typical basic setup set up tooling machine learning end team recommend recommendation recommended
        suggestion advice suggest starter simple standard technology tech toolchain toolkit toolset tool
        software platform good best right top suitable suit project member people person user kindly currently
        introduce first minimal budget month monthly cost spend total around about pound euro eur rupee lakh gbp
        inr dollar currency aws azure amazon microsoft google gcp open source opensource oss free overall full
        complete whole entire lifecycle fully entirely completely purely necessary required way money problem
        matter price enough 2023 2024 2025 2026 today modern popular common tools-only paid plan step phase
        """
    )
)


def at_the_outset(signals: Signals) -> bool:
    """`what tools do we need to start with MLOps?`, `on-premises MLOps stack`, `5 people, $2,000 a month: what should
    we use?`"""
    if signals.says(_ALL_NEEDED) and not (signals.tools or signals.roles or signals.phases):
        return True
    if not _asks(signals) or signals.says(_PEOPLE, ask.COUNT, ask.WHY, _OTHERS):
        return False
    told = signals.of(signals.whole or signals.text)
    on_cloud = cloud_of(told.lower) is not None
    if told.tools or told.roles or (told.in_names and not on_cloud) or not _phases_alone(told):
        return False
    if ask.MAX.search(blanked(_TOP, signals.masked)) or _bounded_otherwise(told):
        return False
    if not _SETTING.issuperset(left_over(told)):
        return False
    if told.says(_BEGINNING) or _STACK_NOUN.search(_with_setup(signals)):
        return True
    if circumstances_of(told) and not _ONE.search(signals.masked):
        return True
    return signals.says(_ASKED) and _may_spend(told)


def _asks(signals: Signals) -> bool:
    """Whether tools are asked for at all, or what they come to."""
    asked = _with_setup(signals)
    tools = _NOUN.search(asked) is not None
    if _ASKED.search(asked):
        begins = _BEGINNING.search(asked) and not _MONEY.search(asked)
        return bool(tools or begins or _may_spend(signals.of(signals.whole or signals.text)))
    return tools and bool(_MONEY_ASKED.search(asked) or _BARE.search(asked))


def _with_setup(signals: Signals) -> str:
    """What is asked with names as `§`, but `setup` as it stands: the whole may be meant and not the phase."""
    masked = signals.masked
    for mention in signals.mentions:
        if mention.text.lower() in _SETUP:
            masked = f"{masked[: mention.start]}{mention.text.lower()}{masked[mention.end :]}"
    return masked


def _phases_alone(told: Signals) -> bool:
    """No phase but a half of model development, which only says what kind of models there are; `setup` is none, where
    it is what is sought."""
    if any(mention.text.lower() in _SETUP for mention in told.mentions) and not SET_UP_WHOLE.search(told.lower):
        return False
    named = {
        mention.name for mention in told.mentions if mention.kind == "phase" and mention.text.lower() not in _SETUP
    }
    return named <= {"MDL"}


def _bounded_otherwise(told: Signals) -> bool:
    """Whether something bounds single tools: more than an amount, no open source, or that they span the phases."""
    of = [piece.condition for piece in told.stated]
    limits = [each for each in of if isinstance(each, Costs)]
    others = [
        each
        for each in of
        if not isinstance(each, Costs | OpenSource | Spans) and each.words() not in ("cover MDL", "cover AS")
    ]
    return bool(others) or len(limits) > 1 or any(limit.comparison not in _AT_MOST for limit in limits)


def _may_spend(told: Signals) -> bool:
    limits = [piece.condition for piece in told.stated if isinstance(piece.condition, Costs)]
    return any(limit.usd > 0 and limit.comparison in _AT_MOST for limit in limits)
