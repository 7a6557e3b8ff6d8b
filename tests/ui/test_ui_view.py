"""Wire objects as HTML."""

import html
import re

import pytest

from server.schema import VERBATIM, AskRequest, Claim, DeltaEvent, FactsEvent, Items, Problem, Status
from tests.fakes.api_server import CITATIONS, DROPPED, FACTS, MARKUP, PROSE, SENTENCES, scripted
from ui.sources import source_html
from ui.turn import Turn
from ui.view import BADGES, question_html, reply_html, sources_html

FIRST = FactsEvent(understood="tools of CI", items=Items(), values=(), facts=FACTS, citations=CITATIONS)


def _words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).replace("\u00a0", " ")


def _answered(question: str, number: int = 1) -> Turn:
    return Turn(number=number, question=question).after(scripted(AskRequest(question=question), turn=1))


def test_facts_stand_as_a_table_with_the_references_of_each_row_before_any_sentence() -> None:
    reply = reply_html(Turn(number=3, question="q").after(FIRST))
    rows = re.findall(r"<tr>(.*?)</tr>", reply)
    assert [_words(cell) for cell in re.findall(r"<th[^>]*>(.*?)</th>", rows[0])] == [*FACTS.columns, "Source"]
    assert [_words(cell) for cell in re.findall(r"<td>(.*?)</td>", rows[2])] == [*FACTS.rows[1], "[2]"]
    assert 'href="#source-3-2"' in rows[2]
    assert "tools of CI" in reply
    assert "checking each sentence" in reply


def test_a_table_that_does_not_fit_says_how_many_rows_it_has() -> None:
    long = FACTS.model_copy(update={"rows": FACTS.rows * 4, "citations": FACTS.citations * 4})
    assert "12 rows" in _words(reply_html(Turn(number=1, question="q").after(FIRST.model_copy(update={"facts": long}))))
    assert "3 rows" not in _words(reply_html(Turn(number=1, question="q").after(FIRST)))


def test_sentences_are_appended_and_dropped_ones_only_counted() -> None:
    turn = Turn(number=1, question="q").after(FIRST)
    for sentence in SENTENCES:
        turn = turn.after(DeltaEvent(text=sentence, citations=(PROSE,) if "[4]" in sentence else ()))
    turn = turn.after(Claim(text=DROPPED, citations=(2,), verdict="contradicted", evidence="cell"))
    words = _words(reply_html(turn))
    assert " ".join(SENTENCES).replace("**", "") in words
    assert DROPPED not in words
    assert "1 sentence was left out" in words
    assert "2 sentences were left out" in _words(reply_html(turn.after(turn_claim())))


def test_each_quoted_passage_is_a_paragraph() -> None:
    turn = _answered("q")
    assert turn.answer is not None
    said = (
        ("Git is free.", "a cell"),
        ("So is Jenkins.", "a cell"),
        ("Take Git.", VERBATIM),
        ("Or Jenkins.", VERBATIM),
    )
    claims = tuple(Claim(text=text, citations=(1,), verdict="supported", evidence=why) for text, why in said)
    prose = "Git is free [1]. So is Jenkins [1]. Take Git [1]. Or Jenkins [1]."
    reply = reply_html(turn.after(turn.answer.model_copy(update={"answer": prose, "claims": claims})))
    paragraphs = [_words(each) for each in re.findall(r"<p>(.*?)</p>", reply)]
    assert paragraphs == ["Git is free [1]. So is Jenkins [1].", "Take Git [1].", "Or Jenkins [1]."]


def turn_claim() -> Claim:
    return Claim(text="x", citations=(), verdict="unsupported", evidence="")


def test_the_whole_answer_counts_its_own_claims_and_replaces_what_was_streamed() -> None:
    turn = Turn(number=1, question="q").after(FIRST).after(turn_claim()).after(turn_claim())
    turn = turn.after(scripted(AskRequest(question="q"), turn=1))
    assert turn.dropped == 1
    assert _words(reply_html(turn)).count("CircleCI costs") == 1
    assert "checking" not in reply_html(turn)


@pytest.mark.parametrize("status", ["refused", "clarify", "degraded"])
def test_every_status_but_answered_has_a_badge_in_plain_words(status: Status) -> None:
    turn = _answered("q")
    assert turn.answer is not None
    badge, meaning = BADGES[status]
    given = turn.answer.model_copy(update={"status": status, "reason": "<LLM> away", "facts": None})
    shown = _words(reply_html(turn.after(given)))
    assert badge in shown
    assert f"{meaning} The reason: <LLM> away." in shown
    assert badge not in _words(reply_html(turn))


