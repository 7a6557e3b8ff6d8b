"""The comparison with peers: what is asked, how replies are marked, and the parts that stand between."""

import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import numpy as np
import pytest
from openai import AsyncOpenAI, BadRequestError

from corpus.catalogue import Catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from eval.blocks import read_block
from eval.golden import Golden, load_golden
from eval.kept import Kept
from eval.metrics.evidence import EvidenceCheck
from eval.peers import comparing
from eval.peers.command import PLOT, TABLE, committed
from eval.peers.comparing import SYSTEMS, compared
from eval.peers.gateway import Gateway
from eval.peers.lab.talk import Setup
from eval.peers.marking import Marker, declines
from eval.peers.papers import papers
from eval.peers.plot import plot
from eval.peers.process import Peer
from eval.peers.records import Marks, PeerKey, PeerRow, Said
from eval.peers.report import bounds, table
from eval.peers.sampling import GROUPS, sampled
from eval.service import ServiceError
from ingest.minilm import MiniLM
from server.settings import Settings
from tests.fakes.openai_server import FakeOpenAI

SETUP = Setup(
    documents=(("Table", "Jenkins is ticked."),),
    base_url="http://127.0.0.1:9/v1",
    embedding="e",
    model="m",
    context_window=4096,
    max_tokens=10,
)

MakeSaid = Callable[..., Said]


@pytest.fixture(scope="module")
def marker(catalogue: Catalogue, encoder: MiniLM) -> Marker:
    return Marker(Linker(catalogue), EvidenceCheck(catalogue), encoder)


@pytest.fixture
def said() -> MakeSaid:
    def make(text: str, *sources: str, facts: str = "") -> Said:
        evidence = [
            Evidence(kind="paraphrase", document="d", title="t", locator=f"passage {n}", excerpt=source, as_of="")
            for n, source in enumerate(sources, start=1)
        ]
        return Said(
            text=text,
            facts=facts,
            sources=tuple(evidence),
            first_s=None,
            total_s=1.0,
            prompt_tokens=0,
            completion_tokens=0,
        )

    return make


@pytest.fixture
def golden() -> Callable[..., Golden]:
    def make(question: str, **fields: object) -> Golden:
        return Golden.model_validate(
            {
                "id": "peer-001",
                "family": "peer",
                "wording": "casual",
                "split": "test",
                "status": "answered",
                "provenance": "here",
                "question": question,
                **fields,
            }
        )

    return make


def test_the_sample_is_even_and_unseen() -> None:
    found = list(sampled(load_golden(), 5))
    assert Counter(group for group, _ in found) == dict.fromkeys(GROUPS, 5)
    assert all(question.split == "test" and not question.turns for _, question in found)
    assert found == list(sampled(reversed(load_golden()), 5)), "whatever the order of the files"
    assert set(sampled(load_golden(), 2)) < set(found), "a smaller sample is part of a larger one"


@pytest.mark.parametrize(
    "text",
    [
        "The provided context does not mention the price of Zephyr.",
        "I'm sorry, but there is no information about that in the documents.",
        "The corpus holds nothing that answers this.",
        "Airbrake is not listed in the paper's tables.",
        "None of the provided sources are helpful.",
        "I cannot answer this from the documents.",
        "Empty Response",
        "",
    ],
)
def test_a_reply_that_declines(said: MakeSaid, text: str) -> None:
    assert declines(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Jenkins does not cover monitoring [1].",
        "No tool is both free and closed.",
        "Of the 55 tools in Table IV, 8 cover version control and do not cover deployment.",
        "None of the 13 roles in Table III covers CI.",
        "MLFlow is open source, and it costs nothing.",
        "Use Great Expectations, which tests tables; it cannot train a model.",
        "The paper lists Git and DVC for version control.",
    ],
)
def test_a_reply_that_answers(said: MakeSaid, text: str) -> None:
    assert not declines(said(text))


def test_names_must_be_those_and_no_others(marker: Marker, golden: Callable[..., Golden], said: MakeSaid) -> None:
    asked = golden(
        "Which free tools cover CI like Jenkins?", items={"phases": [], "roles": [], "tools": ["MLFlow", "Jenkins"]}
    )
    assert marker.marks(asked, said("Besides Jenkins there is MLflow.")).exact == 1
    assert marker.marks(asked, said("Here they are:", facts="MLFlow, $0\nJenkins, $0")).exact == 1
    assert marker.marks(asked, said("MLflow and Chef.")).exact == 0
    assert marker.marks(asked, said("Jenkins.")).exact == 0


