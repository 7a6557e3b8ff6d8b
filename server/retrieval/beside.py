"""What stands beside facts: the passages that say what no table does."""

from collections.abc import Iterable
from itertools import zip_longest

from corpus.catalogue import PAPER, Catalogue
from server.conditions import Condition
from server.coverage import phases_of
from server.locators import advised_at, card_at, part_at
from server.retrieval.known import Known
from server.retrieval.retriever import Passage

# Cosines, set on the development split of the golden set.
_MUCH_THE_SAME, _THE_SAME = 0.4, 0.65
# Where cards say which tool to take for what; elsewhere a passage must be known to answer just what is asked.
_CHOICE = frozenset({"Tools", "When to choose it"})
_JUST_THAT = 0.85
_ADVICE = 2


def in_turns(found: Iterable[Iterable[Passage]]) -> list[Passage]:
    """The passages of several searches, the best of each first; cells would only say again what the facts say."""
    turns = zip_longest(*([each for each in passages if each.evidence.kind != "cell"] for passages in found))
    return [passage for turn in turns for passage in turn if passage is not None]


def fitting(passages: Iterable[Passage], *, told: bool, of_paper: bool) -> list[Passage]:
    """Those that say, or are known to answer, much the same: what rows cannot say of one of them, or of a step. The
    paper's, unless `of_paper` are wanted, must come closer; where a situation was told, any may say for whom its tool
    is."""
    return [passage for passage in passages if _fits(passage, told=told, of_paper=of_paper)]


def advising(known: Iterable[Known], where: Condition, catalogue: Catalogue) -> list[Known]:
    """Those whose passages say which tool to take for what is asked, likest first; none of the card of a tool that is
    not of the set that is asked for, or of a phase that is not asked for."""
    return [each for each in known if _advises(each) and _is_of(each, where, catalogue)][:_ADVICE]


def _advises(known: Known) -> bool:
    enough = _THE_SAME if part_at(known.locator) in _CHOICE else _JUST_THAT
    return known.likeness >= enough


def _is_of(known: Known, where: Condition, catalogue: Catalogue) -> bool:
    card, asked = card_at(known.locator) or "", phases_of(where)
    tool = catalogue.tools.get(card)
    if tool is not None:
        return where.holds(tool)
    phase = next((code for code, phase in catalogue.phases.items() if phase.name == card), None)
    return phase is None or not asked or any(phase.meets(code) for code in asked)


def _fits(passage: Passage, *, told: bool, of_paper: bool) -> bool:
    if told and advised_at(passage.evidence.locator) is not None:
        return True
    near = of_paper or passage.evidence.document != PAPER
    return max(passage.scored.similarity, passage.scored.asked) >= (_MUCH_THE_SAME if near else _THE_SAME)
