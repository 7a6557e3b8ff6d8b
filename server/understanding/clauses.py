"""Joins pieces into one condition: negation, `and`, `or`, `only`, as the words between them say."""

import re

from server.conditions import AllOf, AnyOf, Condition, Confined, Covers, Not
from server.understanding.pieces import Piece

_COMPARATIVE = re.compile(r"\b(?:no|not) (?:more|less|only|over|above|below|under)\b(?: than)?|\bno doubt\b")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|without|except|excluding|excludes?|minus|lacks?|lacking|outside|nor|neither|besides|"
    r"skip(?:s|ping)?|apart from|other than|aside from|missing|leav(?:e|es|ing) out|avoid(?:s|ing)?|cannot|fails? to)\b|n['’]t\b|\bnon[- ]?$"
)
_FILLER = (
    r"and/or|and|or|nor|as well as|plus|along with|together with|also|in|the|for|both|either|neither|phases?|stages?|on|of|to|at|a|"
    r"cover(?:s|ed|ing)?|support(?:s|ed|ing)?|not|but|any|that|are|is|be|being|by|with|without|do|does|doesn't|don't|work(?:s|ing)?|used?"
)
_LIST = re.compile(rf"(?:[\s,/&+()]|\b(?:{_FILLER})\b)*", re.IGNORECASE)
_CONNECTOR = re.compile(r"[,/&+]|\b(?:and|or|nor|plus|as well as|along with|together with)\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:and|,)\s+(?:which|what|the|those|also)?\s*(?:tools?|roles?|which|ones|those)\b", re.IGNORECASE
)
_ANY_BEFORE = re.compile(
    r"\b(?:either|any(?: one)? of|at least one of|one of)\s+(?:the\s+)?(?:phases?\s+)?$", re.IGNORECASE
)
_ONLY = re.compile(r"(?<!the )\b(?:only|solely|sole|exclusively|just|nothing but)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_ONLY_AFTER = re.compile(r"^\s*(?:phase\s+)?(?:only|alone|exclusively|and nothing else|and no other)\b", re.IGNORECASE)


def join(text: str, pieces: list[Piece]) -> Condition:
    """One condition over all pieces; no pieces give the condition that holds for everything."""
    parts: list[Condition] = []
    for group, alternatives, negated in _groups(text, pieces):
        conditions = tuple(piece.condition for piece in group)
        covered = [condition.phase for condition in conditions if isinstance(condition, Covers)]
        if negated and re.search(r"\bnot both\b", text[max(0, group[0].start - 20) : group[0].start], re.IGNORECASE):
            parts.append(Not(of=AllOf(of=conditions)))
        elif negated:
            parts += [Not(of=condition) for condition in conditions]
        elif alternatives:
            parts.append(AnyOf(of=conditions))
            if re.search(r"\bbut not (?:both|all)\b", text[group[-1].end :], re.IGNORECASE):
                parts.append(Not(of=AllOf(of=conditions)))
        else:
            parts += conditions
        if covered and not negated and _only(text, group):
            parts.append(Confined(phases=tuple(covered)))
    # What is denied in the end was context before: `we have VC, so BN without VC`.
    denied = [part.of for part in parts if isinstance(part, Not)]
    kept = [part for part in dict.fromkeys(parts) if part not in denied]
    return kept[0] if len(kept) == 1 else AllOf(of=tuple(kept))


def _groups(text: str, pieces: list[Piece]) -> list[tuple[list[Piece], bool, bool]]:
    groups: list[tuple[list[Piece], bool, bool]] = []
    end = 0
    for piece in pieces:
        between = text[end : piece.start]
        negated = negates(between)
        listed = bool(groups) and bool(_LIST.fullmatch(between)) and bool(_CONNECTOR.search(between))
        same_range = bool(groups) and piece.start == groups[-1][0][-1].start
        each = (
            bool(groups) and bool(_EACH.search(between)) and type(piece.condition) is type(groups[-1][0][-1].condition)
        )
        if same_range:
            groups[-1][0].append(piece)
        elif (
            listed and (not negated or groups[-1][2]) and not (groups[-1][2] and re.search(r"\bbut\b", between))
        ) or each:
            group, alternatives, was_negated = groups[-1]
            alternatives = alternatives or each or bool(re.search(r"\b(?:or|nor|and/or)\b", between, re.IGNORECASE))
            groups[-1] = ([*group, piece], alternatives, was_negated)
        else:
            groups.append(([piece], bool(_ANY_BEFORE.search(between)), negated))
        end = max(end, piece.end)
    return groups


def negates(words: str) -> bool:
    """Whether the words in front of something deny it."""
    clause = _COMPARATIVE.sub(" ", words.lower())
    return bool(_NEGATION.search(re.split(r"\bbut\b", clause)[-1]))


def _only(text: str, group: list[Piece]) -> bool:
    return bool(_ONLY.search(text[: group[0].start])) or bool(_ONLY_AFTER.match(text[group[-1].end :]))
