"""Who does what to what: swapped sides, numbers and times that the words alone do not give away.

A free paraphrase may reorder whole phrases, which the order of words alone would take for a swap. So where
the order differs, the few signs are looked for that tell a swap from a reordering.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from corpus.stemming import plain_stem
from server.verification.alignment import Alignment
from server.verification.text import Text

_BY = re.compile(r"\bby (?:the |a |an |its |their )?", re.IGNORECASE)
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\b", re.IGNORECASE)
_VERBS = frozenset(
    plain_stem(verb)
    for verb in """
    match follow precede carry feed move pass send give take bring depend rely build create make produce yield generate
    trigger start reduce lower increase raise improve optimize replace need require manage control govern support help
    enable allow prevent store hold keep contain include cover define split turn convert transform develop deploy train
    validate monitor track measure evaluate assess approve exceed outnumber earn serve call inform drive affect
    determine select choose ingest collect prepare clean normalize combine merge join gather receive obtain find detect
    discover identify provide offer deliver supply ensure guarantee guard demand replace supersede complement extend
    comprise prevent block reflect represent describe link connect integrate consume read write save load run execute
    launch schedule alert notify verify let lets make meet align adapt adjust simplify accelerate attract
    """.split()
)
_CAUSATIVE = frozenset(map(plain_stem, ("let", "enable", "allow", "help", "ensure", "make")))
_MODALS = frozenset(("must", "should"))
_BEFORE_AFTER = {"before": -1, "after": 1}
_AGENT_WORDS = 2
_BESIDE, _LONELY = 6, 0
# The number of a figure or a level is its name, and counts nothing.
_LABELLED = frozenset(map(plain_stem, ("figure", "table", "level", "section", "entry", "sentence", "paragraph")))
Places = tuple[int | None, ...]


def torn(sentence: Text, evidence: Text, alignment: Alignment) -> str | None:
    """What the sentence joins that the evidence keeps apart, or turns round; None where nothing shows."""
    places = alignment.places
    if _interleaves(sentence, evidence, places):
        return "the evidence shares these things out differently"
    if _mixes_clauses(sentence, evidence, places):
        return "the evidence says these things of different subjects"
    if _moves_numbers(sentence, evidence, places):
        return "the evidence gives these numbers for something else"
    if _scatters(sentence, evidence, places):
        return "the evidence puts these words together differently"
    if _splits_phrase(sentence, evidence, places):
        return "the evidence does not put these words together"
    if _turns_verb(sentence, evidence, places):
        return "the evidence has the two sides the other way round"
    return None


def other_doer(sentence: Text, evidence: Text, alignment: Alignment) -> bool:
    """Whether one of the two is passive (`split by the team`) and the other gives the deed to somebody else."""
    places = alignment.places
    return _turns_agent(sentence, evidence, places) or _turns_agent(evidence, sentence, _inverse(places, evidence))


def reversed_time(sentence: Text, evidence: Text, alignment: Alignment) -> bool:
    """Whether what stands before one thing in the sentence stands after it in the evidence."""
    ours, theirs = _order(sentence), _order(evidence)
    if ours is None or theirs is None:
        return False
    earlier, later = (_landed(alignment.places, part) for part in ours)
    first, second = (set(part) for part in theirs)
    straight = len(earlier & first) + len(later & second)
    turned = len(earlier & second) + len(later & first)
    return turned > straight


def _order(text: Text) -> tuple[range, range] | None:
    """The words of what comes first in time, and of what comes second, where one `before` or `after` says it."""
    marks = [mark for mark in text.marks if mark.surface in _BEFORE_AFTER]
    if len(marks) != 1:
        return None
    mark, count = marks[0], len(text.words)
    # `before` and `after` are words themselves, so what they govern begins one word later.
    start = mark.at + 1
    if mark.at == 0 or text.words[mark.at].wall:
        edge = next((at for at in range(start + 1, count) if text.words[at].comma), count)
        governed, rest = range(start, edge), range(edge, count)
    else:
        edge = next((at for at in range(start + 1, count) if text.words[at].wall), count)
        governed, rest = range(start, edge), range(mark.at)
    if not governed or not rest:
        return None
    return (governed, rest) if mark.surface == "after" else (rest, governed)


def _landed(places: Places, part: Sequence[int]) -> set[int]:
    return {place for at in part if (place := places[at]) is not None}


def _mixes_clauses(sentence: Text, evidence: Text, places: Places) -> bool:
    """Whether two clauses both take words from the same two clauses of the evidence."""
    parts = _clause_numbers(evidence)
    clauses = [
        {parts[place] for place in _landed(places, part) if _once(evidence, place)} for part in _clause_ranges(sentence)
    ]
    return any(len(one & other) > 1 for one, other in combinations(clauses, 2))


def _interleaves(sentence: Text, evidence: Text, places: Places) -> bool:
    """Whether two clauses take turns in the evidence: then each may have the other's subject or object."""
    clauses = [_landed(places, part) for part in _clause_ranges(sentence)]
    spans = [(min(landed), max(landed)) for landed in clauses if len(landed) > 1]
    return any(one[0] <= other[1] and other[0] <= one[1] for one, other in combinations(spans, 2))


def _once(text: Text, place: int) -> bool:
    root = text.words[place].root
    return sum(word.root == root for word in text.words) == 1


def _clause_ranges(text: Text) -> list[range]:
    edges = [0, *(at for at, word in enumerate(text.words) if word.wall and at), len(text.words)]
    return [range(start, end) for start, end in pairwise(edges)]


def _clause_numbers(text: Text) -> list[int]:
    return [number for number, part in enumerate(_clause_ranges(text)) for _ in part]


