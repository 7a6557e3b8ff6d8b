"""Wire objects → HTML. Pure functions; every text from elsewhere goes through `ui.markup`."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from server.schema import Citation, FactTable, Problem, Status, Value
from ui.markup import Reference, answer_html, inline_html, text
from ui.turn import Turn

BADGES: dict[Status, tuple[str, str]] = {
    "refused": ("Not in the sources", "The sources do not carry what was asked, so nothing is guessed."),
    "clarify": ("One question back", "The question can be read in two ways whose answers differ."),
    "degraded": (
        "Without the language model",
        "It cannot be reached: verified facts are complete, prose is shown as passages.",
    ),
}
KINDS = {"cell": "Table cell", "paraphrase": "Retold", "quote": "Quotation"}
EMPTY_SOURCES = (
    '<div class="no-sources"><p>Each sentence of an answer ends in a number. The place that the number stands for '
    "appears here; select the number to see it.</p>"
    "<dl><dt>Table cell</dt><dd>A cell of the paper's figures and tables.</dd>"
    "<dt>Retold</dt><dd>A passage of the paper in our own words.</dd>"
    "<dt>Quotation</dt><dd>The words of a document as they stand there.</dd></dl></div>"
)
STALE = ' <strong class="stale">may be out of date</strong>'
MOST_VALUES = 6
ROWS_IN_VIEW = 8  # about as many as the height that style.css gives the table


def question_html(question: str) -> str:
    """A question as its author's message."""
    return f'<div class="question">{text(question)}</div>'


def reply_html(turn: Turn) -> str:
    """The advisor's message: badge, reading, facts, sentences, what was left out, problem."""
    reference = _references(turn)
    parts = [_badge(turn), _understood(turn)]
    facts = turn.answer or turn.facts
    if facts is not None:
        parts.append(_values(facts.values, in_table=facts.facts is not None))
        parts.append(facts_html(facts.facts, reference) if facts.facts else "")
    if turn.prose:
        parts.append(f'<div class="prose">{answer_html(turn.prose, reference)}</div>')
    parts.append(_progress(turn))
    parts.append(_dropped(turn.dropped))
    if turn.problem:
        parts.append(problem_html(turn.problem))
    if turn.stopped:
        parts.append('<p class="small">Stopped. What is shown was verified before.</p>')
    parts.append(_provenance(turn))
    return f'<div class="reply{" finished" if turn.finished else ""}">{"".join(parts)}</div>'


def facts_html(facts: FactTable, reference: Reference) -> str:
    """The facts as a table whose last column holds the references of each row."""
    head = "".join(f'<th scope="col">{text(column)}</th>' for column in facts.columns)
    rows = []
    for index, row in enumerate(facts.rows):
        numbers = facts.citations[index] if index < len(facts.citations) else ()
        cells = "".join(f"<td>{text(cell)}</td>" for cell in row)
        rows.append(f"<tr>{cells}<td>{''.join(reference(n) for n in numbers)}</td></tr>")
    count = len(facts.rows)
    note = f'<p class="small">{count} rows; scroll the table to see them all</p>' if count > ROWS_IN_VIEW else ""
    return (
        '<div class="facts" tabindex="0"><table><caption>Verified facts</caption>'
        f'<thead><tr>{head}<th scope="col">Source</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>{note}'
    )


def problem_html(problem: Problem) -> str:
    """What went wrong and what to do about it."""
    trace = f'<p class="small">Trace {text(problem.trace_id)}</p>' if problem.trace_id else ""
    return (
        f'<div class="problem" role="alert"><p><strong>{text(problem.title)}</strong></p>'
        f"<p>{inline_html(problem.detail, _literal)}</p>{trace}</div>"
    )


