"""Wire objects → HTML. Pure functions; every text from elsewhere goes through `ui.markup`."""

from collections.abc import Sequence
from textwrap import shorten

from server.schema import VERBATIM, Answer, FactTable, Status, Value
from server.settings import TRACE_ID
from ui.markup import Reference, answer_html, text
from ui.parts import figures_html, problem_html
from ui.sources import folded_sources_html, references
from ui.turn import Turn

BADGES: dict[Status, tuple[str, str]] = {
    "refused": (
        "Not backed by the sources",
        "They do not carry what was asked, or say otherwise, so nothing is guessed.",
    ),
    "clarify": ("One question back", "The question can be read in two ways whose answers differ."),
    "degraded": ("Not in the advisor's own words", "The sources are quoted as they stand."),
}
_USD = "USD"
EMPTY_SOURCES = (
    '<div class="no-sources"><p>Each sentence of an answer ends in a number. The place that the number stands for '
    "appears here; select the number to see it.</p>"
    "<dl><dt>Table cell</dt><dd>A cell of the paper's figures and tables.</dd>"
    "<dt>Retold</dt><dd>A passage of the paper in our own words.</dd>"
    "<dt>Quotation</dt><dd>The words of a document as they stand there.</dd></dl></div>"
)
MOST_VALUES = 6
MOST_UNDERSTOOD = 140  # characters, some two lines
COPY = '<button class="copy" type="button">Copy answer</button>'
ROWS_IN_VIEW = 8  # about as many as the height that style.css gives the table


def question_html(question: str) -> str:
    """A question as its author's message."""
    return f'<div class="question">{text(question)}</div>'


def reply_html(turn: Turn, trace_url: str | None = None) -> str:
    """The advisor's message: badge, reading, facts, sentences, what was left out, problem. Where there is a viewer of
    traces, `trace_url` leads to one, in the place of whose `{trace_id}` its id goes."""
    reference = references(str(turn.number), turn.citations)
    parts = [_badge(turn), _understood(turn)]
    facts = turn.answer or turn.facts
    if facts is not None:
        parts.append(_values(facts.values, in_table=facts.facts is not None))
        parts.append(facts_html(facts.facts, reference) if facts.facts else "")
    if turn.prose:
        parts.append(f'<div class="prose">{answer_html(_paragraphs(turn), reference)}</div>')
    parts.append(_progress(turn))
    parts.append(_unnarrated(turn))
    parts.append(_dropped(turn.dropped))
    if turn.problem:
        parts.append(problem_html(turn.problem))
    if turn.stopped:
        kept = "What is shown was verified before." if turn.prose or turn.facts else "Nothing had been found yet."
        parts.append(f'<p class="small">Stopped. {kept}</p>')
    parts.append(_provenance(turn, trace_url))
    state = " judgeable" if turn.answer else ""
    return f'<div class="reply{" finished" if turn.finished else ""}{state}">{"".join(parts)}</div>'


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
        '<div class="facts" tabindex="0" role="region" aria-label="Verified facts">'
        "<table><caption>Verified facts</caption>"
        f'<thead><tr>{head}<th scope="col">Source</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>{note}'
    )


def sources_html(turns: Sequence[Turn]) -> str:
    """The panel: the sources of each answer, newest first and open, older ones folded."""
    cited = [(turn, turn.cited) for turn in reversed(turns) if turn.cited]
    if not cited:
        return EMPTY_SOURCES
    return "".join(
        folded_sources_html(str(turn.number), citations, opened=index == 0, name=turn.question)
        for index, (turn, citations) in enumerate(cited)
    )


def _paragraphs(turn: Turn) -> str:
    """The prose, each quoted passage of which has nothing to do with what stands before and behind it."""
    prose, at, quotes = turn.prose, 0, False
    for claim in turn.answer.claims if turn.answer else ():
        if claim.verdict != "supported":
            continue
        before, quotes = quotes, claim.evidence == VERBATIM
        start = prose.find(claim.text.rstrip("."), at)
        if start > 0 and (before or quotes):
            prose, at = f"{prose[:start].rstrip()}\n\n{prose[start:]}", start
    return prose


def _badge(turn: Turn) -> str:
    if turn.answer is None or turn.answer.status == "answered" or _stands_alone(turn.answer):
        return ""
    word, meaning = BADGES[turn.answer.status]
    why = f" The reason: {turn.answer.reason}." if turn.answer.reason else ""
    said = f"<strong>{word}</strong> <span>{text(meaning + why)}</span>"
    return f'<div class="badge {turn.answer.status}" role="note">{said}</div>'


def _stands_alone(answer: Answer) -> bool:
    """Whether the facts are the answer, to which the LLM could only have added."""
    return answer.status == "degraded" and answer.facts is not None


def _unnarrated(turn: Turn) -> str:
    if turn.answer is None or not _stands_alone(turn.answer):
        return ""
    why = f" ({text(turn.answer.reason)})" if turn.answer.reason else ""
    return f'<p class="small">The language model added nothing{why}; the facts are complete.</p>'


def _understood(turn: Turn) -> str:
    known = turn.answer or turn.facts
    if known is None or not known.understood:
        return ""
    said = "<span>Understood as</span> "
    if len(known.understood) <= MOST_UNDERSTOOD:
        return f'<p class="understood">{said}{text(known.understood)}</p>'
    opening = shorten(known.understood, MOST_UNDERSTOOD, placeholder=" …")
    return f'<details class="understood"><summary>{said}{text(opening)}</summary>{text(known.understood)}</details>'


def _values(values: Sequence[Value], *, in_table: bool) -> str:
    if not 0 < len(values) <= (1 if in_table else MOST_VALUES):
        return ""  # more are a column of the table and not the answer in a number
    return figures_html(_figure(value) for value in values)


def _figure(value: Value) -> tuple[str, str, str]:
    """The name, the value and the unit as a reader writes them: `Total`, `$40`, `per month`."""
    amount = value.value if isinstance(value.value, str) else f"{value.value:,}"
    name = value.name[:1].upper() + value.name[1:]
    if isinstance(value.value, str) or not value.unit.startswith(_USD):
        return name, amount, value.unit
    return name, f"${amount}", value.unit.removeprefix(_USD).strip()


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


def _provenance(turn: Turn, trace_url: str | None) -> str:
    if turn.answer is None:
        return ""
    total = turn.answer.timings_ms.total
    took = f"{total / 1000:.1f} s · " if total is not None else ""
    return (
        f'<p class="small provenance">{COPY} {took}release '
        f"{text(turn.answer.release[:12])} · trace {_trace(turn.answer.trace_id, trace_url)}</p>"
    )


def _trace(trace_id: str, trace_url: str | None) -> str:
    if trace_url is None:
        return text(trace_id)
    address = text(trace_url.replace(TRACE_ID, trace_id))
    return f'<a href="{address}" target="_blank" rel="noopener">{text(trace_id)}</a>'
