"""A tool sought for some task: cards say which one to take, and a table only what there is."""

from server.coverage import phase_part
from server.query import Query
from server.understanding.words.wordlist import phrases

# Who asks so wants what the table prints, all of it: `list every tool that is ticked for deployment`.
_AS_PRINTED = phrases(
    r"""
    all(?! (?:day|the time))|every|each|complete|full|entire|whole|lists?|listed|listing|how many|count|names?|both
    ticks?|ticked|columns?|rows?|tables?|papers?|authors?|cells?|covers?|covered|covering|spans?
    """
)


def seeks_a_tool(query: Query, asked: str) -> bool:
    """Whether it seeks a tool for the work of a phase, and not to know what is printed: `a tool for model serving?`"""
    listed = query.of_a_set and query.select == "tools" and query.measure == "list" and query.falling is None
    whole = query.premise or query.claimed or query.also
    return listed and not whole and phase_part(query.where) is not None and not _AS_PRINTED.search(asked)
