"""What fills the gaps of a told stack: `we have A and B; which free tools would close the gap?`"""

from corpus.vocabulary import TABLE_IV_COLUMNS
from server.conditions import AnyOf, Condition, Covers
from server.understanding.pieces.signals import Signals
from server.understanding.words.wordlist import alternatives, phrases

_LEFT = r"(?:left|missing|open|uncovered|lacking)"
_PART = (
    r"(?:gaps?|holes?|phases?|stages?|bits?|parts?|pieces?|spots?|cracks?|ones|stack|set|lifecycle|rest|that|those"
    r"|these|them|it)"
)
FILLS = phrases(
    rf"""
    (?:fill|plug|clos|bridg|patch|complet|complement|round)\w*(?: \w+){{0,3}} {_PART}
    complement\w* (?:our |the )?§|what(?:['’]s| is)(?: still)? {_LEFT}
    (?:cover|handle|serve|do|add|get|need|take care of)\w*(?: \w+){{0,2}} the (?:rest|remainder|remaining|others?)
    (?:missing|remaining|uncovered|open|left[- ]over) (?:phases?|stages?|bits?|parts?|pieces?|ones)
    """
)
# A stack is told of where a question speaks of what it leaves open.
GAPS_OF = alternatives(
    rf"""
    \b(?:the|any|our|that|those|these)(?: \w+)? (?:gaps?|holes?|rest|remainder|cracks?)\b
    \bwhat(?:['’]s| is)(?: still)? {_LEFT}\b
    \b(?:missing|remaining|uncovered|left[- ]over) (?:phases?|stages?|bits?|parts?|pieces?|ones)\b
    """
)


def fills_gaps(signals: Signals) -> bool:
    """Whether tools are asked for that cover what the named ones do not."""
    return signals.target.noun == "tools" and bool(signals.tools) and signals.says(FILLS)


def left_open(signals: Signals) -> Condition | None:
    """Covering any phase that the named tools leave open; None where they leave none."""
    held = [signals.catalogue.tools[name] for name in signals.tools]
    gap = [phase for phase in TABLE_IV_COLUMNS if not any(tool.covers(phase) for tool in held)]
    covers = tuple(Covers(phase=phase) for phase in gap)
    return AnyOf(of=covers) if len(covers) > 1 else next(iter(covers), None)
