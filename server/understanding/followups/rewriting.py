"""Follow-ups as questions that stand alone, in words of the turns before."""

import re

from server.basis import Basis
from server.understanding.followups.ellipsis import retold, states
from server.understanding.followups.followup import CONTINUES, FollowUp
from server.understanding.followups.pointing import Pointed
from server.understanding.followups.reference import filled_in, set_against, told
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.headcount import read_basis
from server.understanding.pieces.target import KIND_WORDS, Noun, find_target, mask
from server.understanding.premises.levels import labels_in
from server.understanding.words import cues as ask

# `and of a scrum master?` asks the same of somebody whom no table knows.
_NAMES_ANOTHER = re.compile(
    r"(?:of|for|with) (?:an? |the )?(?!(?:free|open|paid|month|year|users?|people)\b)[a-z][\w-]+(?: [\w-]+)?\W*$",
    re.IGNORECASE,
)
# `VC, not CI`, `D instead`: only the new one counts.
_INSTEAD = re.compile(
    r"[,\s]+(?:not|rather than|instead of)\s+(?:the\s+)?[\w&-]+\W*$|\s+(?:instead|only|then)\W*$|\bphase\s*=\s*",
    re.IGNORECASE,
)
# `what would you take instead?`: of what was spoken of.
_IN_ITS_PLACE = re.compile(
    r"\b(?:use|put in|take|choose|pick|recommend|suggest|buy|try|adopt|go (?:for|with)"
    r"|(?:move|switch|migrate|change) to) (?:\w+ ){0,2}instead\W*$"
)
_LEADS = re.compile(r"^(?:for|in|on|of|at|with|the|an?|just)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
_OWN_VERB = re.compile(
    r"\b(?:which|what|who|whose|how|why|does|do|is|are|was|can|tell|show|give|list|write|ignore|explain"
    r"|describe|name|find|forget)\b",
    re.IGNORECASE,
)
# `tools?`, `which roles`: those of the one that was spoken of.
_BARE_KIND = re.compile(
    rf"\W*(?:(?:and|so|ok|okay|now|then|also|plus)\W+)*(?:(?:which|what|whose|the|its|their|any) )?"
    rf"(?P<kind>{KIND_WORDS['tools']}|{KIND_WORDS['roles']}|people)\W*"
)


def rewritten(thread: Thread, said: FollowUp, pointed: Pointed) -> str:
    """The question with what it leans on filled in from the turns before."""
    last = thread.last
    if last.query is None and thread.named(last):
        telling = told(last, said)
        if telling is not None:
            return telling
    if len(thread.focus) == 1 and not said.names and _asks_for_another(said):
        return f"What are the alternatives to {thread.focus[0]}?"
    bare = _BARE_KIND.fullmatch(said.masked)
    if bare is not None and len(thread.focus) == 1:
        return f"{bare['kind']} for {thread.focus[0]}?"
    against = set_against(said, thread.focus[0]) if len(thread.focus) == 1 else None
    if against is not None:
        return against
    question = filled_in(said, thread, pointed)
    mentions = thread.linker.link(question)
    if any(mention.kind in ("tool", "role", "maturity") for mention in mentions):
        return question if question != said.text else _switched(thread, question)
    continues = CONTINUES.match(question)
    if continues is None:
        return question
    return _continued(thread, question, _INSTEAD.sub("", question[continues.end() :]))


def _asks_for_another(said: FollowUp) -> bool:
    """Whether it asks for anything in place of what was spoken of, whatever that is."""
    return said.says(_IN_ITS_PLACE) and not said.pieces(wages=False)


def _switched(thread: Thread, question: str) -> str:
    """`and Kubeflow?` asks the last question again of another name; a full question stays as it is."""
    continues = CONTINUES.match(question)
    rest = question[continues.end() :] if continues else question
    rest = _INSTEAD.sub("", rest)
    masked = mask(rest, thread.linker.link(rest))
    bare = not _LEADS.sub("", masked).strip(" §?.!,&").replace(" ", "") or len(rest.split()) <= 3
    if _OWN_VERB.search(masked) or not (continues or bare):
        return question
    return _continued(thread, question, rest)


def _continued(thread: Thread, question: str, rest: str) -> str:
    """`what about monitoring?` asks the last question again with the new name in the old one's place."""
    last: Turn = thread.last
    new = thread.linker.link(rest)
    if _OWN_VERB.search(mask(rest, new)) or len(rest.split()) > 8:
        return question
    own = find_target(rest, new)
    if own.noun is not None and not own.vague and (new or _ranks_another_kind(last, own.noun, rest)):
        return rest
    if new and new[0].kind == "maturity" and labels_in(rest.lower()):
        return rest  # a model and a level say it all
    if last.query is not None and last.query.premise:
        return rest  # what was taken for granted there is not asked again
    said = _LEADS.sub("", rest).strip(" ?.!")
    before = thread.linker.link(last.question)
    if not new and _NAMES_ANOTHER.match(rest) and len(before) == 1:
        return f"{last.question[: before[0].start]}{said}{last.question[before[0].end :]}"
    if not new:
        return f"{last.question.rstrip('?. ')} {rest}" if _says_something(rest) else question
    old = [mention for mention in before if mention.kind == new[0].kind]
    if old:
        return f"{last.question[: old[0].start]}{said}{last.question[old[-1].end :]}"
    return _in_place(last, rest[new[0].start : new[-1].end]) or retold(last.question, said, new[0]) or rest


def _ranks_another_kind(last: Turn, kind: Noun, rest: str) -> bool:
    """`the tool that costs the most` behind a question for roles."""
    another = last.query is not None and last.query.select in ("tools", "roles", "phases") and last.query.select != kind
    return another and bool(ask.MAX.search(rest.lower()) or ask.MIN.search(rest.lower()))


def _in_place(last: Turn, names: str) -> str | None:
    """The last question asked of the names in place of one that nobody knows; None where it had none."""
    for unknown in last.foreign:
        before, found, behind = last.question.partition(unknown)
        if found:
            return f"{before}{names}{behind}"
    return None


def _says_something(rest: str) -> bool:
    """Whether words that name nothing still bound or measure what was asked: `the free ones`, `per year`."""
    lower = rest.lower()
    cues = (
        ask.COST,
        ask.WAGE,
        ask.LICENCE,
        ask.COUNT,
        ask.MIN,
        ask.MAX,
        ask.COMPARE,
        ask.TOTAL,
        ask.GAP,
        ask.MEAN,
        ask.SHARE,
    )
    return any(cue.search(lower) for cue in cues) or states(lower) or read_basis(lower, roles=False) != Basis()
