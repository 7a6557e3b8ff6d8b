"""A follow-up, taken apart once: the names, conditions and kind that it states, and how it opens."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.linker import Linker, Mention
from server.understanding.pieces.clauses import negates
from server.understanding.pieces.headcount import USERS
from server.understanding.pieces.pieces import Piece, find_pieces
from server.understanding.pieces.target import Target, find_target, mask
from server.understanding.readings.decision import stated_conditions
from server.understanding.situations.preface import without_preface
from server.understanding.words.talk import TALK
from server.understanding.words.wordlist import blanked

CONTINUES = re.compile(
    r"^\W*(?:(?:and|or|but|also|ok|okay|fine|so|then|now|no|nope|sorry|oops|wait|oh|ah|hmm|scratch that"
    r"|my (?:bad|mistake|fault|error)|(?:that (?:was|is|came out|went) )?wrong[.!]?|actually|rather|correction"
    r"|(?:i|we) (?:meant?|mean)"
    r"|make (?:it|that)|then what about|what about|how about|what if"
    r"|same (?:question )?for|same|ditto)(?!\w)[\s,:]*)+",
    re.IGNORECASE,
)
# What names are taken out of: `leave § out of it`.
THE_SET = (
    r"(?:it|that|this|them|those|these|there"
    r"|(?:the|this|that|our|your) (?:list|set|lot|sum|total|group|team|stack|bill|count|table|equation|picture))"
)
_TAKEN = re.compile(rf" (?:out|off|away|aside)\b(?! (?:of )?(?!{THE_SET}\b)\w)|(?= from {THE_SET}\b)")
_SUFFIX = re.compile(r"['’]s$")
_ANYBODY = re.compile(r" (?:person|guy|one|role|tool|expert|specialist)\b", re.IGNORECASE)
_TOO = re.compile(r"\b(?:too|as well|also|either)\W*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_TAKEN_BACK = re.compile(
    r"^.*\b(?:never ?mind(?! (?:the|that|about|my|our)\b)|scratch that|forget (?:it|that)|strike that)[\s.,;:!–—-]+"
    r"(?:(?:and|so) )?(?=\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=\S)")
_ASKS = re.compile(
    r"\?|\b(?:wrong|mistake|typo|correction|which|what|who|how|list|show|give|tell|remove|drop|without|only)\b",
    re.IGNORECASE,
)
# `for 40 people` asks for nobody, `phase-wise` for no phase.
_NO_KIND = re.compile(rf"{USERS.pattern}|\bphase[- ]?wise\b", re.IGNORECASE)
_LEAD = 5


@dataclass(frozen=True)
class Part:
    """Names said in one breath, `the AWS ones` included, and whether they are denied. `family` marks a word
    that stands for all names that share it."""

    names: tuple[str, ...]
    start: int
    end: int
    denied: bool
    family: bool = False


@dataclass(frozen=True)
class FollowUp:
    """What was said after at least one turn. `masked` is it in lower case with every catalogue name as `§`."""

    text: str
    mentions: tuple[Mention, ...]
    families: tuple[tuple[int, int, tuple[str, ...]], ...] = ()

    @cached_property
    def masked(self) -> str:
        return mask(self.text, self.mentions)

    @cached_property
    def target(self) -> Target:
        """The kind of thing that it asks for."""
        text = blanked(_NO_KIND, self.text, "#")
        return find_target(text, self.mentions)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The tools and roles that it names."""
        return tuple(dict.fromkeys(mention.name for mention in self.mentions if mention.kind in ("tool", "role")))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The names that it states, with their sign; a list of names has the sign of its first."""
        found = [(start, end, names, True) for start, end, names in self.families]
        found += [(m.start, m.end, (m.name,), False) for m in self.mentions if m.kind in ("tool", "role")]
        parts: list[Part] = []
        for start, end, names, family in sorted(found):
            between = self.text[parts[-1].end if parts else 0 : start]
            listed = bool(parts) and bool(re.fullmatch(r"(?:[\s,&]|\band\b|\bor\b|\bnor\b|\bthe\b)*", between))
            denied = parts[-1].denied if listed else negates(between) or bool(_TAKEN.match(self.text, end))
            parts.append(Part(names, start, end, denied, family))
        return tuple(parts)

    @property
    def continues(self) -> bool:
        """Whether it is put as a continuation: `and …`, `what about …`, `…, too?`"""
        return bool(CONTINUES.match(self.text) or _TOO.search(self.text))

    def pieces(self, *, wages: bool) -> list[Piece]:
        """The conditions that it states."""
        return find_pieces(self.text, self.mentions, wages=wages)

    def says(self, *patterns: re.Pattern[str]) -> bool:
        """Whether any of the patterns occurs outside of the catalogue's names."""
        return any(pattern.search(self.masked) for pattern in patterns)

    def unread(self, *patterns: re.Pattern[str], pieces: Sequence[Piece] = ()) -> list[str]:
        """The words that neither names, pieces and patterns nor talk account for: what a change of the last
        query would leave unanswered."""
        rest = self.masked
        spans = [(piece.start, piece.end) for piece in pieces] + [(part.start, part.end) for part in self.parts]
        spans += [match.span() for pattern in patterns for match in pattern.finditer(self.masked)]
        for start, end in spans:
            rest = rest[:start] + " " * (end - start) + rest[end:]
        words = (word.replace("’", "'").strip("'-") for word in _WORD.findall(rest))
        return [word for word in words if len(word) > 1 and not {word, word.removesuffix("'s")} & TALK]

    def with_families(self, members: Mapping[str, Sequence[str]], at: Sequence[str] = ()) -> "FollowUp":
        """The follow-up with the words that several names share read as these names (`the admins`, `from AWS`), and
        a word of the one name among those `at` hand that has it, before a word for anybody (`the security person`).
        """
        named = [m for m in self.mentions if m.kind in ("tool", "role")]
        found: list[tuple[int, int, tuple[str, ...]]] = []
        for token in re.finditer(r"[a-z]+", self.text.lower()):
            word = token.group()
            names = members.get(word) or members.get(word.removesuffix("s"))
            if not names and _ANYBODY.match(self.text, token.end()):
                single = [name for name in at if word in name.lower().split()]
                names = single if len(single) == 1 else None
            inside = (m for m in self.mentions if m.start <= token.start() and token.end() <= m.end)
            if names and all(m not in named and _SUFFIX.sub("", m.text.lower()) == word for m in inside):
                found.append((token.start(), token.end(), tuple(names)))
        kept = tuple(m for m in self.mentions if all(m.end <= start or end <= m.start for start, end, _ in found))
        return replace(self, mentions=kept, families=tuple(found))


def heard(text: str, linker: Linker) -> str:
    """The text without sentences in front that ask and tell nothing, or that are taken back: `Too much. Without
    Taiga?`, `which vendor … forget it. The next one?`"""
    sentences = _SENTENCE.split(_TAKEN_BACK.sub("", text))
    while len(sentences) > 1 and not _says_something(sentences[0], linker):
        sentences.pop(0)
    return without_preface(" ".join(sentences), linker)


def _says_something(sentence: str, linker: Linker) -> bool:
    mentions = linker.link(sentence)
    if mentions or len(sentence.split()) > _LEAD or _ASKS.search(sentence):
        return True
    if any(map(str.isdigit, sentence)) or USERS.search(sentence.lower()):
        return True
    return bool(find_pieces(sentence, mentions, wages=False) or stated_conditions(sentence))
