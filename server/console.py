"""An Answer as text for a terminal: what was understood, the facts as a table, the sentences, the citations.

Long excerpts are cut: a citation of a whole column holds all 55 tools. `--json` gives them whole.
"""

from collections.abc import Iterable, Iterator

from server.schema import Answer, FactTable
from server.wording import cut

_WIDEST_CELL = 60
_WIDEST_EXCERPT = 160


def rendered(answer: Answer) -> str:
    """`answer` as plain text without a final line break."""
    blocks = [
        f"Understood: {answer.understood}" if answer.understood else "",
        _table(answer.facts) if answer.facts else "",
        answer.answer,
        "\n".join(
            f"[{citation.n}] {citation.title}, {citation.locator} ({citation.as_of}): "
            f"{cut(citation.excerpt, _WIDEST_EXCERPT)}"
            for citation in answer.citations
        ),
        "\n".join(f"Ask next: {question}" for question in answer.follow_ups),
        f"{answer.status} · conversation {answer.conversation_id} · release {answer.release}",
    ]
    return "\n\n".join(block for block in blocks if block)


def _table(facts: FactTable) -> str:
    numbers = ["".join(f"[{n}]" for n in row) for row in facts.citations]
    rows = [[*_cells(facts.columns), ""]]
    rows += [[*_cells(row), cited] for row, cited in zip(facts.rows, numbers, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _cells(row: Iterable[str]) -> Iterator[str]:
    return (cut(cell, _WIDEST_CELL) for cell in row)
