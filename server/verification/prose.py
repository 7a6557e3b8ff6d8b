"""Whether one text carries a sentence: words, numbers, order, polarity and relations together."""

from dataclasses import dataclass

from corpus.stemming import plain_stem
from server.verification import polarity, relations
from server.verification.alignment import TOLERATED, Alignment, align
from server.verification.lexicon import opposed
from server.verification.likeness import Likeness
from server.verification.text import Text

_CONTEXT = frozenset((plain_stem("mlops"), plain_stem("lifecycle")))


@dataclass(frozen=True)
class Flaw:
    """What fails; `turns` where the text says the opposite of the sentence and not just less."""

    reason: str
    turns: bool = False


def against(sentence: Text, evidence: Text, likeness: Likeness | None, *, free_order: bool) -> Flaw | None:
    """What the evidence lacks for the sentence or says otherwise, None when it carries it. With `free_order`
    phrases may change places where no sign shows that this turns who does what."""
    numbers = sentence.numbers - evidence.numbers
    free = frozenset[str]() if plain_stem("llmops") in evidence.roots else _CONTEXT
    alignment = align(sentence, evidence, free, likeness)
    opposite = _opposite(sentence, evidence, alignment)
    if opposite is not None:
        return opposite
    if numbers:
        return Flaw(f"{', '.join(sorted(numbers))} is not in the evidence")
    if alignment.missing:
        return Flaw(f"not in the evidence: {', '.join(alignment.missing[:4])}")
    if relations.reversed_time(sentence, evidence, alignment):
        return Flaw("the evidence has it the other way round in time", turns=True)
    if relations.other_doer(sentence, evidence, alignment):
        return Flaw("the evidence names another doer", turns=True)
    if alignment.disorder > TOLERATED:
        torn: str | None = "the evidence puts these words together differently"
        if free_order:
            torn = relations.torn(sentence, evidence, alignment)
        if torn is not None:
            return Flaw(torn)
    found = polarity.flaw(sentence, evidence, alignment)
    return Flaw(found) if found is not None else None


def _opposite(sentence: Text, evidence: Text, alignment: Alignment) -> Flaw | None:
    """A word in whose place the evidence has its opposite, while the rest is there."""
    unsaid = set(alignment.missing) | set(alignment.alike)
    turned = [
        (word, other)
        for word in sentence.words
        if word.surface in unsaid
        for other in evidence.words
        if other.root not in sentence.roots and opposed(word.root, other.root)
    ]
    if not turned:
        return None
    word, other = turned[0]
    rest = set(alignment.missing) - {word.surface for word, _ in turned}
    return Flaw(f"the evidence says '{other.surface}' and not '{word.surface}'", turns=not rest)
