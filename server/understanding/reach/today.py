"""What the table said when it was printed and the card of a tool tells of today: its licence, and what it costs."""

from server.conditions import OpenSource
from server.conjunctions import affirmed
from server.query import Query
from server.understanding.words.wordlist import phrases

_NOW = phrases(
    r"still|today|nowadays|now|currently|current|at present|these days|by now|meanwhile|any ?more|lately|recently"
    r"|really|actually|whole story|next year|this year|as of \w+"
)


def of_today(text: str, query: Query | None) -> tuple[str, ...]:
    """What its card is to tell beside a query for the licence of one tool, or for its price as it is now."""
    if query is None or query.select != "tools" or len(query.named) != 1 or query.also or query.premise:
        return ()
    name = query.named[0]
    if query.measure not in ("attribute", "check") or not (_is_of_licence(query) or _NOW.search(text.lower())):
        return ()
    return (text if name.lower() in text.lower() else f"{name}: {text}",)


def _is_of_licence(query: Query) -> bool:
    return query.by == "licence" or isinstance(affirmed(query.where), OpenSource)
