"""Words that several names share: `the Azure tools` means all of them, `the Azure one` leaves open which."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from server.understanding.pieces.doubt import Doubt
from server.wording import listed

_ONE = (
    r"one|thing|thingy|tool|product|service|solution|platform|offering|option|person|guy|role|expert|specialist"
    r"|professional|position"
)
_ALL = (
    r"ones|things|tools|products|services|solutions|platforms|offerings|options|people|folks|guys|roles|experts"
    r"|specialists|professionals|positions|stuff"
)
_BRANDED = r"branded|brand|labelled|made|owned"
_NOUNS = frozenset((*_ONE.split("|"), *_ALL.split("|"), *_BRANDED.split("|"), "s"))
# `we are an AWS shop. Which of their tools …?`
_THEIRS = re.compile(r"\b(?:of|from) (?:theirs|their (?:tools|products|services|stuff|offerings))\b", re.IGNORECASE)
_CRAFT = re.compile(r"\b(?:devops|mlops)\b", re.IGNORECASE)
_LISTED = re.compile(
    r"\s*(?:,|\+|&|/|\band\b|\bplus\b|\bor\b|,\s*(?:and|or)\b)\s*(?:(?:an?|the|one|our) )?", re.IGNORECASE
)
ALIASES = {"amazon": "aws", "microsoft": "azure", "admin": "administrator"}


class Families:
    """Names by the words that two or more of them share."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self._catalogue = catalogue
        self._linker = linker

    def spelled_out(self, question: str, recent: Sequence[str] = ()) -> str:
        """The question with `the Azure tools` as the names that this means, and with `the Azure one` as the
        only such name among the `recent` ones."""
        if recent:
            question = self._in_name.sub(lambda match: f"the {match['word']} ones", question)
        vendors = {match.lower() for match in re.findall(rf"\b{self._vendors}\b", question, re.IGNORECASE)}
        if len(vendors) == 1:
            question = _THEIRS.sub(f"of the {vendors.pop()} tools", question)
        question = self._among_roles(self._lists.sub(self._each, question))
        question = self._person.sub(lambda match: self._sole[match["word"].lower()], question)
        if any(name in self._catalogue.roles for name in recent):
            question = self._head.sub(lambda match: self._heads[match["word"].lower()], question)
        question = self._craftsmen.sub(lambda match: f"{match['before']} {_word(match)} roles", question)
        several = self._free(self._several, question) or self._free(self._warded_off, question)
        if several:
            return f"{question[: several.start()]}{listed(self._shared[_word(several)])}{question[several.end() :]}"
        match = self._free(self._single, question)
        known = [name for name in self._shared[_word(match)] if name in recent] if match else []
        return (
            f"{question[: match.start()]}{known[0]}{question[match.end() :]}" if match and len(known) == 1 else question
        )

    def doubt(self, question: str) -> Doubt | None:
        """What to ask back where a shared word stands for one of several names; None otherwise."""
        match = self._free(self._single, question)
        if match is None or any(mention.kind in ("tool", "role") for mention in self._linker.link(question)):
            return None
        names = self._shared[_word(match)]
        options = tuple(f"{question[: match.start()]}{name}{question[match.end() :]}" for name in names)
        return Doubt(f"Which one do you mean: {', '.join(names[:-1])} or {names[-1]}?", options)

    def _free(self, pattern: re.Pattern[str], question: str) -> re.Match[str] | None:
        """The match, unless a longer name holds it: `ML engineer's tools`, `the admin and setup phase`."""
        match = pattern.search(question)
        if match is None:
            return None
        held = (m for m in self._linker.link(question) if m.kind != "maturity" and m.start < match.end())
        return None if any(match.start() < mention.end for mention in held) else match

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The names that a shared word stands for, common other words for it included."""
        return self._shared | {alias: self._shared[word] for alias, word in ALIASES.items() if word in self._shared}

    @cached_property
    def _shared(self) -> dict[str, list[str]]:
        tools, roles = self._catalogue.tools, self._catalogue.roles
        shared = _shared(tools, (0, -1)) | _shared(roles, (0, -1))
        return {word: names for word, names in shared.items() if word not in (name.lower() for name in tools)}

    @cached_property
    def _lists(self) -> re.Pattern[str]:
        """`DevOps and MLOps engineers`: a word that ends several names, said once for all of them."""
        firsts = {name.split()[0].lower() for names in (self._shared[end] for end in self._ends) for name in names}
        first = rf"(?:{'|'.join(sorted(firsts, key=len, reverse=True))})"
        listed = rf"(?P<list>(?:{first}(?:, | and | or | & |, and |, or |/)(?:an? |the )?)+)(?P<last>{first})"
        return re.compile(rf"\b{listed} (?P<end>{'|'.join(self._ends)})s?\b", re.IGNORECASE)

    def _each(self, match: re.Match[str]) -> str:
        ends = match["end"]
        listed = re.sub(r"(\w+)(?=,? (?:and|or|&) |, |/)", rf"\1 {ends}", match["list"])
        return f"{listed}{match['last']} {ends}"

    def _among_roles(self, question: str) -> str:
        """`QA, devops and a sysadmin`: crafts, beside roles, as the roles that have their name."""
        crafts = list(_CRAFT.finditer(question))
        roles = [mention for mention in self._linker.link(question) if mention.kind == "role"] if crafts else []
        for craft in reversed(crafts):
            start, end = craft.span()
            inside = any(role.start <= start < role.end for role in roles)
            sides = (question[role.end : start] if role.end <= start else question[end : role.start] for role in roles)
            if not inside and any(_LISTED.fullmatch(side) for side in sides):
                question = f"{question[:start]}{self._sole[craft.group().lower()]}{question[end:]}"
        return question

    @cached_property
    def _sole(self) -> dict[str, str]:
        """The words that begin one role's name and no other's."""
        return sole_words(self._catalogue.roles, 0)

    @cached_property
    def _person(self) -> re.Pattern[str]:
        """`the network guy`"""
        return re.compile(rf"\b(?P<word>{'|'.join(self._sole)}) (?:guy|gal|lady|dude|person)\b", re.IGNORECASE)

    @cached_property
    def _in_name(self) -> re.Pattern[str]:
        """`every tool with Azure in its name`"""
        return re.compile(
            rf"\b(?:(?:every|all|any|the|each|those) )*(?:{_ALL}|tool|role|everything|anything|those)"
            rf" (?:with|that (?:have|has|carry|carries)) (?:the word )?\W?(?P<word>{_either(self._shared)})\W?"
            r" in (?:its|their|the) names?\b",
            re.IGNORECASE,
        )

    @cached_property
    def _heads(self) -> dict[str, str]:
        """The words that end one role's name and no other's."""
        return sole_words(self._catalogue.roles, -1)

    @cached_property
    def _head(self) -> re.Pattern[str]:
        """`what about the architect?`, where roles are spoken of"""
        return re.compile(rf"\b(?:the|an?|our) (?P<word>{'|'.join(self._heads)})\b(?=\W*$|['’]s)", re.IGNORECASE)

    @cached_property
    def _vendors(self) -> str:
        """The words that tools share."""
        return _either(word for word, names in self._shared.items() if names[0] in self._catalogue.tools)

    @cached_property
    def _several(self) -> re.Pattern[str]:
        words = _either(self._shared)
        of = rf"(?:(?<=tool from )|(?<=tools from )|(?<=anything from ))(?:the )?{self._vendors}"
        return re.compile(
            rf"\b(?:the |our |all |these )*{words}(?:['’]s)?(?:[- ](?:{_BRANDED}))? (?:{_ALL})\b|{of}", re.IGNORECASE
        )

    @cached_property
    def _warded_off(self) -> re.Pattern[str]:
        """`no engineer`, `other than the administrators` mean them all."""
        before = r"(?<=\bno )|(?<=\bnot )|(?<=n['’]t )|(?<=\bthan )|(?<=\bexcept )|(?<=\bwithout )|(?<=\bexcluding )"
        return re.compile(rf"(?:{before})(?:an? |the |any )?{_either(self._ends)}s?\b", re.IGNORECASE)

    @cached_property
    def _ends(self) -> list[str]:
        return [word for word, names in self._shared.items() if all(name.lower().endswith(word) for name in names)]

    @cached_property
    def _craftsmen(self) -> re.Pattern[str]:
        """`which engineers …`, `the wages of the administrators`: all whose names end so."""
        asked = r"which|how many|all(?: the)?|(?:of|do|for) (?:all )?the|average|mean|median"
        elsewhere = r"(?! (?:work|are employed|are) (?:on|at|for|by)\b)"
        return re.compile(
            rf"(?<!than )\b(?P<before>{asked}) (?P<word>{_either(self._ends)})s\b{elsewhere}", re.IGNORECASE
        )

    @cached_property
    def _single(self) -> re.Pattern[str]:
        behind = rf"(?!s?['’]?s? (?:{_ONE}|{_ALL}|who|that|with|for|in|on|of|team)\b)"
        vendors = rf"(?:{'|'.join(word for word in self._shared if word not in self._ends and word != 'data')})"
        bare = rf"(?<=\bof ){vendors}(?=\W*$)|(?<=\bdoes ){vendors}(?= cost)|(?<=\bis ){vendors}(?=\W*$| a month| per)"
        ends = _either(self._ends)
        definite = rf"(?:the|that|this|your|our) {ends}\b{behind}|an? {ends}(?= (?:earn|cost|make|get)s?\b)"
        more = rf"(?:one more|another|an? (?:extra|additional|further|second)) {ends}\b{behind}"
        return re.compile(
            rf"\b(?:(?:the|an?|that|this|your|our) {_either(self._shared)} (?:{_ONE})\b|{definite}|{more}|{bare})",
            re.IGNORECASE,
        )


def _either(words: Iterable[str]) -> str:
    known = set(words)
    return rf"(?:{'|'.join(sorted({*known, *(alias for alias, word in ALIASES.items() if word in known)}))})"


def _word(match: re.Match[str]) -> str:
    words: list[str] = re.findall(r"[a-z]+", match.group().lower())
    word = next(word for word in reversed(words) if word not in _NOUNS)
    return word if word == "aws" else ALIASES.get(word.removesuffix("s"), word.removesuffix("s"))


def _shared(names: Iterable[str], places: tuple[int, ...]) -> dict[str, list[str]]:
    return {word: members for word, members in _by_word(names, places).items() if len(members) > 1}


def sole_words(names: Iterable[str], place: int) -> dict[str, str]:
    """The names of several words by the one at `place`, where no other has it there."""
    return {word: members[0] for word, members in _by_word(names, (place,)).items() if len(members) == 1}


def _by_word(names: Iterable[str], places: tuple[int, ...]) -> dict[str, list[str]]:
    """The names of several words by those of them that stand at `places`."""
    found: dict[str, list[str]] = {}
    for name in names:
        words = name.lower().split()
        for word in dict.fromkeys(words[place] for place in places if len(words) > 1):
            found.setdefault(word, []).append(name)
    return found
