"""Readings of a whole: what happens in each phase of the lifecycle, who takes part in which, which tools each has."""

import re

from server.query import Query
from server.understanding.pieces.signals import Signals

_WORD = re.compile(r"[a-z0-9]+")
# What such questions are made of, beside what they are about.
_ASKS = frozenset(
    """
    the a an of in on at by per is are what which who how does do can could would should you we i me my our us one it
    its they them their there this that these those please give show tell list name explain describe walk take takes get
    through to with and for about from exist each every all whole entire full complete seven 7 many mlops ml ops ai pls
    machine learning different various main end start finish overview short brief briefly shortly quick quickly
    explanation explanations explained description descriptions summary sentence sentences line lines look looks like
    work works happen happens done mean means simple simply terms words plain detail details exactly really typical
    boss manager managers management board executives colleague colleagues customer customers beginner beginners
    layman laymen student students child kid newcomer newcomers
    paper authors consolidated unified standard model models together along s more has have
    """.split()
)
_CYCLE = frozenset("lifecycle lifecycles life cycle phase phases stage stages".split())
# These are of MLOps only where it is named: `mlops workflow`.
_COURSE = frozenset("step steps process processes workflow workflows framework pipeline pipelines".split())
_PEOPLE = frozenset("role roles people persons jobs staff involved responsible participates participate".split())
_TOOLS = frozenset("tool tools tooling software".split())
_NEEDED = frozenset(
    "used use uses using need needs needed necessary required part parts belong belongs needing".split()
)
_TABLED = frozenset("table overview map mapping mapped grouped sorted ordered matrix".split())
# `what is an ML pipeline?`: one of anybody's, which a card defines.
_ANY_PIPELINE = re.compile(r"\ban? (?:\w+ ){0,3}pipelines?\b|\bpipelines? in (?:ml|machine learning)\b")
_OF_MLOPS = re.compile(r"\b(?:ml ?ops|ml|machine learning)\b")
_TELLS = re.compile(
    r"\b(?:explain\w*|describe|descriptions?|walk|overview|happens?|means?|summary|brief\w*|short\w*|details?|work"
    r"|what (?:do|does) (?:they|each|every|the \w+) (?:\w+ )?do\b|sentences?|looks? like)\b"
)
_BY_PHASE = re.compile(
    r"\b(?:each|for every|per|by|which|what) (?:\w+ )?(?:phase|stage)s?\b"
    r"|\bphases? and (?:its |their )?(?:tool|role)s\b|\b(?:tool|role)s (?:and|by|across) (?:the )?(?:phase|stage)s\b"
)
_WHO = re.compile(r"\bwho\b")
# What asks behind what is only told: `my exam is tomorrow, explain the phases`.
_CLAUSE = re.compile(
    r"\s*(?:so |and |can you |could you |please )*(?:explain|describe|list|name|give|show|tell|walk)\b"
)


def read_lifecycle(signals: Signals) -> Query | None:
    """All phases with what happens in them, where nothing else is said: `explain each phase`, `mlops workflow`. A list
    of their names is for others to read."""
    words = _words(signals)
    if words is None or words & (_PEOPLE | _TOOLS | _NEEDED | _TABLED - {"overview"}) or _WHO.search(signals.lower):
        return None
    of_mlops = words & _COURSE and _OF_MLOPS.search(signals.lower) and not _ANY_PIPELINE.search(signals.lower)
    if not (words & _CYCLE or of_mlops):
        return None
    named_alone = words & {"phases", "phase", "stages", "stage"}
    if named_alone and not _TELLS.search(signals.lower):
        return None
    return Query(select="phases", measure="describe")


def read_phase_names(signals: Signals) -> Query | None:
    """The phases by name, where no other reading says what is wanted of them: `mlops lifecycle phases`."""
    words = _words(signals)
    if words is None or not words & {"phases", "stages"} or words & {"start", "end", "finish"}:
        return None
    if words & {"many", "how"} and "they" not in words:
        return None
    whole = _OF_MLOPS.search(signals.lower) or words & {"lifecycle", "cycle"}
    return Query(select="phases") if whole and not words & (_PEOPLE | _TOOLS | _NEEDED | _TABLED) else None


def read_filled(signals: Signals) -> Query | None:
    """The roles, the tools or both, phase by phase, where nothing else is said: `who is involved in each phase?`, `what
    tools are used in MLOps?`"""
    words = _words(signals)
    if words is None or "many" in words:
        return None
    people, tools = bool(words & _PEOPLE or _WHO.search(signals.lower)), bool(words & _TOOLS)
    if not (people or tools):
        return None
    roles_of = Query(select="phases", measure="describe", by="role_count")
    tools_of = Query(select="phases", measure="describe", by="tool_count")
    if _BY_PHASE.search(signals.lower):
        return roles_of.beside((tools_of,)) if people and tools else roles_of if people else tools_of
    whole = _OF_MLOPS.search(signals.lower) or words & {"lifecycle", "cycle"}
    needed = words & (_NEEDED | {"work", "works", "involved"})
    if not (whole and needed) or (people and tools):
        return None
    return roles_of if people else tools_of


def _words(signals: Signals) -> frozenset[str] | None:
    """The words of a question that says nothing but what asks for a whole; None where it names or says more."""
    known = _ASKS | _CYCLE | _COURSE | _PEOPLE | _TOOLS | _NEEDED | _TABLED
    if signals.mentions:
        return None
    behind = signals.lower.rpartition(",")[2]
    said = (signals.lower, behind) if _CLAUSE.match(behind) else (signals.lower,)
    return next((words for text in said if (words := frozenset(_WORD.findall(text))) <= known), None)
