"""Products whose name holds a known one: `PyTorch Lightning` is no PyTorch, `Grafana dashboards` are Grafana."""

import re
from collections.abc import Container, Iterable, Sequence

from corpus.linker import Mention
from corpus.outsiders import Outsiders
from server.understanding.words.wordlist import alternatives

_NEXT = re.compile(r" (?P<word>[A-Za-z][\w.+#&-]*\w)")
_BEHIND = {
    "V": "free|open|cost|cover|support|ticked|listed|belong|count|come|run|part",
    "W": "in|cover|belong|part|take|count|come|sit|used",
}
# What is sold beside a tool under its name: `the Databricks exam`.
_LESSONS = re.compile(
    r" (?:[\w-]+ )?(?:exam(?:ination)?|certificat(?:e|ion)|(?:training )?course|workshop|bootcamp|academy|summit"
    r"|conference)s?\b",
    re.IGNORECASE,
)
# `Grafana's AGPL` is a licence.
_LICENCES = frozenset("MIT GPL AGPL LGPL BSD MPL BSL BUSL EPL SSPL Apache GNU Mozilla Eclipse".split())
# `Google MLOps` is no product: so a whole field is called.
_FIELDS = frozenset("MLOps MLOPS LLMOps LLMOPS".split())
_X = r"(?P<x>[a-z][a-z0-9.+#-]{3,})"
# An unknown word between a tool and what is asked of it belongs to the name, in lower case too.
_BETWEEN = tuple(
    re.compile(line.strip().replace("{X}", _X).replace("{V}", _BEHIND["V"]).replace("{W}", _BEHIND["W"]))
    for line in r"""
    \b(?:is|are|does|do|has|can|will) §+ {X} (?:an? |already |in the )?(?:{V})
    \bhow much (?:is|does|are|would|for|do) §+ {X}(?: cost| a month| per|\W*$)
    \b(?:which|what) (?:phases?|stages?) (?:is|does|do|are|would) §+ {X} (?:{W})
    \bwhat (?:does|would|do|will) §+ {X} cost
    \b(?:price|cost|costs|pricing|licen[cs]e|phases?) (?:of|for) §+ {X}\W*$
    """.strip().splitlines()
)


class Compounds:
    """Finds them by a list, by the vendor in front, and by what follows a tool's name."""

    def __init__(self, outsiders: Outsiders) -> None:
        self._parts = outsiders.parts
        listed = sorted(outsiders.products, key=lambda name: -len(name))
        self._listed = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, listed))})(?![\w-])", re.IGNORECASE)
        vendors = alternatives("\n".join(sorted(map(re.escape, outsiders.vendors), key=len, reverse=True)))
        self._vendor = re.compile(rf"(?<![\w-])(?:{vendors})(?= [A-Z0-9])", re.IGNORECASE)

    def names(self, question: str, masked: str, mentions: Sequence[Mention], known: Container[str]) -> list[str]:
        """The longer names as typed; `known` holds the words that are no names."""
        spans = [match.span() for match in self._listed.finditer(question) if not _is_tool(match.span(), mentions)]
        spans += self._sold(question, mentions)
        if not in_title_case(question):
            spans += self._extended(question, mentions)
        spans += self._between(masked, mentions, known)
        tools = (mention for mention in mentions if mention.kind == "tool")
        spans += [(tool.start, lesson.end()) for tool in tools if (lesson := _LESSONS.match(question, tool.end))]
        return [question[start:end] for start, end in _longest(spans)]

    def is_part(self, word: re.Match[str], mentions: Sequence[Mention]) -> bool:
        """Whether the word is short for a part or state of the tool that it stands behind: `Jenkins LTS`."""
        behind = any(m.kind == "tool" and m.end + 1 == word.start() for m in mentions)
        return behind and word.group().isupper() and word.group().lower() in self._parts

    def _sold(self, question: str, mentions: Sequence[Mention]) -> Iterable[tuple[int, int]]:
        for vendor in self._vendor.finditer(question):
            inside = [m for m in mentions if m.kind != "maturity" and m.start < vendor.end() and vendor.start() < m.end]
            end = self._run(question, vendor.end(), mentions)
            if not inside and end > vendor.end() and not in_title_case(question):
                yield vendor.start(), end

    def _extended(self, question: str, mentions: Sequence[Mention]) -> Iterable[tuple[int, int]]:
        for mention in mentions:
            if mention.kind == "tool" and mention.text[0].isupper():
                end = self._run(question, mention.end, mentions)
                if end > mention.end:
                    yield mention.start, end

    def _run(self, question: str, at: int, mentions: Sequence[Mention]) -> int:
        """Where the capitalised words behind `at` end that belong to its name; `at` where all name parts of a tool."""
        taken = {m.start for m in mentions}
        end = at
        while (following := _NEXT.match(question, at)) and following.start("word") not in taken:
            word = following["word"]
            if not word[0].isupper() or word in _LICENCES or word in _FIELDS:
                break
            at = following.end()
            if following["word"].lower() not in self._parts:
                end = at
        return end

    def _between(self, masked: str, mentions: Sequence[Mention], known: Container[str]) -> Iterable[tuple[int, int]]:
        for pattern in _BETWEEN:
            match = pattern.search(masked)
            if (
                match is None
                or match["x"] in known
                or match["x"] in self._parts
                or match["x"].endswith(("ly", "ing", "ed"))
            ):
                continue
            owner = next((m for m in mentions if m.kind == "tool" and m.end + 1 == match.start("x")), None)
            if owner is not None:
                yield owner.start, match.end("x")


def _is_tool(span: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    return any(m.kind == "tool" and m.start <= span[0] and span[1] <= m.end and m.exact for m in mentions)


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def shouted(question: str) -> bool:
    """Whether nearly all is in capitals, which then tell no names."""
    letters = [character for character in question if character.isalpha()]
    return len(letters) > 3 and sum(character.isupper() for character in letters) > 0.85 * len(letters)


def in_title_case(question: str) -> bool:
    """Whether capitals tell nothing: a headline, or all of it shouted."""
    words = [word for word in re.findall(r"[A-Za-z]+", question) if len(word) > 3]
    titled = len(words) > 3 and sum(word[0].isupper() for word in words) > 0.85 * len(words)
    return titled or shouted(question)
