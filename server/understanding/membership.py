"""Follow-ups that change which tools or roles are meant by name: without one, with one more, another one."""

import re

from server.conditions import AllOf, Condition, Named, Not
from server.query import Measure, Query
from server.understanding.angle import SEVERAL_OF, summed
from server.understanding.followup import FollowUp
from server.understanding.measures import number_of
from server.understanding.wordlist import phrases

_LEFT_OUT = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|now|so|then|what about|how about|what if(?: we)?|same|minus|the same)\W+)*"
    r"(?:without|w/o|except(?: for)?|excluding|exclude|minus|not counting|leav(?:e|ing) (?:out|aside)"
    r"|apart from|drop|remove|skip)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"^\W*(?:(?:and|ok|now|then|so|what if|if)\W+)*(?:we |i )?(?:also )?(?:adds?|adding|throw|include"
    r"|plus|put|with|buy|hire|take)\b"
    r"|\b(?:to|on top of) (?:that|those|it|them)\b|\b(?:throw|add|put|take)\b.*\b(?:in|too|as well)\b"
    r"|\bof (?:those|them|these) plus\b",
    re.IGNORECASE,
)
_OF_OTHERS = phrases(r"same|for|of|question|case|try|take|mean|meant|sorry|no|nope|wait")


def without_names(query: Query, said: FollowUp) -> Query | None:
    """`without Kubeflow`: these no longer count."""
    if not said.names or not _LEFT_OUT.match(said.text) or query.select not in ("tools", "roles"):
        return None
    if not query.named:
        return summed(narrowed(query, Not(of=Named(names=said.names))), said)
    counts = dict(zip(query.named, query.team or (1,) * len(query.named), strict=True))
    kept = {name: count for name, count in counts.items() if name not in said.names}
    if not kept:
        return None
    team = tuple(kept.values()) if query.team else ()
    return summed(query.model_copy(update={"named": tuple(kept), "team": team}), said)


def with_more(query: Query, said: FollowUp) -> Query | None:
    """`add X to that`, `two of those plus a Y`: more of the same kind, in the sum or the stack."""
    if not said.names or not query.named or not _ADDED.search(said.text):
        return None
    several = SEVERAL_OF.search(said.masked)
    counts = dict(zip(query.named, query.team or (1,) * len(query.named), strict=True))
    if several:
        counts = dict.fromkeys(counts, number_of(several["n"]) or 1)
    counts |= {name: 1 for name in said.names if name not in counts}
    measure: Measure = "sum" if query.measure == "attribute" else query.measure
    return query.model_copy(update={"named": tuple(counts), "team": tuple(counts.values()), "measure": measure})


def with_others(query: Query, said: FollowUp) -> Query | None:
    """`and Langsmith?`: the same asked of another tool or role; what was said of it and its basis stay."""
    kinds = {mention.kind for mention in said.mentions}
    kind = {"tools": {"tool"}, "roles": {"role"}}.get(query.select)
    asks = query.measure in ("attribute", "check") and query.combine == "any"
    if kinds != kind or not asks or query.premise or len(query.named) != 1 or not said.only(_OF_OTHERS):
        return None
    if len(said.names) != 1 or any(not mention.exact for mention in said.mentions):
        return None
    return query.model_copy(update={"named": said.names, "team": ()})


def narrowed(query: Query, further: Condition) -> Query:
    """The query with one condition more."""
    stated: tuple[Condition, ...] = query.where.of if isinstance(query.where, AllOf) else (query.where,)
    return query.model_copy(update={"where": AllOf(of=(*stated, further))})
