"""Follow-ups for what the last set left out: `the rest?`, `what about the others?`"""

import re

from server.conditions import Condition, Not
from server.conjunctions import all_of, parts_of
from server.coverage import phase_part
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread

_REST = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|now|then|what about|how about|which are|who are|what are|list|show(?: me)?|name)\W+)*"
    r"(?:all )?(?:the |those )?(?:rest|other ones|others|remaining ones|remaining)"
    r"(?: of (?:them|those|the (?:list|set|table|tools|roles)))?(?:,? (?:then|please))?\W*",
    re.IGNORECASE,
)


def remainder(thread: Thread, said: FollowUp) -> Query | None:
    """Those of the set before its last narrowing that the last one left out, or of the same phases, or of all; the
    other aspects behind some of Table II. None where anything else is asked."""
    last = thread.last.query
    if last is None or _REST.fullmatch(said.text) is None:
        return None
    if last.select == "aspects":
        told = {name for turn in thread.turns if turn.query is not None for name in turn.query.named}
        others = tuple(name for name in thread.catalogue.aspects if name not in told)
        return last.model_copy(update={"named": others}) if last.named and others else None
    if last.select not in ("tools", "roles") or last.measure != "list" or last.named:
        return None
    stated = parts_of(last.where)
    phase = phase_part(last.where)
    kept = parts_of(thread.narrowed[-2].where) if len(thread.narrowed) > 1 else (phase,) if phase else ()
    left_out = tuple(part for part in stated if part not in kept)
    if not left_out:
        kept, left_out = (), stated
    return Query(select=last.select, where=all_of((*kept, _denied(all_of(left_out))))) if left_out else None


def _denied(condition: Condition) -> Condition:
    return condition.of if isinstance(condition, Not) else Not(of=condition)
