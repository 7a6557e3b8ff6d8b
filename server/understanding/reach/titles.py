"""Job titles that Table III does not print: `data steward`, `scrum master`, `database administrator`."""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from corpus.outsiders import Outsiders
from server.understanding.words.wordlist import alternatives, phrases

# Who asks, or whom the asker tells of, is no title that is asked about.
_TOLD = re.compile(
    r"(?:\b(?:as|i['’]?m|i am|im|being|became|become|hired as|work as|working as) (?:an? |the )?"
    r"|\b(?:dear|hi|hello|hey|says|said|from) (?:my |our |the |an? )?)$"
)
_OWNED = re.compile(r"\b(?:my|our) $")
_TELLS = re.compile(
    r"^s?,? (?:asked|asks|asking|want(?:s|ed)?|says|said|thinks|told|tells|claims|insists|here"
    r"|would like|wonders|needs to know|swears)\b"
)
_WANTED = phrases(
    r"""
    wages?|salar(?:y|ies)|earn\w*|paid|pays?|cost\w*|mak(?:e|es)|phases?|stages?|dol|codes?|titles?|take part
    takes part
    work|works|involved|listed|list|include\w*|roles?|tools?|compensation|money|responsib\w+|do|does|hire
    how much|how many|interview|per month|missing|lacking|uncovered|unstaffed
    """
)

# `and a product owner?`
_ALONE = re.compile(
    r"\W*(?:(?:and|or|so|then|what about|how about|what of|same|for|of|with|an?|the)\b\W*)*¤\W*(?:too|then|as well)?\W*"
)


class Titles:
    """Finds them by a list, and by a speciality before an occupation; one that the corpus `said` is none."""

    def __init__(self, outsiders: Outsiders, said: str) -> None:
        specialities = alternatives("\n".join(map(re.escape, sorted(outsiders.specialities))))
        occupations = alternatives("\n".join(map(re.escape, sorted(outsiders.occupations))))
        named = alternatives("\n".join(map(re.escape, sorted(outsiders.titles, key=len, reverse=True))))
        self._title = re.compile(
            rf"(?<![\w-])(?:(?:{named})|(?:(?:{specialities})[ -]){{1,3}}(?:{occupations})s?)(?![\w-])"
        )
        self._alike = outsiders.alike
        self._said = said.lower()

    def names(self, question: str, mentions: Sequence[Mention]) -> list[str]:
        """The titles that the question asks about, as typed; none where it only tells of somebody."""
        lower = question.lower()
        if not (_WANTED.search(lower) or _ALONE.fullmatch(self._title.sub("¤", lower))):
            return []
        found: list[str] = []
        for match in self._title.finditer(lower):
            held = any(m.kind == "role" and m.start < match.end() and match.start() < m.end for m in mentions)
            before = lower[: match.start()]
            others = any(m.kind in ("tool", "role") for m in mentions)
            told = _TOLD.search(before) or (others and _OWNED.search(before))
            if not (held or told or match.group() in self._said or _TELLS.match(lower[match.end() :])):
                found.append(question[match.start() : match.end()])
        return list(dict.fromkeys(found))

    def knows(self, name: str) -> bool:
        """Whether the name is such a title."""
        return self._title.fullmatch(name.lower()) is not None

    def nearest(self, name: str) -> tuple[str, ...] | None:
        """The roles that come nearest to a title; None where the name is no title."""
        if not self.knows(name):
            return None
        words = re.split(r"[ -]", name.lower())
        forms = (name.lower(), *words, *(word.removesuffix("s") for word in words))
        return next((self._alike[form] for form in forms if form in self._alike), ())