def test_numbers_must_be_there(marker: Marker, golden: Callable[..., Golden], said: MakeSaid) -> None:
    asked = golden("What does Asana cost?", values=[{"name": "cost", "value": 110, "unit": "USD"}])
    assert marker.marks(asked, said("It costs $110 a month.")).exact == 1
    assert marker.marks(asked, said("It costs $1,100 a month.")).exact == 0


def test_sentences_rest_on_what_they_cite(marker: Marker, golden: Callable[..., Golden], said: MakeSaid) -> None:
    sources = ("Jenkins builds and tests each change.", "Whylabs watches models for drift.")
    marks = marker.marks(
        golden("What do they do?", mentions=["Jenkins"]),
        said("Jenkins builds and tests each change [1]. Whylabs watches models for drift [1]. It rains [7].", *sources),
    )
    assert marks.citation_precision == pytest.approx(1 / 3)
    assert marks.citation_recall == pytest.approx(1 / 3)
    assert marks.unsupported == pytest.approx(1 / 3), "the second stands in a source, though not in the one it cites"


def test_refusals_are_judged_by_declining_alone(marker: Marker, golden: Callable[..., Golden], said: MakeSaid) -> None:
    asked = golden("Who won the cup?", status="refused", items={"phases": [], "roles": [], "tools": []})
    marks = marker.marks(asked, said("The context does not say who won.", "Nothing here."))
    assert marks.declined == 1
    assert marker.marks(asked, said("Nobody has won it; it was not held.")).declined == 1, "a premise denied"
    assert marker.marks(asked, said("Ajax won it.")).declined == 0
    assert marks.wrongly_declined is marks.exact is marks.citation_recall is None


def test_peers_are_given_the_whole_corpus(catalogue: Catalogue) -> None:
    documents = tuple(load_documents())
    given = "\n".join(text for _, text in papers(catalogue, documents))
    assert all(passage.text in given for document in documents for passage in document.passages)
    assert all(f"| {tool.name} | {tool.cost.printed} |" in given for tool in catalogue.tools.values())
    assert all(f"${role.monthly_wage_usd:,}" in given for role in catalogue.roles.values())


async def test_the_gateway_meters_and_embeds(encoder: MiniLM) -> None:
    async with FakeOpenAI("MLFlow is free.") as fake, Gateway.over(encoder, fake.base_url, {}) as gateway:
        client = AsyncOpenAI(base_url=gateway.base_url, api_key="any", http_client=httpx.AsyncClient(trust_env=False))
        async with client:
            vectors = await client.embeddings.create(model="e", input=["one", "two"], encoding_format="float")
            assert np.allclose([item.embedding for item in vectors.data], encoder.encode(["one", "two"]))
            messages = [{"role": "user", "content": "What is free?"}]
            stream = await client.chat.completions.create(model="m", messages=messages, stream=True)  # type: ignore[call-overload]
            chunks = [chunk async for chunk in stream]
            assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks).strip() == "MLFlow is free."
            assert gateway.meter.first is not None
            assert gateway.meter.completion_tokens > 0
            with pytest.raises(BadRequestError, match="only streams are metered"):
                await client.chat.completions.create(model="m", messages=messages)  # type: ignore[call-overload]


async def test_a_peer_is_asked_over_its_pipes() -> None:
    async with Peer.running(Path(sys.executable), "tests.fakes.peer", SETUP) as peer:
        reply = await peer.ask("echo", "Why?")
        assert (reply.text, reply.sources) == ("1: Why?", ("Jenkins is ticked.",))
        with pytest.raises(ServiceError, match=r"tests\.fakes\.peer ended"):
            await peer.ask("fails", "Why?")


async def test_without_an_environment_the_fix_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="make peers"):
        async with Peer.running(tmp_path / "python", "tests.fakes.peer", SETUP):
            pass


