"""Whether something is to be the only one of its kind: `the only paid tool`, `is only § free?`"""

import re

from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import KIND_WORDS, Noun

LEAD = r"(?:(?:(?:so|and|but|well|ok|okay|hi|hello|hey|please|tell me|is it true that|if|whether)\b[\s,:]*)+)?"
VERB = r"(?:is|are|was|were|do|does|did|has|have)(?:\s+(?=\s))?"
_ONLY_THESE = re.compile(rf"^[^\w§]*{LEAD}(?:{VERB} )?(?:only|just|solely) (?:the |an? )?§")
_SOLE = r"\bthe (?:very )?(?:only|sole|one and only|lone|single)\b(?: (?:one|two|three|four|five|six|\d))? "
_ONES = r"ones?\b(?! of\b)|things?|options?|choices?|people|persons?"


def says_sole(signals: Signals, kind: Noun) -> bool:
    """Whether nothing else is to be as the named tools or roles are."""
    ones = rf"{_SOLE}(?:[\w$§'’-]+ ){{0,5}}?(?:(?:{KIND_WORDS[kind]})(?!\w)|{_ONES})"
    return bool(_ONLY_THESE.match(signals.masked) or re.search(ones, signals.masked))
