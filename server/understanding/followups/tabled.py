"""Whether a table can answer a query that was changed for a later turn."""

from collections.abc import Collection

from corpus.catalogue import Catalogue
from server.query import Query


def tabled(query: Query, catalogue: Catalogue) -> bool:
    """Whether all that it names is of the table that it asks, which prints what is looked up there: not so `and what do
    those earn?` behind tools."""
    pools: dict[str, Collection[str]] = {"tools": catalogue.tools, "roles": catalogue.roles}
    if query.select not in pools:
        return True
    printed = query.measure != "attribute" or query.by != "phases"
    known = all(name in pools[query.select] for name in query.named)
    return printed and known and all(tabled(each, catalogue) for each in query.also)
