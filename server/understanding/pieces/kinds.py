"""Every kind of thing that one question asks for: `which tools and roles does monitoring need?` asks for two."""

import re

from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import KIND_WORDS, Noun, Target, marked

_WORDS = {**KIND_WORDS, "roles": rf"{KIND_WORDS['roles']}|people"}
_WORD = re.compile("|".join(rf"(?P<{noun}>(?<![\w§-])(?:{words})(?![\w-]))" for noun, words in _WORDS.items()))
_ASK = "(?:which|what|the|any|our|its|their|these|those|suitable|matching|relevant|right|needed|and|or|lifecycle|mlops)"
# `the CI phase`, `no other phase`: the noun labels or bounds, nothing is asked.
_LABEL = re.compile(r"(?:¤\W*|\b(?:other|further|single|sole|only|no|one|each|every|per) )$")
# `the phase CI`; and which phase follows is a question of its own.
_LABELLED = re.compile(r" ¤|\W+(?:comes?|follows?|precedes?|is next|goes (?:first|last|before|after))\b")
# Between two kinds that are asked for in one breath: `tools and roles`, `phase, role and tool`.
_BETWEEN = re.compile(rf"\W*(?:(?:and|or|plus|as well as|along with|alongside|with)\W+)?(?:{_ASK}\W+)*")
# A second asking clause: `…, and which tools …`, `… and who …`.
_CLAUSE = re.compile(
    r"(?:^|\b(?:and|plus|also|then|or)\b|[.,;?!:–—-])\W*(?:(?:also|then|with|by|for|in|at|during|under|to)\W+)?"
    r"(?:which|what)\W+(?:\w+\W+){0,2}$"
)
_WHO = re.compile(r"(?:\b(?:and|plus|also)\b|[.,;?!–—-])\W*(?:who|whom|by whom)(?!\w)")


def kinds_asked(signals: Signals) -> tuple[Noun, ...]:
    """The kinds in the order in which they are asked for, the question's own target first; () without one."""
    target = signals.target
    if target.noun is None:
        return ()
    found: list[Noun] = [target.noun]
    text = marked(signals.text, signals.mentions)
    for match in _WORD.finditer(text):
        noun = _noun(match)
        if noun in found or _LABEL.search(text[: match.start()]) or _LABELLED.match(text, match.end()):
            continue
        clause = match.group() != "people" and _CLAUSE.search(text, 0, match.start())  # `what do people use`
        if _joined(text, target, match) or clause:
            found.append(noun)
    if "roles" not in found and _WHO.search(text, target.end):
        found.append("roles")
    return tuple(found)


def _noun(match: re.Match[str]) -> Noun:
    return next(noun for noun in KIND_WORDS if match[noun])


def _joined(text: str, target: Target, word: re.Match[str]) -> bool:
    """Whether nothing but what joins kinds stands between the target and the word, other kinds aside."""
    between = text[target.end : word.start()] if word.start() >= target.end else text[word.end() : target.start]
    return bool(_BETWEEN.fullmatch(_WORD.sub(",", between))) and between.strip() != ""
