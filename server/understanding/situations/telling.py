"""What a question tells and what it asks: the sentences of either sort."""

import re

from server.understanding.words.wordlist import phrases

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\s+[-–—]+\s+")
# `nightly training breaks, so who mends it?`
_CLAUSE = re.compile(r",\s+(?=(?:(?:so|and|but|then)\s+)?(?:which|what|who|whom|whose|where)\b)", re.IGNORECASE)
_ASKING = phrases(
    r"which|what|what['’]?s|where|who|whom|whose|who['’]?s|recommend|suggest"
    r"|(?:name|tell|give|know)(?: me| us)? (?:the|a|this|that) (?:phase|stage|role|tools?)"
    r"|(?:phase|stage|role|tools?|options)(?=,? ?(?:pl[sz]|please)|\?)|(?:call|name) (?:this|that)"
)
# `for the CI column, …` leads into what is asked.
_TOPIC = re.compile(
    r"\W*(?:(?:so|and|hi|hello|hey|ok|okay|well|quick question)\b\W*)*"
    r"(?:for|in|on|at|during|within|when it comes to|according to|regarding|concerning|about|as for|as to|of|from|by)\b"
    r"(?:\W+\w+){1,8}\W*$",
    re.IGNORECASE,
)
_BIDS = re.compile(
    r"\W*(?:please |pls |just )?(?:list|give|show|name|tell|find|report|suggest|recommend)\b", re.IGNORECASE
)
# `can i just commit them`
_INVERTED = re.compile(
    r"\W*(?:(?:and|so|but|or|then|now|ok|okay|well)\W+)*(?:is|are|was|were|do|does|did|can|could|should|would|will|shall"
    r"|must|may|has|have|how|why|when)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\W*(?:(?:and|so|but|or|then|now|next|ok|okay|well|just|also|in|on|for|of|to|with|under|at|by|from|during)\W+)*",
    re.IGNORECASE,
)
# Whom a story tells of: `keys are handed out: who may read, who may write`.
_RELATIVE = re.compile(
    r"(?:who|whom|whose)\b(?! (?:should|do|does|did|must|shall|could|else)\b)(?!.*\b(?:it|that|this)\b\W*$)"
    r"(?:\W+\w+){3,}\W*$",
    re.IGNORECASE,
)
# `a tree or a straight line?` tells of a choice, `what do I tell him?` asks nothing.
_TORN = re.compile(
    r"(?!.*\b(?:which|what|who|whom|whose|where|how|why|when)\b)(?!\W*(?:is|are|was|do|does|did|can|could"
    r"|should|would|will|must|may|has|have)\b).*\bor\b.*\?",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"\W*(?:so )?what (?:do|should|can|shall) (?:i|we) (?:tell|answer|say|reply|write)(?: \w+)?\W*", re.IGNORECASE
)
# So many words tell of something.
_TOLD_WORDS = 3


def divided(text: str) -> tuple[tuple[str, ...], str]:
    """The sentences that tell, and those that ask, joined."""
    sentences = _sentences(text)
    opens = _opens(sentences[-1])
    asking = [each for each in sentences if _asks(each, marked="?" in text, opens=opens)]
    asking = [each for each in asking if not _TORN.match(each)] or asking
    if len(asking) > 1:
        asking = [each for each in asking if each is sentences[0] or not _RELATIVE.match(each)]
    told = tuple(each for each in sentences if each not in asking and len(each.split()) >= _TOLD_WORDS)
    return told, " ".join(asking)


def asks_nothing(text: str) -> bool:
    """Whether all of its sentences tell."""
    sentences = _SENTENCE.split(text.strip())
    return "?" not in text and not any(_BIDS.match(each) or _INVERTED.match(each) or _opens(each) for each in sentences)


def _sentences(text: str) -> list[str]:
    """The sentences, those that ask parted from what leads up to them; what asks for a mere reply is left out."""
    found = [
        clause
        for sentence in _SENTENCE.split(text.strip())
        for clause in (_CLAUSE.split(sentence) if sentence.endswith("?") or "?" not in text else (sentence,))
    ]
    return [each for each in found if not _REPLY.fullmatch(each)] or found


def _asks(sentence: str, *, marked: bool, opens: bool) -> bool:
    """Whether it asks: by its question mark where any has one, by how it begins where the last one `opens` so, or else
    by a word that asks."""
    if _TOPIC.match(sentence) or _BIDS.match(sentence) or sentence.endswith("?"):
        return True
    if marked or opens:
        return _opens(sentence) and not (marked and sentence.endswith("."))
    return _ASKING.search(sentence.lower()) is not None


def _opens(sentence: str) -> bool:
    asking = _ASKING.search(sentence.lower())
    return asking is not None and bool(_OPENING.fullmatch(sentence[: asking.start()]))
