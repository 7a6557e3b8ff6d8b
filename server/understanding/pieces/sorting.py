"""The order in which a list is wanted: `cheapest first`, `from dear to cheap`, `by wage, descending`."""

import re

from server.query import Attribute, Query, Select
from server.understanding.pieces.measures import DEFAULT
from server.understanding.words.wordlist import alternatives, phrases

_LOW = alternatives(
    r"""
    cheap(?:est|er)?|least expensive|low(?:est|er)?(?:[- ](?:paid|priced|earning|cost))?|worst(?:[- ](?:paid|earning))?
    small(?:est|er)?|poorest|fewest(?: phases)?|narrow(?:est)?|least(?: phases)?|bottom
    """
)
_HIGH = alternatives(
    r"""
    dear(?:est|er)?|(?:most )?expensive|pric(?:e?y|iest)|costl(?:y|iest)|high(?:est|er)?(?:[- ](?:paid|priced|earning))?
    best(?:[- ](?:paid|earning))?|large(?:st|r)?|big(?:gest|ger)?|rich(?:est)?|most(?: phases)?|broad(?:est)?|widest|top
    """
)
_OF_IT = r"(?: (?:ones?|prices?|costs?|wages?|salar(?:y|ies)|pay|tools?|roles?|tags?|earners?))?"
_FIRST = r"(?:,? (?:comes? |come |go |on |at the )?(?:first|top)\b|,? and then (?:up|down|on)wards?)"
_MONEY = r"(?:prices?|costs?|wages?|salar(?:y|ies)|pay|money|earnings?|amounts?)"


def _beginning(first: str, last: str, ways: str) -> re.Pattern[str]:
    """Words for a list that begins with the `first` and ends with the `last`."""
    return phrases(
        rf"""
        (?:the )?(?:{first}){_OF_IT}{_FIRST}|starting (?:with|from|at) (?:the )?(?:{first}){_OF_IT}
        (?:from )?(?:the )?(?:{first}){_OF_IT} to (?:the )?(?:{last}){_OF_IT}
        from (?:the )?(?:{first}){_OF_IT} (?:up|down)\w*
        {ways}
        """
    )


_UP = _beginning(_LOW, _HIGH, r"ascending(?:ly)?|in(?: an?)? (?:rising|increasing) order|upwards(?! of)")
_DOWN = _beginning(_HIGH, _LOW, r"descending(?:ly)?|in(?: an?)? (?:falling|decreasing) order|downwards(?! of)")
_SORT = r"(?:sort|order|rank|arrang)(?:e|ed|ing)?"
_COUNT = r"(?:number of|how many|most|fewest) (?:phases|stages|columns|ticks)"
_PHASES = phrases(_COUNT)
_SORTED = phrases(
    rf"(?:{_SORT}(?: [\w§]+){{0,6}}? by|(?:in|the) order of) (?:the |their |its |monthly |fixed )*(?:{_MONEY}|{_COUNT})"
)
WORDS = (_UP, _DOWN, _SORTED, _PHASES, phrases(_SORT))


def sorted_as(masked: str, select: Select) -> tuple[Attribute, bool] | None:
    """What the list is to be sorted by, and whether the highest comes first; None where no order is asked for."""
    up, down, of_phases = _UP.search(masked), _DOWN.search(masked), _PHASES.search(masked)
    if not (up or down or _SORTED.search(masked)) or (up and down) or select not in DEFAULT:
        return None
    return "phases" if of_phases else DEFAULT[select], bool(down)


def sorted_query(query: Query, masked: str) -> Query | None:
    """The query as a list in the order that is asked for; None where none is."""
    order = sorted_as(masked, query.select)
    if order is None:
        return None
    by, down = order
    return query.model_copy(update={"measure": "list", "by": by, "falling": down, "rank": 1, "limit": 1})
