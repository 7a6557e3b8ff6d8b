"""Texts on their way into Slack and out of it, whatever they hold and however long they are."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.schema import Answer, Citation, FactTable
from server.settings import ApiSettings
from server.slack.mrkdwn import SECTION_CHARS, mrkdwn, pieces
from server.slack.parts import Part, parts
from server.slack.question import plain
from server.slack.reply import Reply
from server.slack.table import ROWS, WIDTH, table
from tests.fakes.block_kit import MESSAGE, said

BOT = "U0ADVISOR"


def answered(text: str, facts: FactTable | None = None, citations: tuple[Citation, ...] = ()) -> Reply:
    answer = Answer(
        status="answered",
        answer=text,
        facts=facts,
        citations=citations,
        follow_ups=(text[:4_000] or "more",),
        conversation_id="c",
        release="r",
        trace_id="0" * 32,
    )
    return Reply(asked=("U0ANNA", text), facts=facts, judged=True).after(answer)


def cited(n: int, title: str = "A title", url: str | None = "https://example.org/a") -> Citation:
    return Citation(
        n=n, kind="quote", document="d", title=title, locator=f"Section {n}", excerpt="e", url=url, as_of="2025"
    )


def sent(part: Part) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json.dumps([block.to_dict() for block in part.blocks]))
    MESSAGE.validate_python(found)
    return found


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (f"<@{BOT}> which tools?", "which tools?"),
        (f"hey <@{BOT}|advisor>, which tools?", "hey , which tools?"),
        ("<@U0BEN> asks &lt;b&gt; &amp; c", "@U0BEN asks <b> & c"),
        ("<https://mlflow.org|MLflow> or <https://dvc.org>", "MLflow or https://dvc.org"),
        ("<!here> <!subteam^S1|@platform> in <#C1|ops>\n\n  now", "@here @platform in ops now"),
        ("&amp;lt; is no <", "&lt; is no <"),
        ("a\u202eb\ud800c", "abc"),
    ],
)
def test_a_question_is_what_a_reader_sees_of_it(typed: str, words: str) -> None:
    assert plain(typed, BOT) == words


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**MLFlow** costs *nothing* [1].", "*MLFlow* costs _nothing_ [1]."),
        ("# Tools\n\n- `a<b`\n- c\n  - d\n\n1. e\n2. f", "*Tools*\n\n• `a&lt;b`\n• c\n    • d\n\n1. e\n2. f"),
        ("[docs](https://mlflow.org/a?b=1&c=2)", "<https://mlflow.org/a?b=1&amp;c=2|docs>"),
        ("[x](javascript:alert(1)) [y](<!channel>)", "[x](javascript:alert(1)) y"),
        ("![logo](https://example.org/x.png)", "logo"),
        ("<!channel> <@U0BEN> <script>", "&lt;!channel&gt; &lt;@U0BEN&gt; &lt;script&gt;"),
        ("> quoted\n\nplain", "> quoted\n\nplain"),
        ("```\n<!here> `\n```", "```\n&lt;!here&gt; '\n```"),
        ("a &amp; b &lt;", "a &amp; b &lt;"),
        ("[a]: [b](https://example.org/)", "[a]: <https://example.org/|b>"),
    ],
)
def test_markdown_becomes_mrkdwn(markdown: str, shown: str) -> None:
    assert mrkdwn(markdown) == shown


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>&!@#|*_`[]()\n ab:/.-1\u202e\u0000", min_size=1, max_size=400))
def test_whatever_is_said_slack_acts_on_none_of_it(text: str) -> None:
    table_of_it = FactTable(columns=(text, "b"), rows=((text, text),), citations=((1,),))
    link = f"[{text}](https://example.org/)"
    for part in parts(answered(f"{text} {link}", table_of_it, (cited(1, text, f"https://example.org/{text}"),))):
        sent(part)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>& ab.]\n", max_size=300), st.integers(10, 40))
def test_pieces_lose_nothing_but_the_blanks_between_them(text: str, limit: int) -> None:
    marked = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip()
    found = list(pieces(marked, limit))
    assert all(len(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(marked.split())
    assert all(not piece.endswith(("&", "&a", "&am", "&amp", "&l", "&lt", "&g", "&gt")) for piece in found)


def test_a_long_answer_is_split_into_messages_that_slack_takes() -> None:
    sentences = [f"Sentence {n} tells of [a page](https://example.org/{n}) and of more [{n}]." for n in range(1, 400)]
    citations = tuple(cited(n, title=f"Title {n}") for n in range(1, 400))
    found = parts(answered(" ".join(sentences), citations=citations))
    assert len(found) > 2
    whole = "\n".join(said(sent(part)) for part in found)
    assert [n for n in range(1, 400) if f"<https://example.org/{n}|a page> and of more [{n}]." not in whole] == []
    assert [n for n in range(1, 400) if f"\n[{n}] Section {n}" not in whole] == []
    assert whole.endswith("]")
    assert "Helpful" in said(sent(found[-1]))
    assert max(len(block.get("text", {}).get("text", "")) for part in found for block in sent(part)) <= SECTION_CHARS
    # A click sends a whole message back in a form, beside some hundred characters of Slack's own a block.
    largest = max(len(quote_plus(json.dumps(sent(part)))) + 100 * len(part.blocks) for part in found)
    assert largest < ApiSettings().max_body_bytes


def test_a_table_is_narrow_and_short() -> None:
    wide = FactTable(
        columns=("Tool", "What it does", "Cost"),
        rows=tuple((f"Tool {n}", "very long " * 30, "$0") for n in range(40)),
        citations=tuple((n,) for n in range(40)),
    )
    lines = table(wide).splitlines()
    assert len(lines) == 2 + 3 * ROWS
    assert max(map(len, lines)) <= WIDTH
    assert lines[2].split("  ")[-1] == "[0]"
    assert lines[4].endswith("…")
    assert len(table(wide)) <= SECTION_CHARS
    assert "30 more rows" in said(sent(parts(answered("All of them [1].", wide))[0]))
