"""The corpus as anybody would load it: Markdown documents, and each table as a Markdown table."""

from collections.abc import Iterable, Iterator

from corpus.catalogue import Catalogue
from corpus.document import Document
from corpus.vocabulary import TABLE_IV_COLUMNS


def papers(catalogue: Catalogue, documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    """Title and text of each document. The passages of one source that stand in several files are several documents."""
    for document in documents:
        headings = dict.fromkeys(passage.heading for passage in document.passages)
        parts = (
            "\n\n".join([f"## {heading}", *(p.text for p in document.passages if p.heading == heading)])
            for heading in headings
        )
        yield document.title, f"# {document.title}\n\n" + "\n\n".join(parts)
    yield from _tables(catalogue)


def _tables(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    yield (
        "Table I: maturity models",
        _table(
            ("Model", "Maturity Level Proposed(s)"),
            (
                (model.name, "; ".join(f"{level.label}: {level.name}" for level in model.levels))
                for model in catalogue.maturity.values()
            ),
        ),
    )
    yield (
        "Table II: MLOps against LLMOps",
        _table(
            ("Aspect", "MLOps", "LLMOps"),
            ((aspect.name, aspect.mlops, aspect.llmops) for aspect in catalogue.aspects.values()),
        ),
    )
    yield (
        "Table III: roles",
        _table(
            ("MLOps Role", "Phases", "DOL Code", "DOL Title", "Monthly Wage Estimate 2023"),
            (
                (role.name, ", ".join(role.phases), role.dol_code, role.dol_title, f"${role.monthly_wage_usd:,}")
                for role in catalogue.roles.values()
            ),
        ),
    )
    yield (
        "Table IV: tools",
        _table(
            ("Tool", "Cost/Month for ten users", "Open Source", *TABLE_IV_COLUMNS),
            (
                (
                    tool.name,
                    tool.cost.printed,
                    "yes" if tool.open_source else "no",
                    *("x" if column in tool.phases else "" for column in TABLE_IV_COLUMNS),
                )
                for tool in catalogue.tools.values()
            ),
        ),
    )
    yield (
        "Figure 1: phases",
        "\n\n".join(catalogue.phase_cell(phase).excerpt for phase in catalogue.phases.values()),
    )
    yield (
        "Figure 2: training a model or using an existing LLM",
        "\n".join(f"- {criterion.name}: {criterion.question}" for criterion in catalogue.criteria),
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
