"""Text that repeats itself or holds no words, cut short before anything reads it: a pasted log, a row of dashes, a
thousand digits. Nothing is asked in it, and no pattern has to walk over it again and again."""

import re

# Longer than any mark, number or stammer that means something.
_MARKS = re.compile(r"([^\w\s]{4})[^\w\s]+")
_NO_WORDS = re.compile(r"([^\w\n]{8})[^\w\n]+")
_DIGITS = re.compile(r"(\d{15})\d+")
_REPEATED = re.compile(r"(?P<unit>.{1,24}?)(?P=unit){4,}", re.DOTALL)
_OFTEN_ENOUGH = 3


def shortened(text: str) -> str:
    """The text with its blanks, marks, digits and repetitions cut to what can be meant."""
    text = "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    for pattern in (_MARKS, _NO_WORDS, _DIGITS):
        text = pattern.sub(r"\1", text)
    return _REPEATED.sub(_once, text)


def _once(match: re.Match[str]) -> str:
    unit = match["unit"]
    return match.group() if unit.isdigit() else unit * _OFTEN_ENOUGH
