"""Names that a follow-up puts in front of its question or tells by when they came up: `and X, what does that cost?`,
`the first tool I asked about`."""

import re

from server.ordinals import PLACE, place_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import IT
from server.understanding.followups.thread import Thread
from server.understanding.pieces.target import KIND_WORDS, find_target
from server.understanding.words.money import find_amounts
from server.understanding.words.wordlist import phrases

_FRONT = re.compile(
    r"^(?:(?:[\w'’]+\s+){1,4}(?P<told>§+)\s*[.!…]+\s+(?=\w)|[\s,.]*(?:(?:and|so|but|ok|okay|now|then|also|what about"
    r"|how about|as (?:for|to)|about|regarding|concerning|take)[\s,:]+)*"
    r"(?:the |an? )?(?P<name>§+)\s*(?:[,:;–—]|\s-)\s*(?=\w))"
)
# `Now monitoring. Is there a tool …?`
_TOPIC = re.compile(
    r"^[^\w§]*(?:(?:and|so|ok|okay|now|then|next|on to|onto|moving on to|as for|about|regarding|what about|in|for|to)"
    r"[\s,:]+)*"
    r"(?:the )?(?P<phase>§+)(?: (?:phase|stage|now|then|next))*\s*[.:;!–—]+\s*(?=\w)"
)
_STATEMENT = re.compile(r"^[^?!]+?[.!;…]+\s+(?=\w)")
_PRONOUN = re.compile(rf"{IT.pattern}|\b(?:they|them|their)\b|\b(?:in )?there\b(?! (?:is|are|any|an?)\b)")
_VERB = re.compile(r"(?:is|for|does|was|would|do|of|with|need|on) (?=that|this)")
_ONLY_VERB = re.compile(
    r"\W*(?:and|so)?\W*(?:is|are|was|does|do|did|can|could|has|have|would|will)\W*(?:too|also|as well)?\W*"
)
_NOUN = re.compile(r" (?P<noun>(?:phases?|stages?|wage|salary|pay|price|cost|licen[cs]e)\b)", re.IGNORECASE)
_POSSESSIVE = frozenset({"its", "his", "her", "their"})
_NTH = re.compile(
    rf"\b(?:the|that) (?:very )?(?P<n>{PLACE})(?: (?P<noun>products?|tools?|roles?|jobs?|persons?"
    r"|ones?"
    r"|names?|things?))? (?:that |which )?(?:i|we|you) (?:\w+ )?(?:mentioned|named|asked|spoke|talked|started|began"
    r"|brought"
    r"|said|wanted|had)(?: (?:about|of|with|up|for))?\b"
)
_NOUNS = phrases(rf"{KIND_WORDS['tools']}|{KIND_WORDS['roles']}")
_KINDS = {"product": "tool", "tool": "tool", "role": "role", "job": "role", "person": "role"}


def as_mentioned(said: FollowUp, thread: Thread) -> str:
    """The follow-up with the first name that was mentioned in the place of `the first one I mentioned`."""
    match = _NTH.search(said.masked)
    if match is None:
        return said.text
    kind = _KINDS.get((match["noun"] or "").removesuffix("s"))
    linked = (mention for turn in thread.turns for mention in thread.linker.link(turn.question))
    names = list(
        dict.fromkeys(m.name for m in linked if m.kind == kind or (kind is None and m.kind in ("tool", "role")))
    )
    at = place_of(match["n"])
    return f"{said.text[: match.start()]}{names[at]}{said.text[match.end() :]}" if at < len(names) else said.text


def unechoed(said: FollowUp, thread: Thread) -> str:
    """The follow-up without a sentence in front that only says the last amount again: `ok so $390. And X?`"""
    front = _STATEMENT.match(said.text)
    amount = thread.amount(thread.focus[0]) if len(thread.focus) == 1 else None
    if front is None or amount is None or any(mention.end <= front.end() for mention in said.mentions):
        return said.text
    told = [usd for start, _, _, usd in find_amounts(said.masked) if start < front.end()]
    return said.text[front.end() :] if told and set(told) == {amount} else said.text


def topical(said: FollowUp, _: Thread) -> str:
    """The follow-up with the phase that a sentence in front announces in the question behind."""
    match = _TOPIC.match(said.masked)
    if match is None or len(said.mentions) != 1 or said.mentions[0].kind != "phase":
        return said.text
    rest, asks = said.text[match.end() :].rstrip(), said.masked[match.end() :]
    kind = find_target(rest, ())
    if kind.noun not in ("tools", "roles") or re.search(r"[.?!]\s+\w", asks):
        return said.text
    noun = next(re.finditer(_NOUNS, asks), None)
    end = match.end() + (noun.end() if noun else 0)
    return (
        f"{said.text[match.end() : end]} for {said.text[slice(*match.span('phase'))]}{said.text[end:]}"
        if noun
        else said.text
    )


def unfronted(said: FollowUp, _: Thread) -> str:
    """The follow-up with the one name in front in the place of the pronoun behind, which can mean nothing else."""
    front = _FRONT.match(said.masked)
    if front is None or len(said.names) != 1 or len(said.mentions) != 1 or said.families:
        return said.text
    match = _PRONOUN.search(said.masked, front.end())
    if match is None:
        return said.text
    rest = f"{said.masked[front.end() : match.start()]}{said.masked[match.end() :]}"
    if _ONLY_VERB.fullmatch(rest):
        return f"What about {said.text[slice(*front.span('name' if front['name'] else 'told'))]}?"
    name, words = said.text[slice(*front.span("name" if front["name"] else "told"))], match.group()
    verb = _VERB.match(words)
    start = match.start() + (verb.end() if verb else 0)
    noun = _NOUN.match(said.text, match.end()) if words in _POSSESSIVE else None
    if noun is not None and noun["noun"].lower().startswith(("phase", "stage")):
        return f"Which phases does {name} have?"
    if noun is not None:
        return f"{said.text[front.end() : start]}the {noun['noun']} of {name}{said.text[noun.end() :]}"
    told = f"{name}'s" if words in _POSSESSIVE else f"for {name}" if words.endswith("there") else name
    return f"{said.text[front.end() : start]}{told}{said.text[match.end() :]}"
