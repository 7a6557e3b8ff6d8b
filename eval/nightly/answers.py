"""The report's answers: those that fell, those that are wrong, those that were narrated."""

from dataclasses import dataclass

from eval.nightly.figures import first_tokens
from eval.nightly.finished import Finished, Run
from eval.nightly.words import LABELS, milliseconds, share
from eval.outcomes import gist, means
from eval.rows import Row
from server.schema import Claim


@dataclass(frozen=True)
class Fell:
    """A fallen question with both answers."""

    id: str
    family: str
    question: str
    expected: str
    metrics: tuple[tuple[str, str, str], ...]
    before: str
    after: str


@dataclass(frozen=True)
class Wrong:
    """A row that is wrong, with what it misses."""

    id: str
    family: str
    question: str
    expected: str
    answer: str
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """A narrated answer with the sentences that were dropped."""

    id: str
    question: str
    answer: str
    right: bool
    dropped: tuple[Claim, ...]
    seconds: float


def fallen(finished: Finished) -> list[Fell]:
    """The fallen questions, those that fell in most respects first."""
    if finished.gate is None:
        return []
    rows = {row.golden.id: row for row in finished.run.rows}
    return [
        Fell(
            id=each.id,
            family=each.family,
            question=_question(rows[each.id]) if each.id in rows else "a labelled claim",
            expected=_expected(rows[each.id]) if each.id in rows else "",
            metrics=tuple(
                (metric, f"{before:.3g}", "no score" if after is None else f"{after:.3g}")
                for metric, (before, after) in each.metrics.items()
            ),
            before=each.before,
            after=each.after,
        )
        for each in sorted(finished.gate.report.fallen, key=lambda each: -len(each.metrics))
    ]


def worst(finished: Finished) -> list[Wrong]:
    """Rows that are wrong, those that miss most first, without the ones that fell."""
    fell = {each.id for each in finished.gate.report.fallen} if finished.gate else set()
    found = [
        Wrong(
            id=row.golden.id,
            family=row.golden.family,
            question=_question(row),
            expected=_expected(row),
            answer=gist(row.reply.answer),
            missed=_missed(row),
        )
        for row in finished.run.rows
        if row.reply and row.scores.correct == 0 and row.golden.id not in fell
    ]
    return sorted(found, key=lambda wrong: (-len(wrong.missed), wrong.family, wrong.id))


def told(run: Run) -> list[Told]:
    """The narrated answers: those with most sentences dropped first, then the wrong ones."""
    found = [
        Told(
            id=row.golden.id,
            question=_question(row),
            answer=row.reply.answer.answer,
            right=row.scores.correct == 1,
            dropped=tuple(claim for claim in row.reply.answer.claims if claim.verdict != "supported"),
            seconds=row.reply.elapsed_ms / 1000,
        )
        for row in run.rows
        if row.reply
    ]
    return sorted(found, key=lambda each: (-len(each.dropped), each.right, each.id))


def narrated_figures(run: Run) -> list[tuple[str, str]]:
    """What is told of the narrated sample as a whole."""
    now = means(run.outcomes)
    shown = [(LABELS[metric], share(now[metric][0])) for metric in ("correct", "held", "marked") if metric in now]
    dropped = sum(len(each.dropped) for each in told(run))
    shown.append(("Sentences dropped", str(dropped)))
    first = sorted(first_tokens(run.rows))
    if first:
        shown.append(("First token, median", milliseconds(first[len(first) // 2])))
    total = run.summary.total
    if total.p50_ms is not None:
        shown.append(("Whole answer, median", milliseconds(total.p50_ms)))
    shown.append(("Tokens", f"{total.prompt_tokens:,} + {total.completion_tokens:,}"))
    if total.cost_usd:
        shown.append(("Cost", f"${total.cost_usd:.4f}"))
    return shown


def _question(row: Row) -> str:
    return " → ".join((*row.golden.turns, row.golden.question))


def _expected(row: Row) -> str:
    """What the golden question wants, in a line."""
    golden = row.golden
    parts = [f"({golden.status})"]
    items = (*golden.items.phases, *golden.items.roles, *golden.items.tools) if golden.items else ()
    if items:
        parts.append(f"{{{', '.join(items)}}}")
    parts += [f"{number.value:g} {number.unit}" for number in golden.values or ()]
    parts += [f"“{mention}”" for mention in golden.mentions or ()]
    return " ".join(parts)


def _missed(row: Row) -> tuple[str, ...]:
    scores = row.scores
    return tuple(
        name
        for name, value in (
            ("status", scores.status),
            ("items", scores.items),
            ("values", scores.values),
            ("mentions", scores.mentions),
            ("cited", scores.cited),
        )
        if value == 0
    )