def _moves_numbers(sentence: Text, evidence: Text, places: Places) -> bool:
    """Whether all that follows a number in the sentence follows another number in the evidence."""
    owners = _owners(evidence)
    if len(set(owners.values())) < 2:
        return False
    for number, followers in _followers(sentence):
        landed = [place for at in followers if (place := places[at]) is not None and _once(evidence, place)]
        home = places[number]
        own = [place for place in landed if owners.get(place) == home]
        moved = home in owners.values() and landed and not own and any(place in owners for place in landed)
        if moved:
            return True
    return False


def _followers(text: Text) -> Iterator[tuple[int, range]]:
    words = text.words
    numbers = [at for at, word in enumerate(words) if word.is_number and words[at - 1].root not in _LABELLED]
    for number, following in pairwise((*numbers, len(words))):
        wall = next((at for at in range(number + 1, following) if text.words[at].wall), following)
        yield number, range(number + 1, wall)


def _owners(text: Text) -> dict[int, int]:
    """The number that each word follows, up to the next number or clause."""
    return {at: number for number, followers in _followers(text) for at in followers}


def _turns_agent(sentence: Text, evidence: Text, places: Places) -> bool:
    """Whether who does it in the evidence (`split by the team`) has it done to them in the sentence."""
    for verb, agent in _agents(evidence):
        doer = _spot(places, agent)
        done = _spot(places, (verb,))
        if doer is None or done is None or doer < done:
            continue
        if not any(own_verb == done for own_verb, _ in _agents(sentence)) and not _by_before(sentence, doer):
            return True
    return False


def _agents(text: Text) -> Iterator[tuple[int, range]]:
    """Each passive verb and the words of its agent."""
    for match in _BY.finditer(text.source):
        verb = max((at for at, word in enumerate(text.words) if word.end <= match.start()), default=None)
        agent = min((at for at, word in enumerate(text.words) if word.start >= match.end()), default=None)
        if verb is None or agent is None:
            continue
        lead = text.source[max(0, text.words[verb].start - 12) : text.words[verb].start]
        if text.words[verb].surface.endswith(("ed", "en", "t")) and _BE.search(lead):
            yield verb, range(agent, min(agent + _AGENT_WORDS, len(text.words)))


def _by_before(text: Text, at: int) -> bool:
    return re.search(r"\b(?:by|with|through|using)\b[\w ]*$", text.source[: text.words[at].start][-30:]) is not None


def _spot(places: Places, targets: Sequence[int]) -> int | None:
    return next((at for at, place in enumerate(places) if place in targets), None)


def _turns_verb(sentence: Text, evidence: Text, places: Places) -> bool:
    """Whether a verb has both neighbours on the other side, though neither text is passive about it."""
    for at, place in _pivots(sentence, evidence, places):
        if any(_no_active_verb(text, spot) for text, spot in ((sentence, at), (evidence, place))):
            continue
        before = [p for p in _near(places, range(at - 1, -1, -1), sentence) if p != place]
        after = [p for p in _near(places, range(at + 1, len(places)), sentence) if p != place]
        if before and after and before[0] > place > min(after):
            return True
    return False


def _splits_phrase(sentence: Text, evidence: Text, places: Places) -> bool:
    """Whether two words side by side stand in the evidence in different clauses only."""
    parts = _clause_numbers(evidence)
    for at, (first, second) in enumerate(pairwise(sentence.words)):
        apart = sentence.source[first.start : second.start].strip(" -").casefold() != first.surface
        apart = apart or second.surface.endswith("ly")
        if places[at] is None or places[at + 1] is None or apart:
            continue
        ones, others = ({parts[p] for p in _like(evidence, places[q])} for q in (at, at + 1))
        if ones.isdisjoint(others):
            return True
    return False


def _scatters(sentence: Text, evidence: Text, places: Places) -> bool:
    """Whether words stand far in the evidence from both the words beside them in the sentence."""
    aligned = [at for at, place in enumerate(places) if place is not None]
    spots = {at: tuple(_like(evidence, places[at])) for at in aligned}
    close = [
        any(abs(one - other) <= _BESIDE for one in spots[first] for other in spots[second])
        for first, second in pairwise(aligned)
    ]
    lonely = sum(not (before or after) for before, after in pairwise((False, *close, False)))
    return lonely > _LONELY


def _like(text: Text, place: int | None) -> Iterator[int]:
    """Everywhere that the word at `place` stands."""
    return (at for at, word in enumerate(text.words) if place is not None and word.root == text.words[place].root)


def _pivots(sentence: Text, evidence: Text, places: Places) -> Iterator[tuple[int, int]]:
    """Verbs of the sentence with their places. Those that need no support have none: they meet their like."""
    for at, place in enumerate(places):
        root = sentence.words[at].root
        if root not in _VERBS:
            continue
        if place is not None:
            yield at, place
        elif root in _CAUSATIVE:
            yield from ((at, spot) for spot, word in enumerate(evidence.words) if word.root in _CAUSATIVE)


def _near(places: Places, steps: range, text: Text) -> list[int]:
    """Places of the next words of the same clause, three at most."""
    found: list[int] = []
    for at in steps:
        if (place := places[at]) is not None and text.words[at].root not in _MODALS:
            found.append(place)
        if len(found) == 3 or text.words[at].wall:
            break
    return found


def _no_active_verb(text: Text, at: int) -> bool:
    word = text.words[at]
    lead = text.source[max(0, word.start - 12) : word.start]
    return word.surface.endswith(("ed", "en", "t", "ing", "ment", "ion")) or _BE.search(lead) is not None


def _inverse(places: Places, evidence: Text) -> Places:
    turned: list[int | None] = [None] * len(evidence.words)
    for at, place in enumerate(places):
        if place is not None:
            turned[place] = at
    return tuple(turned)
