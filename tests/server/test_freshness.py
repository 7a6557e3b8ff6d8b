"""When a source is stale, and what of it is told to readers and to Prometheus."""

import re
from datetime import date
from pathlib import Path

import httpx
import pytest

from corpus.catalogue import PAPER
from corpus.vocabulary import Evidence, EvidenceKind
from ingest.adding import Wish, add_path
from ingest.library import Library
from server.api.app import create_app
from server.citations import CitationRegister
from server.freshness import Freshness
from server.metering.meters import Meters
from server.metering.standing import LibraryCollector
from server.settings import ApiSettings
from tests.fakes.advisor import ScriptedAdvisor
from ui.sources import source_html

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 6, 15)


def piece(as_of: str, document: str = "tool-dvc", kind: EvidenceKind = "paraphrase") -> Evidence:
    return Evidence(kind=kind, document=document, title="T", locator="L", excerpt="E", as_of=as_of)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with an old source, a new one, and one that should have been fetched a month ago."""
    (tmp_path / "a.md").write_text("# Kites\nThey rise.", "utf-8")
    (tmp_path / "b.md").write_text("# Boats\nThey float.", "utf-8")
    with Library.open(tmp_path) as opened:
        add_path(opened, tmp_path / "a.md", Wish(title="Old", as_of="2024-01-01"))
        add_path(opened, tmp_path / "b.md", Wish(title="New", as_of="2026-06-01"))
        add_path(opened, tmp_path, Wish(title="Fetched", as_of="2026-06-01"))
        fetched = opened.source("fetched")
        assert fetched is not None
        opened.put(fetched.model_copy(update={"checked": "2026-05-01", "days": 7}))
    return tmp_path


@pytest.mark.parametrize(
    ("what", "stale"),
    [
        (piece("2025-06-14"), True),
        (piece("2025-06-15"), False),
        (piece("2025-05"), True),
        (piece("2025-06"), False),
        (piece("2024"), True),
        (piece("2025"), False),
        (piece("undated"), False),
        (piece("2019-01-01", PAPER), False),
        (piece("2019-01-01", kind="cell"), False),
        (piece("2024-01-01", "added/old", "quote"), True),
        (piece("2026-06-01", "added/new", "quote"), False),
        (piece("2026-06-01", "added/fetched", "quote"), True),
        (piece("2024-01-01", "added/gone", "quote"), True),
    ],
)
def test_a_source_is_stale_by_its_schedule_or_by_the_setting(library: Path, what: Evidence, stale: bool) -> None:
    assert Freshness(library, 365, lambda: TODAY).stale(what) is stale


def test_a_stale_citation_says_so_and_the_chat_shows_it(library: Path) -> None:
    register = CitationRegister(Freshness(library, 365, lambda: TODAY).stale)
    register.number([piece("2024-01-01"), piece("2026-06-01", "tool-git")])
    old, new = register.all()
    assert (old.stale, new.stale) == (True, False)
    assert "may be out of date" in source_html("1", old)
    assert "may be out of date" not in source_html("1", new)


@pytest.mark.parametrize("read_only", [False, True])
async def test_the_gauges_tell_of_the_library(read_only: bool, library: Path) -> None:
    meters = Meters()
    meters.registry.register(LibraryCollector(Freshness(library, 365, lambda: TODAY), read_only))
    transport = httpx.ASGITransport(create_app(ScriptedAdvisor(), ApiSettings(), meters=meters))
    async with httpx.AsyncClient(transport=transport, base_url="http://advisor") as client:
        text = (await client.get("/metrics")).text
    given = dict(re.findall(r"^(advisor_sources\w*) ([\d.]+)$", text, re.MULTILINE))
    assert given == {"advisor_sources": "3.0", "advisor_sources_stale": "2.0", "advisor_sources_passages": "4.0"}
