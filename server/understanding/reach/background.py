"""What a question only tells before it asks: the last employer, the bill that was too high, the tool being left.

Names and facts in there are not what is asked for.
"""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from server.terms import terms
from server.understanding.pieces.focus import asking_spans, refers, sentence_spans
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import find_target
from server.understanding.words.wordlist import alternatives

# `after last month's bill I only want …`: what leads up to the clause that asks.
_LEAD = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|well|hi|hello)\W+)?"
    r"(?:since|after|before|because of|thanks to|with|despite|due to|following|until|till|ahead of|as of|instead of"
    r"|coming from|tired of|fed up with|sick of|unlike|besides|apart from|now that|given|although|though|while)\b"
    r"[^?.]*?(?:,\s*|\s+)(?=(?:i|we|which|what|who|how|is|are|does|do|can|could|list|show|give|name|tell)\b)"
    r"|^[^?.]*?, so (?:now )?(?=(?:i|we|which|what|who|how|can|could|list|show|give|name|tell|please)\b)",
    re.IGNORECASE,
)
# `we are leaving X behind`, `moving away from X`: what is given up.
_LEAVING = alternatives(
    r"""
    (?:leav|ditch|dropp|abandon|replac|retir)(?:e|es|ing|ed)|(?:mov|com)(?:e|es|ing|ed) off|got rid of|getting rid of
    (?:mov|migrat|switch|shift|get|com)(?:e|es|ing|ed|ting) (?:away |off |over )?from|done with|(?:swears?|swore) by
    no longer (?:use|using|on|with|pay for)|used to (?:use|run|have|pay for)|currently (?:on|use|using|run|running)
    """
)
_LEFT = re.compile(
    rf"\b(?:{_LEAVING})\s+(?:the |our )?(?P<what>[^,;:?.!–—-]+?)"
    r"(?=\s+(?:behind|and|but|so|because|since|for|to)\b|[,;:?.!–—]|\s-\s|$)",
    re.IGNORECASE,
)
# May mean what the blanked words named.
_REFERS = re.compile(
    r"\b(?:it|its|they|them|their|those|these|he|she|him|his|hers?|this|that one|such an? one)\b", re.IGNORECASE
)
_LEANS = re.compile(
    r"\b(?:others?|another|else|too|also|as well|same|instead|either|both|ones?|more|less|cheaper|dearer|besides|theirs"
    r"|apart from that|the two|all (?:two|three|four|five|six)|left|remaining|rest)\b",
    re.IGNORECASE,
)
_THAT_PHASE = re.compile(r"\b(?:that|this) (?:one )?(?:phase|stage|column)\b", re.IGNORECASE)
# `how mature is that?`: of who tells it, whatever names occur in it.
_OF_THE_TEAM = re.compile(r"\bhow mature\b(?! is it\b)|\bmaturity\b|\b(?:which|what) (?:\w+ ){0,3}level\b")
_SUBJECT = re.compile(r"\b(?:ml|llm) ?ops\b", re.IGNORECASE)  # what all is about tells no two questions apart
_THERE = re.compile(r"\bthere\b(?! (?:is|are|any)\b)(?<!(?:is|re) there)", re.IGNORECASE)


def asked_alone(text: str, mentions: Sequence[Mention], *, worded: bool = False) -> str:
    """The text as far as it asks, the rest as blanks; all of it where that part says of nothing what it asks, be it
    only in words of its own (`worded`): `which registry should we take?`"""
    kept = _blanked(text, asking_spans(text))
    alone = _stands(kept, mentions) or (mentions and refers(kept))
    enough = (
        worded
        and "?" in kept
        and (terms(kept) or _SUBJECT.search(kept))
        and (_OF_THE_TEAM.search(kept.lower()) or not refers(kept))
    )
    return kept if alone or enough else text


def foreground(text: str, mentions: Sequence[Mention], pieces: Sequence[Piece]) -> str:
    """The text with blanks for what the question does without: it names what it asks for and refers to nothing else."""
    asked = _blanked(text, asking_spans(text))
    if _OF_THE_TEAM.search(asked.lower()):
        return asked
    spans = sentence_spans(text)
    starts = [*(mention.start for mention in mentions), *(piece.start for piece in pieces)]
    held = [span for span in spans if any(span[0] <= start < span[1] for start in starts)]
    alone = _blanked(text, [span for span in spans if span in held or span in asking_spans(text)])
    lead = _LEAD.match(alone.lstrip())
    at = len(alone) - len(alone.lstrip())
    bare = f"{alone[:at]}{' ' * lead.end()}{alone[at + lead.end() :]}" if lead else alone
    for left in _LEFT.finditer(bare):
        bare = f"{bare[: left.start('what')]}{' ' * len(left['what'])}{bare[left.end('what') :]}"
    return bare if _stands(bare, mentions) and not _REFERS.search(bare) else text


def ungranted(signals: Signals, spans: Sequence[tuple[int, int]]) -> str:
    """The question without the clauses that state what holds, and with the one name in them where it says `it` or
    `there`; all of it where the rest leans on them."""
    rest = signals.text
    for start, end in spans:
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    named, phase = ("tool", "role"), ("phase",)
    for pattern, kinds, said in (
        (_THAT_PHASE, named, "the phases of {}"),
        (_REFERS, named, "{}"),
        (_THERE, phase, "in {}"),
    ):
        names = {m.text for m in signals.mentions if m.kind in kinds and not rest[m.start : m.end].strip()}
        rest = pattern.sub(said.format(*names), rest, count=1) if len(names) == 1 else rest
    return rest if _stands(rest, signals.linker.link(rest)) and not _leans(rest) else signals.text


def _leans(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_REFERS, _LEANS, _THERE))


def _stands(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether what is left says which things are asked for."""
    if any(text[m.start : m.end].strip() and m.kind in ("tool", "role", "maturity", "phase") for m in mentions):
        return True
    return find_target(text, ()).noun is not None


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept = [" "] * len(text)
    for start, end in spans:
        kept[start:end] = text[start:end]
    return "".join(kept)
