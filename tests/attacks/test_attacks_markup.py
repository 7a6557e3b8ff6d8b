"""Whatever stands in a question, an answer, a document or its name is text in the chat, in Slack and in an answer of
the API: nothing of it is run, fetched, linked or rung."""

import html.parser
import re
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from corpus.vocabulary import Evidence
from ingest.entries import entries_of
from server.completions.content import content
from server.draft import Draft
from server.markup import inert, page
from server.schema import Answer, Citation, FactTable
from server.slack.blocks import blocks
from server.slack.mrkdwn import escaped, mrkdwn
from server.slack.question import plain
from server.slack.reply import Reply
from tests.attacks.techniques import ATTACKS, HOST, MARKUP
from ui.export import markdown
from ui.turn import Turn
from ui.view import COPY, question_html, reply_html, sources_html

TEXTS = [*MARKUP.values(), *list(ATTACKS.values())[::9]]
NAMES = [*MARKUP, *list(ATTACKS)[::9]]
# What the chat's own pages are made of.
TAGS = set(
    "div p span strong em ul ol li table caption thead tbody tr th td a code br details summary i dl dt dd".split()
)
# Only these act in mrkdwn, and only the app writes them.
ACTS = re.compile(r"<(?:[@#!]|https?:|mailto:|javascript:|data:)[^>]*>")


# Links and images of a message, and tags in it.
MESSAGE = MarkdownIt("gfm-like", {"html": True, "linkify": False})
ACTIVE = ("link_open", "image", "html_inline", "html_block")


class Seen(html.parser.HTMLParser):
    """Tags and attributes of a page as a browser finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.update(value or "" for name, value in attrs if name in ("href", "src", "action"))


def cited(text: str) -> Citation:
    """A source that is hostile in each of its fields."""
    return Citation(n=1, kind="quote", document="added/x", title=text, locator=text, excerpt=text, url=text, as_of=text)


def answered(text: str) -> Answer:
    facts = FactTable(columns=(text,), rows=((text,),), citations=((1,),))
    return Answer(
        status="answered",
        answer=f"{text} [1]. {text}",
        facts=facts,
        understood=text,
        citations=(cited(text),),
        follow_ups=(text,),
        conversation_id="c",
        release="r",
        trace_id="t",
    )


def turn(text: str) -> Turn:
    return Turn(number=1, question=text).after(answered(text))


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_in_the_chat(text: str) -> None:
    page = Seen()
    said = turn(text)
    reply = reply_html(said)
    assert reply.count(COPY) == 1
    page.feed(question_html(text) + reply.replace(COPY, "") + sources_html([said]))
    assert page.tags <= TAGS
    assert not {name for name in page.attributes if name.startswith("on") or name in ("style", "src", "srcdoc")}
    # The address of a source is a link where it is a page of the web, and nothing else is.
    assert all(link.startswith("#source-") or link == text for link in page.links)
    assert not any(link.lower().startswith(("javascript:", "data:")) for link in page.links)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_in_slack(text: str) -> None:
    assert not ACTS.search(escaped(text))
    asked = Reply(asked=("U1", text)).after(answered(text))
    shown = [written.replace("<@U1>", "", 1) for block in blocks(asked) for written in formatted(block.to_dict())]
    found = [act for written in (mrkdwn(text), *shown) for act in ACTS.findall(written)]
    # A link that a source has stays one, to where it says; nobody is mentioned, nothing else is run.
    assert all(act.startswith(f"<https://{HOST}") and "your bank" not in act for act in found)


def formatted(part: object) -> Iterator[str]:
    """The texts of a block that Slack reads as mrkdwn; the others it shows as they are."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for value in part.values():
            yield from formatted(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from formatted(value)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_in_an_exported_conversation(text: str) -> None:
    written = markdown([turn(text)])
    active = re.sub(r"\\.", "", written)
    assert not re.search(r"\]\(|\]\[\D|\]:|<(?!https?://)", active)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_asked_in_slack_it_is_words(text: str) -> None:
    question = plain(text, "U0")
    assert not re.search(r"<[@#!]|[\x00-\x08\u202a-\u202e]", question)


def quoting(text: str) -> Answer:
    """An answer that quotes a source that is hostile in each of its fields."""
    draft = Draft()
    draft.say(text, (Evidence(**cited(text).model_dump(exclude={"n", "stale"})),), "the passage itself")
    answer = draft.answer(conversation_id="c", release="r", trace_id="t")
    return answer.model_copy(update={"status": "clarify", "facts": answered(text).facts, "follow_ups": (text,)})


@pytest.mark.parametrize("text", [*TEXTS, *map("\\{}".format, TEXTS)])
def test_in_a_message_of_the_api(text: str) -> None:
    answer = quoting(text)
    assert acting(answer.answer) == []
    # The address of a source is a link where it is a page of the web, and nothing else is.
    assert set(acting(content(answer))) <= {page(text)}


def acting(markdown: str) -> list[str]:
    """What a reader of the message would run, fetch or follow."""
    inline = [token for block in MESSAGE.parse(markdown) for token in (block, *(block.children or ()))]
    return [str(token.attrGet("href") or token.content) for token in inline if token.type in ACTIVE]


def test_what_acts_is_found() -> None:
    assert len(acting("<b>a</b> [x](https://a.example) ![x](https://a.example/i.png) <https://a.example>")) == 5


def test_the_own_corpus_is_told_as_it_stands() -> None:
    for entry in entries_of(load_catalogue(), load_documents()):
        shown = (entry.title, entry.locator, entry.text) if entry.layer == "source" else ()
        assert tuple(map(inert, shown)) == shown
        assert page(entry.url) == entry.url