def sources_html(turns: Sequence[Turn]) -> str:
    """The panel: the sources of each answer, newest first and open, older ones folded."""
    cited = [(turn, turn.cited) for turn in reversed(turns) if turn.cited]
    if not cited:
        return EMPTY_SOURCES
    groups = []
    for index, (turn, citations) in enumerate(cited):
        cards = "".join(source_html(turn.number, citation) for citation in citations)
        groups.append(
            f"<details{'' if index else ' open'}><summary>{text(turn.question)}"
            f'<span class="count">{len(citations)}</span></summary><ol>{cards}</ol></details>'
        )
    return "".join(groups)


def source_html(turn: int, citation: Citation) -> str:
    """One citation as a card that references point to."""
    n = citation.n
    link = ""
    if citation.url and urlsplit(citation.url).scheme in ("http", "https"):
        link = (
            f'<a class="open" href="{text(citation.url)}" target="_blank" rel="noopener noreferrer" '
            f'aria-label="Open the source of {n} in a new tab">Open source</a>'
        )
    return (
        f'<li class="source" id="source-{turn}-{n}" tabindex="-1"><div class="line">'
        f'<a class="back" href="#source-{turn}-{n}" aria-label="Source {n}: back to the answer">{n}</a>'
        f'<span class="locator">{text(citation.locator)}</span></div>'
        f'<p class="excerpt">{text(citation.excerpt)}</p>'
        f'<div class="title">{text(citation.title)}</div>'
        f'<div class="meta"><span class="kind">{KINDS[citation.kind]}</span>'
        f"<span>{text(_dated(citation))}{STALE if citation.stale else ''}</span>{link}</div></li>"
    )


def _dated(citation: Citation) -> str:
    return citation.as_of if citation.as_of == "undated" else f"as of {citation.as_of}"


def _references(turn: Turn) -> Reference:
    known = {citation.n for citation in turn.citations}

    def reference(n: int) -> str:
        if n not in known:
            return _literal(n)  # it resolves to nothing, so it must not look as if it did
        return f'<a class="ref" href="#source-{turn.number}-{n}">&#91;{n}&#93;</a>'

    return reference


def _literal(n: int) -> str:
    return text(f"[{n}]")


def _badge(turn: Turn) -> str:
    if turn.answer is None or turn.answer.status == "answered":
        return ""
    word, meaning = BADGES[turn.answer.status]
    said = f"<strong>{word}</strong> <span>{text(meaning)}</span>"
    return f'<div class="badge {turn.answer.status}" role="note">{said}</div>'


def _understood(turn: Turn) -> str:
    known = turn.answer or turn.facts
    if known is None or not known.understood:
        return ""
    return f'<p class="understood"><span>Understood as</span> {text(known.understood)}</p>'


def _values(values: Sequence[Value], *, in_table: bool) -> str:
    if not 0 < len(values) <= (1 if in_table else MOST_VALUES):
        return ""  # more are a column of the table and not the answer in a number
    figures = "".join(
        f"<div><dt>{text(value.name)}</dt><dd>{text(str(value.value))} <span>{text(value.unit)}</span></dd></div>"
        for value in values
    )
    return f'<dl class="values">{figures}</dl>'


def _progress(turn: Turn) -> str:
    if turn.finished:
        return ""
    doing = "Looking up the facts" if turn.facts is None else "Writing, and checking each sentence against its source"
    return f'<p class="progress" role="status"><i></i>{doing}</p>'


def _dropped(count: int) -> str:
    if not count:
        return ""
    what = (
        "1 sentence was left out: no source supports it."
        if count == 1
        else (f"{count} sentences were left out: no source supports them.")
    )
    return f'<p class="small dropped">{what}</p>'


def _provenance(turn: Turn) -> str:
    if turn.answer is None:
        return ""
    total = turn.answer.timings_ms.total
    took = f"{total / 1000:.1f} s · " if total is not None else ""
    made = f"release {text(turn.answer.release[:12])} · trace {text(turn.answer.trace_id)}"
    return f'<p class="small provenance">{took}{made}</p>'