def test_a_number_without_a_source_is_no_link() -> None:
    turn = Turn(number=1, question="q").after(DeltaEvent(text="So it is [7].", citations=()))
    assert "[7]" in _words(reply_html(turn))
    assert "<a" not in reply_html(turn)


def test_facts_without_the_llm_are_an_answer_and_no_failure() -> None:
    turn = _answered("q")
    assert turn.answer is not None
    given = turn.answer.model_copy(update={"status": "degraded", "reason": "it said nothing"})
    shown = reply_html(turn.after(given))
    assert 'class="badge' not in shown
    assert "The language model added nothing (it said nothing); the facts are complete." in _words(shown)


def test_values_are_shown_where_no_table_says_them() -> None:
    assert "CircleCI$15 a month" in _words(reply_html(_answered("values")))


def test_a_source_shows_place_excerpt_title_kind_date_and_link() -> None:
    card = source_html("2", CITATIONS[0])
    words = _words(card)
    for part in (CITATIONS[0].locator, CITATIONS[0].excerpt, CITATIONS[0].title, "Table cell", "2024-12-16"):
        assert part in words
    assert 'id="source-2-1"' in card
    assert f'href="{CITATIONS[0].url}"' in html.unescape(card)
    assert 'rel="noopener noreferrer"' in card
    assert "Open the source" not in source_html("2", PROSE)


def test_a_source_says_that_it_has_no_date_and_that_nobody_looked_at_it_for_long() -> None:
    assert "<span>undated</span>" in source_html("1", PROSE.model_copy(update={"as_of": "undated"}))
    old = source_html("1", PROSE.model_copy(update={"as_of": "2021-01", "stale": True}))
    assert "as of 2021" in old
    assert "may be out of date" in old


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.invalid", "file:///etc/passwd"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert "Open the source" not in source_html("1", PROSE.model_copy(update={"url": url}))


def test_the_panel_opens_the_newest_answer_and_folds_the_others() -> None:
    panel = sources_html((_answered("first", 1), _answered("second", 2)))
    newest, older = panel.split("</details>")[:2]
    assert "<details open>" in newest
    assert "second" in newest
    assert "<details>" in older
    assert "first" in older
    assert len(re.findall(r'id="source-', panel)) == len(set(re.findall(r'id="(source-\d+-\d+)"', panel))) == 8
    assert "source" not in re.findall(r'class="(\w+)"', sources_html(()))


def test_the_panel_leaves_out_what_only_a_dropped_sentence_cited() -> None:
    turn = _answered("q")
    assert turn.answer is not None
    unused = PROSE.model_copy(update={"n": 5, "locator": "Section IX"})
    answer = turn.answer.model_copy(update={"citations": (*turn.citations, unused)})
    panel = sources_html((turn.after(answer),))
    assert 'id="source-1-4"' in panel
    assert "Section IX" not in panel


def test_hostile_text_in_every_field_is_escaped() -> None:
    turn = _answered(f"script {MARKUP}")
    problem = Problem(title=MARKUP, status=500, detail=MARKUP, trace_id=MARKUP)
    for markup in (question_html(turn.question), reply_html(turn.after(problem)), sources_html((turn,))):
        assert not re.search(r"<(script|img)|javascript:|onerror=", markup)
        assert "window.pwned=1" in _words(markup)


def test_the_trace_is_a_link_where_there_is_a_viewer() -> None:
    turn = _answered("values")
    assert turn.answer is not None
    trace = turn.answer.trace_id
    assert f"trace {trace}" in _words(reply_html(turn))
    assert "/redirects/" not in reply_html(turn)
    linked = reply_html(turn, "http://viewer.test/redirects/{trace_id}?a=1&b=2")
    link = f'href="http://viewer.test/redirects/{trace}?a=1&b=2" target="_blank" rel="noopener"'
    assert link in html.unescape(linked)


def test_a_problem_is_said_with_its_fix_and_trace() -> None:
    problem = Problem(title="No index", status=503, detail="Run `python -m ingest`.", trace_id="abc")
    reply = reply_html(Turn(number=1, question="q").after(problem))
    assert 'role="alert"' in reply
    assert "<code>python &#45;m ingest</code>" in reply
    assert "Trace abc" in _words(reply)