KEY = PeerKey(release="r", golden="g", code="c", peers="p", llm="embedded")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, said: MakeSaid) -> list[str]:
    """What systems were asked, in order, or `started` where they were; the seventh question of all breaks off."""
    log: list[str] = []

    @asynccontextmanager
    async def systems(*_: object) -> AsyncIterator[dict[str, comparing.Ask]]:
        log.append("started")

        def ask(system: str) -> comparing.Ask:
            async def reply(question: str) -> Said:
                if len(log) == 7:
                    log.append("broke off")
                    raise ServiceError("the peer ended")
                log.append(f"{system}: {question}")
                return said("Nothing here.")

            return reply

        yield {system: ask(system) for system in SYSTEMS}

    monkeypatch.setattr(comparing, "_systems", systems)
    return log


@pytest.mark.model
async def test_an_interrupted_run_goes_on_where_it_was(
    asked: list[str], golden: Callable[..., Golden], models: Path, tmp_path: Path
) -> None:
    questions = [("refusals", golden(text, id=f"peer-00{n}", status="refused")) for n, text in enumerate(("A?", "B?"))]
    settings = Settings(data_dir=models.parent)

    async def run(count: int, key: PeerKey = KEY) -> list[PeerRow]:
        with Kept(tmp_path, key, PeerRow) as kept:
            return [row async for row in compared(settings, Path("python"), questions[:count], None, kept)]

    with pytest.raises(ServiceError):
        await run(2)
    before = asked[:]
    assert before == ["started", *(f"{system}: A?" for system in SYSTEMS), "broke off"]
    rows = await run(2)
    assert asked[len(before) :] == ["started", *(f"{system}: B?" for system in (*SYSTEMS[1:], SYSTEMS[0]))]
    assert [(row.id, row.system) for row in rows[:6]] == [("peer-000", system) for system in SYSTEMS]
    assert [row.id for row in rows[6:]] == ["peer-001"] * 6
    once = asked[:]
    assert (await run(1), await run(2)) == (rows[:6], rows)
    assert asked == once, "nobody is started where nothing is missing"
    await run(1, KEY.model_copy(update={"release": "another"}))
    assert len(asked) == len(once) + 7


def test_replies_of_something_else_are_removed_and_it_is_said_of_what(tmp_path: Path, said: MakeSaid) -> None:
    row = PeerRow(system="bm25", id="x", group="sets", question="?", said=said("Yes."), marks=Marks(exact=1))
    with Kept(tmp_path, KEY, PeerRow) as kept:
        kept.keep(row)
    with (tmp_path / "rows.jsonl").open("a") as file:
        file.write('{"system": "bm25", "id": "cut sho')
    assert Kept(tmp_path, KEY, PeerRow).found == [row]
    other = Kept(tmp_path, KEY.model_copy(update={"release": "s", "llm": "http://gpu/v1"}), PeerRow)
    assert (other.changed, other.found) == (("release", "llm"), [])


def test_intervals_are_wilsons_of_counts_and_the_bootstraps_of_means() -> None:
    assert bounds("exact", [1, 1, 1, 1, 1, 1, 1, 0]) == pytest.approx((0.5291, 0.9776), abs=1e-4)
    low, high = bounds("citation_recall", [0.0, 0.5, 1.0, 1.0]) or (0, 0)
    assert 0 <= low < 0.625 < high <= 1
    assert bounds("unsupported", [1.0, 1.0, 1.0]) is None
    assert bounds("declined", [0.0, 0.0, 0.0, 0.0]) == pytest.approx((0, 0.4899), abs=1e-4)


def test_the_page_shows_the_replies_that_are_kept() -> None:
    rows = committed()
    assert read_block(TABLE, "table") == table(rows)
    assert f"](images/{PLOT.name})" in TABLE.read_text("utf-8")
    drawn = plot(rows)
    assert _seen(PLOT.read_text("utf-8")) == _seen(drawn)
    assert _seen(drawn) != _seen(plot([row for row in rows if row.system != "bm25" or row.group != "prose"]))


def _seen(svg: str) -> tuple[list[str], list[str]]:
    """The words of a picture and its lines; where words are, fonts decide too."""
    return re.findall(r">([^<>]*\w[^<>]*)</text>", svg), re.findall(r" d=\"([^\"]+)\"", svg)
