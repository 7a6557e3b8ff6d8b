"""What the table said when it was printed and the card of a tool tells of today: its licence, and what it costs for
others than ten users."""

from server.conditions import Costs, OpenSource
from server.conjunctions import affirmed
from server.query import Query
from server.understanding.reach.quantities import DATED_YEARS
from server.understanding.words.wordlist import phrases

_NOW = phrases(
    r"still|today|nowadays|now|currently|current|at present|these days|by now|meanwhile|any ?more|lately|recently"
    r"|really|actually|whole story|next year|this year|as of \w+"
)
_YEARS = phrases("|".join(DATED_YEARS))
# What a price of Table IV does not tell apart: `free for commercial use`, `stay on the free plan`.
_USE = phrases(
    r"(?:commercial|production|business|company|private|personal|academic)(?:ly)?(?: use)?"
    r"|(?:stay|remain|keep)\w* (?:on|with|within|in) (?:the |its |a )?free"
)
# What a card is asked for: the price that its vendor tells.
_PRICE = "What does {} cost today?"
_CARDS = 3


def of_today(text: str, query: Query | None) -> tuple[str, ...]:
    """What its card is to tell beside a query for the licence of one tool, or for what it is now; or the cards of a few
    tools, beside one for what they cost in a later year or for others than the table's ten users."""
    if query is None or query.select != "tools" or not query.named or query.also or query.premise:
        return ()
    lower = text.lower()
    other_use = isinstance(affirmed(query.where), Costs) and _USE.search(lower)
    if _is_of_price(query) and (query.basis.assumed or _YEARS.search(lower) or other_use):
        return tuple(_PRICE.format(name) for name in query.named[:_CARDS])
    if len(query.named) > 1 or query.measure not in ("attribute", "check"):
        return ()
    if not _is_of_licence(query) and not _NOW.search(lower):
        return ()
    name = query.named[0]
    return (text if name.lower() in lower else f"{name}: {text}",)


def _is_of_price(query: Query) -> bool:
    """Whether it asks what tools cost, or whether they are free."""
    asks = query.measure in ("attribute", "check", "compare", "sum")
    return asks and (query.by == "cost" or isinstance(affirmed(query.where), Costs))


def _is_of_licence(query: Query) -> bool:
    return query.by == "licence" or isinstance(affirmed(query.where), OpenSource)
