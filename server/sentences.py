"""Splits streamed text into whole sentences with the citation numbers that the writer gave them.

Decisions are made one character at a time and never look at how the text was cut into deltas, so
the chunking of a stream cannot change the result.
"""

import re
from dataclasses import dataclass

# A sentence this long (characters) is no sentence; it is cut so that memory and latency stay bounded.
MAX_CHARS = 1200
_TAIL = 200

_DASH = "[-\u2013]"
_NUMBERS = rf"\d{{1,6}}(?:\s*(?:,|;|{_DASH}|and|&)\s*(?:sources?\s*)?\d{{1,6}})*"
# No answer has as many sources: a longer range is nonsense, and is not written out.
_RANGE = 1_000
_CITATION = re.compile(rf"\[\s*(?:sources?\s*)?({_NUMBERS})\s*\]", re.IGNORECASE)
_CITED = rf"(?:\s*\[\s*(?:sources?\s*)?{_NUMBERS}\s*\])"
_CLOSING = "[\"'\u201d\u2019)*_`]*"
_STOP = rf"[.!?\u2026]{_CLOSING}"
# What must stand before the first character of a next sentence.
_END = re.compile(rf"(?:{_STOP}{_CITED}+\s*|{_STOP}\s+|\n\s*)$", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:{_STOP}{_CITED}*|{_CITED})\s*$", re.IGNORECASE)
_LINE_END = re.compile(rf"\n\s*{_CITED}*\s*$")
_LAST_WORD = re.compile(rf"([\w.&'-]*)\.{_CLOSING}\s*$")
_ABBREVIATIONS = frozenset(
    ("e.g", "i.e", "eg", "ie", "al", "vs", "cf", "approx", "fig", "figs", "sec", "no", "nos", "dr", "mr", "mrs", "prof")
)
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
_BULLET = re.compile(r"^(?:[-*\u2022\u2013>#]+\s+|\d{1,2}[.)]\s+)+")
_NOISE = re.compile(r"\*+|`+|__+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Sentence:
    """One sentence without its markers. `citations` are 1-based, in order, without repeats;
    `complete` is False for a last sentence that the writer did not finish."""

    text: str
    citations: tuple[int, ...]
    complete: bool = True


class SentenceSplitter:
    """Text deltas in, whole sentences out; `close` gives what is left at the end of the stream."""

    def __init__(self) -> None:
        self._buffer = ""

    def feed(self, delta: str) -> list[Sentence]:
        """Sentences that this delta proves finished."""
        found: list[Sentence] = []
        for character in delta:
            if self._ends_before(character) or len(self._buffer) >= MAX_CHARS:
                found += _sentence(self._buffer, complete=True)
                self._buffer = ""
            self._buffer += character
        return found

    def close(self) -> list[Sentence]:
        """The last sentence, if any."""
        rest, self._buffer = self._buffer, ""
        return _sentence(rest, complete=bool(_WHOLE.search(rest[-_TAIL:])))

    def _ends_before(self, character: str) -> bool:
        last = self._buffer[-1:]
        if character.isspace() or character == "[" or not (last.isspace() or last == "]"):
            return False
        tail = self._buffer[-_TAIL:]
        if not _END.search(tail) and not _LINE_END.search(tail):
            return False
        if "\n" in tail[len(tail.rstrip()) :] or _LINE_END.search(tail):
            return True
        return not (character.islower() or character in ",;:)" or self._abbreviated(character))

    def _abbreviated(self, following: str) -> bool:
        """Whether the full stop at the end of the buffer belongs to an abbreviation or a list number."""
        bare = _CITATION.sub("", self._buffer[-_TAIL:])
        match = _LAST_WORD.search(bare)
        if match is None or bare != self._buffer[-_TAIL:]:
            return False
        word = match.group(1).casefold().lstrip("(")
        initial = len(word) == 1 and word.isalpha() and match.group(1).isupper() and following.isupper()
        number = word.isdigit() and not self._buffer[: self._buffer.rindex(match.group(1) + ".")].strip(" \n-*#>")
        shortened = word in _ABBREVIATIONS or _INITIALS.fullmatch(word) is not None  # `the U.S. Bureau`
        return shortened or number or (initial and not bare[: match.start()].rstrip().endswith("phase"))


def numbers(text: str) -> tuple[int, ...]:
    """Citation numbers in `text`, ranges written out, in order and without repeats."""
    found: dict[int, None] = {}
    for group in _CITATION.findall(text):
        for first, last in re.findall(rf"(\d+)(?:\s*{_DASH}\s*(\d+))?", group):
            found.update(dict.fromkeys(range(int(first), min(int(last or first), int(first) + _RANGE) + 1)))
    return tuple(found)


def _sentence(raw: str, *, complete: bool) -> list[Sentence]:
    # Two halves of a surrogate pair can arrive in two deltas; joined they are one character again.
    text = _NOISE.sub("", raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    cited: dict[int, None] = {}
    # A mark inside a mark leaves one behind; left in the text it would be shown as a citation that nobody checked.
    while _CITATION.search(text):
        cited.update(dict.fromkeys(numbers(text)))
        text = _CITATION.sub("", text)
    text = _BULLET.sub("", text.strip())
    text = re.sub(r"\s+([.!?,;:])", r"\1", _SPACE.sub(" ", text)).strip()
    if not any(character.isalnum() for character in text):
        return []
    return [Sentence(text, tuple(cited), complete)]
