"""A follow-up, taken apart once for all the changes that may be meant by it."""

import re
from dataclasses import dataclass
from functools import cached_property

from corpus.linker import Mention
from server.understanding.pieces import Piece, find_pieces
from server.understanding.target import Target, find_target, mask
from server.understanding.wordlist import phrases

CONTINUES = re.compile(
    r"^\W*(?:(?:and|or|but|also|ok|okay|so|then|now|no|nope|sorry|oops|wait|oh|ah|hmm|scratch that"
    r"|my bad|actually|rather|correction|(?:i|we) (?:meant?|mean)"
    r"|make (?:it|that)|then what about|what about|how about|what if"
    r"|same (?:question )?for|same)\b[\s,]*)+",
    re.IGNORECASE,
)
# `those`, `of them`, `the ones`: what the last turn yielded.
REFERS = re.compile(
    r"\b(?:(?:those|these|them|they|their)\b(?! months?\b| years?\b)|such (?:tools?|roles?|ones?)"
    r"|(?:of|from|in) (?:that|this) (?:list|set|selection)"
    r"|(?:narrow|filter|cut|reduce|limit|restrict|boil|trim) (?:that|this|it|the list)"
    r"|the (?:list|selection|set)|the (?:above|former|latter)|the same ones?|out of (?:that|this))\b",
    re.IGNORECASE,
)
_SMALL = phrases(
    r"""
    and|or|but|ok|okay|so|then|now|what['’]s|whats|what|that['’]s|who['’]s|let['’]s|how|about|much|many|if|we|i|you|were|are|is|was|it|that|would|could
    can|may|might|be|being|for|the|same|of|us|me|have|has|had|with|in|on|at|to|from|a|an|also|either|again|else
    say|just|only|instead|please|pls|thanks|thank you|now|do|does|did|both|all|they|them|those|these|this|who|whom|which
    ones?|any|some|too|as well|there|here|by|one|really|actually|right|well|hmm|sure|great|good|fine|nice
    |cool|not|no|make|made
    sorry|oops|wait|mean|meant|nope|nah|yes|yeah|yep|oh|ah|hey|hi|rather|next|finally|exactly|maybe|perhaps|already
    """
)
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True)
class FollowUp:
    """What was said after at least one turn. `masked` is it in lower case with every catalogue name as `§`."""

    text: str
    mentions: tuple[Mention, ...]

    @cached_property
    def masked(self) -> str:
        return mask(self.text, self.mentions)

    @cached_property
    def target(self) -> Target:
        """The kind of thing that it asks for."""
        return find_target(self.text, self.mentions)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The tools and roles that it names."""
        return tuple(dict.fromkeys(mention.name for mention in self.mentions if mention.kind in ("tool", "role")))

    @property
    def refers(self) -> bool:
        """Whether it speaks of what the last turn yielded."""
        return bool(REFERS.search(self.text))

    @property
    def continues(self) -> bool:
        """Whether it opens as a continuation: `and …`, `what about …`."""
        return bool(CONTINUES.match(self.text))

    def pieces(self, *, wages: bool) -> list[Piece]:
        """The conditions that it states."""
        return find_pieces(self.text, self.mentions, wages=wages)

    def says(self, *patterns: re.Pattern[str]) -> bool:
        """Whether any of the patterns occurs outside of the catalogue's names."""
        return any(pattern.search(self.masked) for pattern in patterns)

    def only(self, *patterns: re.Pattern[str], pieces: tuple[Piece, ...] = ()) -> bool:
        """Whether names, pieces, these patterns and small words are all that it says: only then does it say
        nothing but what a change makes of it."""
        rest = self.masked
        for piece in pieces:
            rest = rest[: piece.start] + " " * (piece.end - piece.start) + rest[piece.end :]
        for pattern in (*patterns, _SMALL):
            rest = pattern.sub(" ", rest)
        return not _WORD.search(rest)
