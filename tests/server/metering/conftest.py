"""One server for all that watches: started and asked once, and kept for as long as these tests run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.advisors import copied
from tests.server.metering.watched import QUESTIONS, Told, WatchedServer, watched


@pytest.fixture(scope="package")
def watched_server(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchedServer]:
    with watched(copied(data_dir, tmp_path_factory.mktemp("watched"))) as running:
        yield running


@pytest.fixture(scope="package")
def told(watched_server: WatchedServer) -> Told:
    """What it tells once it was asked, and judged once; one request went nowhere."""
    answers = tuple(map(watched_server.ask, QUESTIONS))
    watched_server.judge(answers[0])
    assert watched_server.client.get("/nowhere/secret").status_code == 404
    return watched_server.told(answers)
