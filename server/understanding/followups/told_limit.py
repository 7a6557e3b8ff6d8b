"""Money that was told in one turn and bounds what is asked in a later one: `which of them fit our budget?`, `we were
cut down to $100. What is left of those?`"""

import re

from server.basis import Basis
from server.conditions import Covers
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.headcount import read_basis
from server.understanding.words.money import find_amounts
from server.understanding.words.wordlist import phrases

_NOUN = r"(?:budget|money|ceiling|cap|limit|maximum|purse|wallet|kitty|means|allowance|pot|sum|amount|funds?|pockets?)"
_IT = rf"(?:(?:our|the|that|this|my|those) (?:same |very |given |whole |tight |empty |little |monthly )*{_NOUN})"
_REST = rf"what(?:['’]s| is| we have)? (?:still )?left(?: (?:of|from|in) (?:it|that|{_IT}))?"
_MAY = r"(?:(?:would|will|do|does|can|could|may|might|still|also|all) )*"
# What a set is to keep to: `fit our money`, `do not break the ceiling`, `that we can afford`.
_INTO = r"(?: (?:in|into|inside|within|under|below|to))"
_BREAK = r"(?:break|exceed|bust|blow|burst|overshoot|overrun|top|go(?:es|ing)? over|go(?:es|ing)? beyond)(?:ing|s)?"
_KEEPS = phrases(
    rf"""
    {_MAY}(?:fits?|stays?|keeps?|remains?|comes?|goes|go|lies?|is|are|be|falls?)(?: \w+)?{_INTO} (?:{_IT}|{_REST})
    {_MAY}(?:fits?|stays?|keeps?|remains?){_INTO} (?:that|it|this)(?=\W*$| and\b| or\b)
    {_MAY}(?:fits?|suits?|matche?s?|respects?|meets?|works? with|do with|does with) (?:{_IT}|{_REST})
    (?:(?:do|does|would|will)(?:n['’]t| not)|not|without|never) {_BREAK} {_IT}
    (?:we|i) (?:can|could) (?:still |actually |even )?(?:afford|pay(?: for)?)(?: (?:with|on|from) (?:{_IT}|that|it))?
    """
)
_FOR = phrases(rf"(?:within|under|below|for|with|on|inside|given|at|from) (?:{_IT}|{_REST})")
_NOTHING = phrases(
    rf"""
    broke|penniless|(?:no|zero|nil|not any) (?:money|budget|euros?|dollars?|bucks|funds)|empty pockets
    (?:nothing|not (?:a|one) (?:cent|penny|dime|dollar)|no money) to spend|{_NOUN} (?:is|of) (?:zero|nil|nothing)
    """
)
# `the boss cut us down to 100`, `we may spend 80 now`
_CHANGED = re.compile(
    r"\b(?:down|up|cut|reduced?|lower(?:ed)?|raised?|limited|slashed|shr[aiu]nk|trimmed|halved|increased?)\b"
    r"[^.?!;:]{0,30}?\bto (?:only |just )?\$?(?P<n>\d[\d,]*)\b(?! (?:tools?|roles?|people|users?|seats?))"
)
_WHAT_REMAINS = re.compile(
    r"^\W*(?:(?:so|and|now|then)\W+)*(?:what|which|who)(?:(?:['’]s| is| are)? (?:still )?left|(?: ones?)?(?: of \w+)?"
    r" (?:still |would )*(?:remains?|stays?|survives?|fits?|works?|goes|go|is left|are left)"
    r"|(?: ones?)? (?:can|could|would|will|do|should) (?:we|i|you) (?:\w+ )?(?:get|buy|take|afford|have))\b"
)
_ASKS = re.compile(
    r"\?|^\W*(?:(?:and|so|ok|okay|but|well|then|now|hi|hello|hey)\W+)*(?:which|what|whats|who|how|where|when|why|is|are"
    r"|do|does|did|can|could|would|will|should|list|show|give|tell|name|find|explain|compare|describe)\b",
    re.IGNORECASE,
)
_LAST_CLAUSE = re.compile(r"(?P<told>[^?]+[.!;:,–—-])\s+(?P<asks>[^.!;:,?–—]+\W*)$")
_OPENS = re.compile(r"^\W*(?:(?:and|so|but|ok|okay|now|then|what about|how about)\W+)*", re.IGNORECASE)


def told_budget(thread: Thread) -> float | None:
    """The last amount that was told as the most there is to spend on tools; None where none was."""
    return next((usd for turn in reversed(thread.turns) if (usd := _ceiling(turn)) is not None), None)


def within_budget(said: FollowUp, thread: Thread) -> str:
    """The follow-up with the amount in the place of the words for the money, or of the change of it."""
    changed = _CHANGED.search(said.masked)
    if changed is not None:
        rest = said.text[changed.end() :].lstrip(" .,;:!–—-")
        return f"Which of those cost at most ${changed['n']}?" if _WHAT_REMAINS.match(rest.lower()) else said.text
    told = _told_before(said, thread)
    if told is not None:
        return f"Which of those cost at most ${told:,g}?"
    keeps, bounded = _KEEPS.search(said.masked), _FOR.search(said.masked)
    match = keeps or bounded
    if match is None or any(usd for *_, usd in find_amounts(said.masked)):
        return said.text
    budget = told_budget(thread)
    if budget is None:
        return said.text
    amount = "are free" if not budget else f"cost at most ${budget:,g}"
    linked = match is keeps and not match.group().startswith(("we", "i"))
    text = f"{said.text[: match.start()]}{'' if linked else 'that '}{amount}{said.text[match.end() :]}"
    covers = next((piece for piece in said.pieces(wages=False) if isinstance(piece.condition, Covers)), None)
    whole = said.target.noun is None and covers is not None and not said.names and thread.query_for("tools") is None
    return f"Which tools {_OPENS.sub('', text)}" if whole else text


def _told_before(said: FollowUp, thread: Thread) -> float | None:
    """`we have 20 dollars. What fits?`: the amount that is told before it is asked what of the tools remains."""
    told, asked = _LAST_CLAUSE.match(said.masked), thread.subject
    if told is None or asked is None or asked.select != "tools" or asked.named or said.mentions:
        return None
    if _ASKS.search(told["told"]) or read_basis(said.masked, roles=False) != Basis():
        return None
    amounts = [usd for *_, sign, usd in find_amounts(told["told"]) if sign in ("<", "<=", "=")]
    return amounts[0] if len(amounts) == 1 and _WHAT_REMAINS.match(told["asks"]) else None


def _ceiling(turn: Turn) -> float | None:
    """The most there is to spend, as a turn tells it."""
    lower = turn.question.lower()
    if turn.query is not None and (turn.query.select in ("roles", "team") or turn.query.named):
        return None
    asks = _ASKS.search(turn.question) is not None
    signs = ("<", "<=") if asks else ("<", "<=", "=")
    amounts = [usd for *_, sign, usd in find_amounts(lower) if sign in signs]
    changed = _CHANGED.search(lower)
    if amounts or changed is not None:
        return amounts[-1] if amounts or changed is None else float(changed["n"].replace(",", ""))
    return 0 if _NOTHING.search(lower) and not asks else None
