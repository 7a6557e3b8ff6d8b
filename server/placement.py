"""Places what no alias names: the phase of the lifecycle whose passages carry a question."""

import re
from collections.abc import Sequence

from corpus.vocabulary import PhaseCode
from server.conditions import Covers
from server.query import Query, Select
from server.retrieval import Passage

# `Section II, Model Deployment (D), Test, sentence 1`; the halves of MD follow their parent.
_PHASE = re.compile(r"^Section II, [^,]*\((?P<code>[A-Z]+)\)(?:, (?P<half>MDT|MDL)\b)?")
# Passages so near the best one in score count as much as it does.
_CLOSE = 0.97


def placed(select: Select, passages: Sequence[Passage]) -> Query | None:
    """The typed query about the phase that the best passages speak of; None where they speak of several or of none."""
    if not passages:
        return None
    least = passages[0].scored.score * _CLOSE
    codes = {_code(passage) for passage in passages if passage.scored.score >= least}
    code = codes.pop() if len(codes) == 1 else None
    if code is None:
        return None
    if select == "phases":
        return Query(select="phases", phases=(code,))
    return Query(select=select, where=Covers(phase=code))


def _code(passage: Passage) -> PhaseCode | None:
    match = _PHASE.match(passage.evidence.locator)
    return PhaseCode(match["half"] or match["code"]) if match else None
