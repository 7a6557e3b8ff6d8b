"""What kind of thing a question asks for: tools, roles or phases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.linker import Mention
from server.understanding.wordlist import alternatives

Noun = Literal["tools", "roles", "phases"]

_TOOLS = r"""tools?|tooling|toolsets?|toolbox(?:es)?|toolkits?|toolchains?|kits?|softwares?|products?|platforms?|services?|solutions?|packages?
    librar(?:y|ies)|frameworks?|technolog(?:y|ies)|instruments?|utilit(?:y|ies)|vendors?"""
# Words for anything at all: they mean tools only where nothing better is named.
_VAGUE = r"""options?|entries|entry|offerings?|offers?|things?|stuff|ones|helpers?|candidates?|contenders?|applications?|apps?|programs?
    (?<=which )one|(?<=the )one|(?<!cost )anything|(?<!cost )something|(?<!cost )everything|whatever|items?|picks?|selection|those|it(?= all)"""
_ROLES = r"""roles?(?! of)|jobs?(?! of)|positions?|persons?|staff|team members?|employees?|hires?|professions?|workers?
    occupations?|experts?|professionals?|engineers?|job titles?|specialists?(?= (?:who|take|work|earn|are|do))"""
_PEOPLE = r"people(?! use| run| who use| normally| usually| typically| keep| still)|folks|colleagues"
_PHASES = r"""phases?|stages?|parts? of the lifecycle|lifecycle(?:['’]s)? (?:phases?|stages?|parts?|boxes)|stretch(?:es)? of the lifecycle
    points? in the lifecycle|steps? of the lifecycle|sections? of the lifecycle|phase[- ]wise|boxes"""
_ASKS = r"""which|what(?:['’]s| is| are| all)?(?: the| all the)?|how many|how much(?= (?:tools|roles|phases))|list|name|show(?: me)?|give(?: me)?|find(?: me)?
    tell me|(?<!greatest )(?<!largest )(?<!smallest )(?<!highest )(?<!lowest )(?<!biggest )(?<!max )number of|count(?: of)?|tally|any|every|each|all
    are there|is there|do we have|recommend|suggest|need|want|looking for|get me|enumerate|report|identify|determine|pull|extract|compute"""
_BLOCKING = r"""is|are|was|were|do|does|did|happens?|in|for|on|at|should|can|could|would|will|to|with|about|by|from|goes|makes?|has|have|had|having
    means?|we|i|you|my|our|it|they|that|how|why|when|where|using|use|uses|used|and|not|cover|covers|covering|costs?|span|spans|serves?|handles?
    reach|reaches|gets?|involves?|works?|work|one|with|whose|of|if|whether|who"""
_ASK = re.compile(rf"\b(?:{alternatives(_ASKS)})(?!\w)")
_KINDS: tuple[tuple[Noun, str], ...] = (
    ("tools", f"{_TOOLS}\n{_VAGUE}"),
    ("roles", f"{_ROLES}\n{_PEOPLE}"),
    ("phases", _PHASES),
)
_NOUN = {noun: re.compile(rf"(?:{alternatives(words)})(?!\w)") for noun, words in _KINDS}
_HEADLINES: tuple[tuple[Noun, re.Pattern[str]], ...] = tuple(
    (noun, re.compile(rf"(?<!\w)(?:{alternatives(words)})(?!\w)"))
    for noun, words in (("tools", _TOOLS), ("roles", _ROLES), ("tools", _VAGUE), ("phases", _PHASES))
)
_WHO = re.compile(r"(?:(?<!\w)|(?<=[.,;:] ))(?:who(?:m|ever|['’]s)?|anybody|anyone|nobody|somebody|someone)\b")
_WHOSE = re.compile(r"^\W*whose\b")
_EXPLAINS = re.compile(
    r"^\W*(?:how|why|explain|describe|define|tell|who is|what (?:is|are|'s|does|do|did|happens?|gets?|should))\b"
)
_ASKS_FIRST = re.compile(r"^\W*(?:is|are|does|do|can|could|will|would|should|has|have|when|where)\b")
_TOOLWISE = re.compile(r"\btools?[- ]?wise\b|\bin terms of tools\b|\bas far as tools\b|\bin the tool\w* department\b")
_WORD = re.compile(r"[\w$§%.'’/&-]+")


@dataclass(frozen=True)
class Target:
    """The kind asked for, with the word's span; None when the question names none."""

    noun: Noun | None
    start: int = 0
    end: int = 0


def find_target(text: str, mentions: Sequence[Mention]) -> Target:
    """The noun that the earliest asking word governs, or else the headline's; catalogue names are looked over."""
    masked = mask(text, mentions)
    wise = _TOOLWISE.search(masked)
    if wise:
        return Target("tools", wise.start(), wise.end())
    governed = _governed(masked)
    who = _who(masked)
    several_tools = sum(mention.kind == "tool" for mention in mentions) > 1
    if who and not several_tools and (governed is None or governed.noun == "phases" or who.start() < governed.start):
        return Target("roles", who.start(), who.end())
    return governed or _headline(masked)


def mask(text: str, mentions: Sequence[Mention]) -> str:
    """The text in lower case with every mention replaced by as many `§`."""
    masked = text.lower()
    for mention in mentions:
        masked = masked[: mention.start] + "§" * (mention.end - mention.start) + masked[mention.end :]
    return masked


def _governed(masked: str) -> Target | None:
    """The noun behind an asking word, with only adjectives and names between."""
    for ask in _ASK.finditer(masked):
        at = ask.end()
        for word in _WORD.finditer(masked, at):
            if re.search(r"[.?!;:]\s", masked[at : word.start()]):
                break
            target = _noun_at(masked, word.start())
            if target is not None:
                if target.noun == "phases" and _defines(masked, ask, word.start()):
                    break
                return _resolved(masked, _last_of_run(masked, target))
            if re.fullmatch(alternatives(_BLOCKING), word.group().rstrip(".")):
                break
    return None


def _resolved(masked: str, target: Target) -> Target:
    """A vague word (`the one`, `ones`, `anything`) stands for the roles that the question names otherwise."""
    word = masked[target.start : target.end]
    if target.noun == "tools" and re.fullmatch(alternatives(_VAGUE), word) or word in ("one", "ones"):
        for noun, pattern in _HEADLINES[:2]:
            match = pattern.search(masked)
            if match:
                return Target(noun, match.start(), match.end())
        if re.search(rf"\b(?:{_PEOPLE})\b", masked):
            return Target("roles", target.start, target.end)
    return target


def _who(masked: str) -> re.Match[str] | None:
    """`who` that asks; `tools who are free` only relates."""
    for match in _WHO.finditer(masked):
        before = masked[: match.start()].rstrip()
        if not re.search(r"\b(?:tools?|ones?|software|products?|things?)$", before) and " is who" not in before:
            return match
    return _WHOSE.search(masked)


def _headline(masked: str) -> Target:
    explains = _EXPLAINS.match(masked) or re.search(r"\bwhy\b", masked)
    for noun, pattern in _HEADLINES:
        match = pattern.search(masked)
        if match is None:
            continue
        if noun == "phases" and (explains or _ASKS_FIRST.match(masked)):
            continue
        if "§" in masked and explains and noun != "tools":
            continue
        if explains and noun == "tools" and not re.search(r"\bwhat\b", masked):
            continue
        return Target(noun, match.start(), match.end())
    return Target(None)


def _noun_at(masked: str, at: int) -> Target | None:
    for noun, pattern in _NOUN.items():
        match = pattern.match(masked, at)
        if match:
            return Target(noun, match.start(), match.end())
    return None


def _last_of_run(masked: str, target: Target) -> Target:
    following = re.compile(r"\s+").match(masked, target.end)
    after = _noun_at(masked, following.end()) if following else None
    return _last_of_run(masked, after) if after else target


def _defines(masked: str, ask: re.Match[str], noun: int) -> bool:
    """`what is the § phase` asks what the phase is, not which one."""
    return (
        ask.group().startswith("what ")
        and masked[ask.end() : noun].strip(" §") == ""
        and "§" in masked[ask.end() : noun]
    )
