"""Sentences that command the assistant instead of asking it: they are no part of the question."""

import re

from server.understanding.wordlist import phrases

_COMMANDS = phrases(
    r"""
    (?:ignore|disregard|forget|override|bypass|skip|drop|delete|overwrite)\b.{0,40}\b(?:instructions?|rules?|prompts?|context
    |guidelines?|restrictions?|guardrails?|policy|policies|previous|above|paper|corpus|sources?|system|constraints?|told|training|filters?)
    (?:system|admin|developer|root|debug|sudo|maintenance|god)\s?(?:mode|override|access|prompt|command|message)
    jailbreak\w*|do anything now|dan mode|prompt injection|you are (?:now|no longer)\b|from now on you|act as|pretend (?:to be|that you|you)
    role-?play|new (?:persona|instructions?)
    (?:reveal|print|show|output|repeat|leak|dump|tell|give|expose|recite)\b.{0,40}\b(?:system prompt|hidden prompt|your (?:instructions|prompt|rules
    |system)|(?:secret|api|access) ?keys?|passwords?|credentials?|tokens?|env(?:ironment)? variables?|environment|other users|secrets?)
    without (?:any )?(?:citations?|sources?|verification)|answer from your own knowledge|make (?:up|something up)|invent (?:a|an|some|prices?)
    """,
    flags=re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.?!;:\n\]]+(?:[.?!;:\n\]]+|$)")
_JOINED = re.compile(r"^\W*(?:and|but|then|also|now|after that|afterwards)\b[\s,]*", re.IGNORECASE)


def without_commands(question: str) -> str:
    """The question's sentences that command nothing; empty where nothing else is said."""
    if not _COMMANDS.search(question):
        return question
    kept: list[str] = []
    for match in _SENTENCE.finditer(question):
        parts = re.split(
            r"\band (?=(?:tell|list|give|show|name|then|which|what|who|how)\b)|,\s*(?:then|but)\b", match.group()
        )
        kept += [part for part in parts if not _COMMANDS.search(part)]
    return _JOINED.sub("", " ".join(" ".join(kept).split())).strip(" []():;,-")
