"""What is asked of a trouble that an earlier turn told: `what should we do about it?`, `who can help?`."""

from collections.abc import Sequence

from server.understanding.followups.turn import Turn
from server.understanding.situations.telling import asks_nothing, divided
from server.understanding.words.wordlist import phrases

_IT = (
    r"(?: (?:it|this|that|them|about (?:it|this|that)|against (?:it|this|that)|with (?:it|this|that)|here|now|then"
    r"|best))*"
)
_HELP = r"(?:(?:can |could |should |would )?helps?|should (?:we|i) (?:use|take|try|get)|do (?:we|i) need)"
_WE = r"(?: (?:should|can|could|do|shall|must) (?:we|i))"
_ASKS = phrases(
    rf"""
    what{_WE} do{_IT}|what now|what helps{_IT}|what to do{_IT}|any (?:advice|ideas?|tips?)
    how{_WE} (?:fix|solve|change|improve|stop|prevent|avoid|handle){_IT}
    (?:which|what) (?:tools?|software) {_HELP}{_IT}|with (?:which|what) tools?
    (?:which|what) phase is (?:it|this|that)
    (?:who|which roles?)(?: (?:should|can|could|must|has to|is to))? (?:fix|help|do|solve|handle)(?:e?s)?(?: us)?{_IT}
    who(?:['’]s| is) (?:responsible|in charge)(?: for (?:it|this|that))?|whose job is (?:it|this|that)
    """
)
_LEAD = phrases(r"and|so|but|ok|okay|then|well|now|please|thanks")


def with_its_story(asked: str, turns: Sequence[Turn]) -> str | None:
    """What is asked behind the trouble that it is asked of, which the last turn told, or one before others that asked
    likewise; None where it is asked of nothing told."""
    for turn in reversed(turns) if _bare(asked) else ():
        if asks_nothing(turn.question):
            return f"{turn.question.strip().rstrip('.!')}. {asked}"
        told, asking = divided(turn.question)
        if told and _bare(asking):
            return f"{' '.join(told)} {asked}"
        if not _bare(turn.question):
            return None
    return None


def _bare(text: str) -> bool:
    """Whether nothing else is asked."""
    return not _LEAD.sub(" ", _ASKS.sub(" ", text.lower())).strip(" .,?!") and bool(_ASKS.search(text.lower()))
