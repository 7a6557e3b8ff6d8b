"""Abbreviations of the tables that a question takes for something else: `since CB means custom build, who …`."""

import re

from corpus.catalogue import Catalogue
from server.understanding.pieces.signals import Signals
from server.understanding.words.wordlist import alternatives

_FOR = re.compile(
    alternatives(
        r"""
    ,? (?:(?:is|being|as) )?(?:the |an? )?(?:abbreviation|acronym|short(?:hand| form)?|initials) (?:of|for)
    ,? (?:(?:it|which|that) )?(?:stands?|standing|short) for|,? (?:which |that )?(?:means?|meaning|abbreviates)
    """
    )
)
_MEANING = re.compile(r"\s*(?:an? |the )?[\"'“‘(]*(?P<words>[a-z]+(?:[ -][a-z]+){0,4})")
# `does CB stand for …?` asks, and `CB means …, right?` too.
_ASKS = re.compile(r"\b(?:does|do|did|is|could|can|might|what|whether|if|think|guess|believe)\b[^.;:!?]*$")
_CONFIRMS = re.compile(r"^\W*(?:(?:right|correct|true|yes|isn['’]t it|doesn['’]t it)\W*)?$")
_LONGER = 2  # of one letter alone, too much else begins with it


def misread(signals: Signals) -> list[str]:
    """What an abbreviation is wrongly said to stand for, with what it does; empty where none is."""
    text = (signals.whole or signals.text).lower()
    return [wrong for code, name in _meanings(signals.catalogue) if (wrong := _misread(text, code, name))][:1]


def _misread(text: str, code: str, name: str) -> str | None:
    for at in re.finditer(rf"\b{code.lower()}\b['\"”’]?", text):
        stands = _FOR.match(text, at.end())
        meaning = _MEANING.match(text, stands.end()) if stands else None
        if meaning is None or _ASKS.search(text[: at.start()]) or _CONFIRMS.match(text[meaning.end() :]):
            continue
        said = {word[:5] for word in re.findall(r"[a-z]+", meaning["words"])}
        if not said & {word[:5] for word in re.findall(r"[a-z]+", name.lower())}:
            return f"{code} in that sense, as it stands for {name}"
    return None


def _meanings(catalogue: Catalogue) -> list[tuple[str, str]]:
    phases = [(code.value, phase.name) for code, phase in catalogue.phases.items() if len(code.value) >= _LONGER]
    return [("CB", "consumption based pricing"), ("DOL", "the Department of Labor"), *phases]
