"""One reply against its golden question, by rules that read every system's text alike.

*Exact*: the names of the kind that is asked for (tools, roles or phases) are those of the golden answer and no others,
leaving aside what the question names itself, and its numbers are there. *Declined*: the reply begins by saying that its
sources do not hold the answer; where the question cannot be answered, denying what it takes for granted is right too.
*Citations* and *unsupported* sentences are judged by `EvidenceCheck` against the sources that
the system shows: what a sentence cites by [n] for the former, any of them for the latter.
"""

import re
from statistics import fmean

from corpus.linker import Linker
from eval.golden import Golden
from eval.metrics.citing import citing, read_sentence, sentences
from eval.metrics.evidence import EvidenceCheck, asked_numbers, numbers
from eval.metrics.likeness import likeness
from eval.peers.records import Marks, Said
from ingest.entries import names_in
from ingest.minilm import MiniLM
from ingest.rows import Names
from server.schema import Items
from server.sentences import Sentence

_HOLDS = r"(?:contain|provide|mention|include|specif|cover|address|discuss|list|give|say|state|tell|have|hold|know)"
_SOURCE = r"(?:context|sources?|documents?|documentation|texts?|paper|corpus|passages?|tables?|information)"
_DENIED = r"(?:not|never|n['’]t|nothing|no|none|nowhere|neither)"
_DECLINES = re.compile(
    rf"\b{_SOURCE}\b[^.,;]{{0,80}}\b{_DENIED}\b[^.,;]{{0,40}}\b{_HOLDS}"
    rf"|\b{_SOURCE}\b[^.,;]{{0,60}}\b{_HOLDS}\w*\s(?:nothing|no\b)"
    rf"|\b{_DENIED}\b[^.,;]{{0,60}}\b(?:in|by|from|with)\b[^.,;]{{0,30}}\b(?:context|sources|documents|paper|corpus)\b"
    r"|\b(?:no|not enough|not any|insufficient)\b[^.]{0,20}\b(?:information|mention)"
    rf"|\bnone of the (?:\w+ )?{_SOURCE}\b"
    r"|\b(?:can ?not|can['’]t|unable to|could not|couldn['’]t)\b[^.]{0,20}\b(?:answer|determine|find|provide|help)"
    r"|\bI\b[^.]{0,10}\b(?:do not|don['’]t) (?:know|have)|^\W*(?:I['’]m |I am )?sorry|^Empty Response$",
    re.IGNORECASE,
)
_DENIES = re.compile(rf"\b{_DENIED}\b|\w+n['’]t\b", re.IGNORECASE)


class Marker:
    """Marks replies; `encoder` compares prose with its reference."""

    def __init__(self, linker: Linker, check: EvidenceCheck, encoder: MiniLM) -> None:
        self._linker = linker
        self._check = check
        self._encoder = encoder

    def marks(self, golden: Golden, said: Said) -> Marks:
        """The marks of one reply."""
        declined = declines(said)
        answers = golden.status == "answered"
        wanted = answers and (golden.items is not None or golden.values is not None)
        return Marks(
            exact=float(self._names_right(golden, said) and _numbers_right(golden, said)) if wanted else None,
            likeness=likeness(said.text, golden.reference, self._encoder).minilm_f1 if golden.reference else None,
            declined=None if answers else float(declined or _denies(said)),
            wrongly_declined=float(declined) if answers else None,
            **self._citing(golden, said),
        )

    def _names_right(self, golden: Golden, said: Said) -> bool:
        if golden.items is None:
            return True
        shown = names_in(self._linker, f"{said.facts}\n{said.text}")
        asked = names_in(self._linker, golden.question)
        return any(_same(shown, asked, items) for items in (golden.items, *golden.items_alt))

    def _citing(self, golden: Golden, said: Said) -> dict[str, float | None]:
        if golden.status != "answered":
            return {}
        given = asked_numbers(golden.question) | {number.value for number in golden.values or ()}
        cited = {n: (source,) for n, source in enumerate(said.sources, start=1)}
        read = [read_sentence(self._check, sentence, cited, given) for sentence in sentences(said.text)]
        bare = [not (said.sources and self._check.bears_out(each.text, said.sources, given)) for each in read]
        return citing(read).model_dump() | {"unsupported": fmean(bare) if bare else None}


def declines(said: Said) -> bool:
    """Whether the reply says, in its first two sentences, that the answer is not to be had."""
    if not said.text.strip():
        return not said.facts
    return any(_DECLINES.search(sentence.text) for sentence in _beginning(said))


def _denies(said: Said) -> bool:
    return any(_DENIES.search(sentence.text) for sentence in _beginning(said))


def _beginning(said: Said) -> list[Sentence]:
    return sentences(said.text)[:2]


def _same(shown: Names, asked: Names, items: Items) -> bool:
    """Whether the names of the kind that is asked for agree: that which the golden answer adds to the question."""
    kinds = ("tools", "roles", "phases")
    added = {kind: set(getattr(items, kind)) - set(getattr(asked, kind)) for kind in kinds}
    judged = [kind for kind in kinds if added[kind]] or [kind for kind in kinds if getattr(items, kind)]
    return all(set(getattr(shown, kind)) - set(getattr(asked, kind)) == added[kind] for kind in judged)


def _numbers_right(golden: Golden, said: Said) -> bool:
    shown = numbers(f"{said.facts}\n{said.text}")
    return all(any(abs(value.value - number) < 0.006 for number in shown) for value in golden.values or ())
