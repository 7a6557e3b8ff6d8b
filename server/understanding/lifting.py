"""Follow-ups that lift a condition: `forget the open source condition`, `money is no object`."""

from server.conditions import Condition, Covers
from server.conjunctions import all_of
from server.understanding.followup import FollowUp
from server.understanding.replacement import parts_of, sort_of
from server.understanding.wordlist import phrases

_VERB = (
    r"(?:forget|without|drop|ignore|lift|scrap|skip|waive|relax|never mind|disregard|leave (?:out|aside)|set aside"
    r"|regardless of)"
    r"(?: about)? (?:the |that |this |my |our )?"
)
_NOUN = r"(?: (?:condition|requirement|limit|restriction|filter|constraint|rule|criterion|demand|cap|ceiling))"
_OF_A_PHASE = phrases(rf"{_VERB}§+(?:[ -](?:phase|stage))?{_NOUN}")
_LIFTS = (
    ("licence", phrases(rf"{_VERB}(?:open[- ]?source|oss|licen[cs]e|licen[cs]ing|proprietary){_NOUN}")),
    (
        "price",
        phrases(
            rf"""
    {_VERB}(?:price|cost|budget|free|money|fixed[- ]price){_NOUN}
    {_VERB}condition (?:that (?:it|they) (?:is|are|must be) )?\W*(?:free|cheap|price|cost|budget)
    (?:willing|prepared|ready|happy|able|allowed) to (?:pay|spend)(?: (?:as well|too|something|money|for it))?
    (?:money|price|cost|budget)s? (?:is|was|were|are) no (?:object|issue|problem|concern)
    (?:money|price|cost|budget)s? (?:does|did|do)(?:n['’]t| not) matter|whatever (?:it|they) costs?
    paying is (?:fine|ok|okay|no problem)(?: too| as well)?|whatever (?:the )?price|at any price|(?:any|all) prices?
    """
        ),
    ),
)
WORDS = (*(pattern for _, pattern in _LIFTS), _OF_A_PHASE)


def lifted(where: Condition, said: FollowUp) -> Condition:
    """The conditions without those of the sort that is lifted."""
    sorts = {sort for sort, pattern in _LIFTS if said.says(pattern)}
    spoken = _OF_A_PHASE.search(said.masked)
    codes = {m.name for m in said.mentions if spoken and spoken.start() <= m.start < spoken.end()}
    kept = (part for part in parts_of(where) if sort_of(part) not in sorts)
    return all_of(part for part in kept if not (isinstance(part, Covers) and part.phase in codes))


def spans(said: FollowUp) -> list[tuple[int, int]]:
    """Where a condition is lifted."""
    return [match.span() for pattern in WORDS for match in pattern.finditer(said.masked)]
