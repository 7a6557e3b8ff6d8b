"""How a night ended, where a process with another data folder tells it, up to the alert in a real Prometheus."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest, start_http_server

from ingest.settings import QdrantSettings
from server.llama import free_port
from server.metering import standing
from server.metering.standing import GateCollector, watch
from server.releases.gated import Gated, GatedError, read_gated, write_gated
from server.settings import DatabaseSettings, Settings
from tests.absence import absent
from tests.fakes.advisor import wait_until
from tests.postgres import Postgres
from tests.server.metering.prometheus import prometheus


@pytest.fixture(params=["a folder in common", "PostgreSQL"])
def apart(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Settings, Settings]:
    """The settings of a night and of an API, each with a data folder of its own."""
    night, api = tmp_path / "nights", tmp_path / "advisor"
    if request.param == "PostgreSQL":
        postgres: Postgres = request.getfixturevalue("postgres")
        database = DatabaseSettings.model_validate({"url": postgres.database()})
        return Settings(data_dir=night, database=database), Settings(data_dir=api, database=database)
    for folder in (night, api):
        folder.mkdir()
        (folder / "gate").symlink_to(tmp_path / "gate")
    (tmp_path / "gate").mkdir()
    return Settings(data_dir=night), Settings(data_dir=api)


@pytest.fixture
def read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_READ_EVERY_S", 0.0)


def _ended(passed: bool) -> Gated:
    fallen = 0 if passed else 2
    return Gated(at=datetime.now(UTC), release="a", baseline="b", passed=passed, compared=100, fallen=fallen)


def test_the_last_end_is_read_by_another_process(apart: tuple[Settings, Settings]) -> None:
    night, api = apart
    assert read_gated(api) is None
    for passed in (True, False):
        ended = _ended(passed)
        write_gated(night, ended)
        assert read_gated(api) == ended
    assert not list(api.data_dir.glob("releases*"))


@pytest.mark.slow
@pytest.mark.usefixtures("read_at_once")
def test_a_failed_night_raises_the_alert_and_the_next_that_passes_ends_it(
    apart: tuple[Settings, Settings], tmp_path: Path
) -> None:
    if shutil.which("prometheus") is None:
        absent("no Prometheus on this machine: `apt-get install prometheus` to test the alert")
    night, api = apart
    registry, port = CollectorRegistry(), free_port()
    watch(registry, api)
    server, thread = start_http_server(port, "127.0.0.1", registry)
    (tmp_path / "prometheus").mkdir()
    try:
        with prometheus(tmp_path / "prometheus", f"http://127.0.0.1:{port}", "no key") as asked:

            def firing() -> set[str]:
                rules = [rule for group in asked.get("rules")["groups"] for rule in group["rules"]]
                return {rule["name"] for rule in rules if rule.get("state") == "firing"}

            asked.wait_for_scrapes(2)
            assert "AdvisorGateFailed" not in firing()
            write_gated(night, _ended(False))
            wait_until(lambda: "AdvisorGateFailed" in firing(), 30)
            write_gated(night, _ended(True))
            wait_until(lambda: "AdvisorGateFailed" not in firing(), 30)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.usefixtures("read_at_once")
def test_while_the_database_is_away_nothing_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    away = DatabaseSettings.model_validate({"url": f"postgresql://advisor:hidden@/x?host={tmp_path}"})
    settings = Settings(data_dir=tmp_path, database=away)
    registry = CollectorRegistry()
    registry.register(GateCollector(settings))
    assert generate_latest(registry) == b""
    assert "how the last gate ended" in caplog.text
    assert "hidden" not in caplog.text
    with pytest.raises(GatedError):
        write_gated(settings, _ended(True))


def test_what_no_gate_wrote_is_named(tmp_path: Path) -> None:
    (tmp_path / "gate").mkdir()
    (tmp_path / "gate" / "gate.json").write_text("{}", "utf-8")
    with pytest.raises(GatedError, match=r"gate\.json holds what no gate writes"):
        read_gated(Settings(data_dir=tmp_path))


@pytest.mark.parametrize("read_only", [False, True])
def test_who_does_not_know_the_sources_does_not_say_that_none_is_stale(read_only: bool, tmp_path: Path) -> None:
    qdrant = QdrantSettings(url="http://127.0.0.1:9", read_only=read_only)
    registry = CollectorRegistry()
    watch(registry, Settings(data_dir=tmp_path, qdrant=qdrant))
    assert (b"advisor_sources_stale" in generate_latest(registry)) is not read_only
