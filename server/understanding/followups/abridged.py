"""Names that a follow-up tells by a part, of those that were spoken of: `the architect`, `the two administrators`, `the
cloud version of it`."""

import re
from collections.abc import Iterator, Sequence

from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.families import ALIASES
from server.understanding.pieces.measures import number_of
from server.understanding.words.talk import TALK
from server.wording import listed

_ANY = r"(?:version|edition|variant|flavou?r|one|person|guy|product|service|tool|role|job|offering)s?"
_TOLD = re.compile(
    r"\b(?:both(?: of)?(?: the)?|the|that(?! the\b)|this|those|these|our|my|your)"
    r"(?: (?P<n>both|two|three|four))? (?P<words>[a-z][\w-]*(?:\.\w+)?(?: [a-z][\w-]*(?:\.\w+)?)?)(?![\w’'-])"
)
# `devops?`, `without security`: a role by a word of its name.
_ALONE = re.compile(
    r"^\W*(?:(?:and|or|plus|also|what about|how about|vs\.?|versus|without|minus|not|only|just|same for)\W+)*"
    r"(?P<word>[a-z]+)\W*$"
)
_NOUN = re.compile(rf" {_ANY}(?: of (?:it|that|this|them|those|these))?\b")
_BEHIND = re.compile(r"\s*(?P<word>[\w’'-]*)")
_VERBS = frozenset("is are was has have does do can earns costs gets covers".split())
_NOUNS = frozenset("tool tools role roles phase phases stage stages team stack group list table column row".split())


def named_in_full(said: FollowUp, thread: Thread) -> str:
    """The follow-up with the names that it tells by a part in full."""
    text = said.text
    alone = _ALONE.match(text.lower())
    if alone is not None and not said.mentions and thread.kind_of(thread.focus) == "roles":
        named = [name for name in thread.catalogue.roles if alone["word"] in name.lower().split()]
        return f"{text[: alone.start('word')]}{named[0]}{text[alone.end('word') :]}" if len(named) == 1 else text
    for start, end, names in sorted(_abridged(said, thread), reverse=True):
        text = f"{text[:start]}{listed(names)}{text[end:]}"
    return text


def _abridged(said: FollowUp, thread: Thread) -> Iterator[tuple[int, int, Sequence[str]]]:
    taken = [(m.start, m.end) for m in said.mentions if m.kind != "phase"]
    for match in _TOLD.finditer(said.text.lower()):
        for words in _shorter(match["words"]):
            end = match.start("words") + len(words)
            if any(start < end and match.start("words") < stop for start, stop in taken):
                continue
            noun = _NOUN.match(said.text.lower(), end)
            names = _meant(words, match["n"], thread, whole=noun is None)
            if names and (noun is not None or _ends(said.text.lower(), end)):
                yield match.start(), noun.end() if noun else end, names
                break


def _shorter(words: str) -> tuple[str, ...]:
    first, _, second = words.partition(" ")
    return (words, first) if second else (first,)


def _ends(text: str, at: int) -> bool:
    """Whether no noun follows, which the words would only describe."""
    match = _BEHIND.match(text, at)
    word = re.sub(r"n['’]t$", "", match["word"]) if match else ""
    return not word or word in _VERBS or (word in TALK and word not in _NOUNS)


def _meant(words: str, number: str | None, thread: Thread, *, whole: bool) -> Sequence[str]:
    """The names that end in these words, or with a noun behind have them; the newest that were spoken of first, and
    then those of a kind with the one that was: `and the network one?` behind another administrator."""
    if words.rpartition(" ")[2] in _NOUNS:
        return ()  # `the stack` is all of it
    many = number is not None or words.endswith("s")
    parts = [ALIASES.get(word, word) for word in (words.removesuffix("s") if many else words).split()]
    for names in (*thread.yields, thread.mentioned):
        found = [name for name in names if _has(name, parts, whole=whole)]
        if number is not None and len(found) != (2 if number == "both" else number_of(number)):
            continue
        if len(found) == 1 or (many and found):
            return found
    one = thread.focus[0].lower() if len(thread.focus) == 1 and not whole else ""
    kin = (*(name for name in thread.catalogue.tools if one and one in name.lower()), *(thread.kin if one else ()))
    found = [name for name in kin if _has(name, parts, whole=False)]
    return found if len(found) == 1 else ()


def _has(name: str, parts: Sequence[str], *, whole: bool) -> bool:
    words = name.lower().split()
    tail = words[-len(parts) :] == list(parts)
    return len(words) > 1 and (tail if whole else set(parts) <= set(words))
