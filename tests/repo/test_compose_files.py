"""The files around the compose file: those of the cards, the example, the secrets, the digests, the collector."""

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.sizing.memory import CONCURRENCY, size
from server.sizing.models import read_models
from server.sizing.report import env_file, variables
from tests.repo.compose_file import CARDS, COMPOSE, EXAMPLE, OPTIONAL, ROOT, VARIABLE, card_file, mounted, variables_of


@pytest.mark.parametrize("gb", CARDS)
def test_the_file_of_a_card_is_what_the_command_prints(gb: int) -> None:
    assert card_file(gb) == env_file(size(gb, read_models()), CONCURRENCY) + "\n"


def test_secrets_are_declared_used_and_made(compose: dict[str, Any], services: dict[str, Any], tmp_path: Path) -> None:
    used = {source for service in services.values() for source in mounted(service).values()}
    assert used == set(compose["secrets"])
    script = tmp_path / "make-secrets"
    script.write_text((ROOT / "deploy" / "make-secrets").read_text("utf-8"), "utf-8")
    for _ in range(2):  # what is there is kept
        subprocess.run(["sh", str(script)], check=True, capture_output=True, timeout=30)
        made = {path.name: path.read_text("utf-8") for path in (tmp_path / "secrets").iterdir()}
        assert {f"deploy/secrets/{name}" for name in made} == {each["file"] for each in compose["secrets"].values()}
        assert {name for name, text in made.items() if not text} == OPTIONAL
        assert f":{made['postgres_password']}@postgres/" in made["nightly_history_url"]
        assert len({*made.values()}) == len(made) - len(OPTIONAL) + 1
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_page_tells_who_reads_each_secret(services: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "production.md").read_text("utf-8")
    rows = [row.split("|")[1:4] for row in page.partition("| file | whose |")[2].partition("\n\n")[0].splitlines()[2:]]
    told = {name: set(who.strip(" `").split()) for files, _, who in rows for name in re.findall(r"`(\w+)`", files)}
    read: dict[str, set[str]] = {}
    for service, definition in services.items():
        for source in mounted(definition).values():
            read.setdefault(source, set()).add(service)
    assert told == read


def test_tags_become_digests(services: dict[str, Any], tmp_path: Path) -> None:
    stand_in = tmp_path / "docker"
    parsed = json.dumps({"services": services})
    stand_in.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"print({parsed!r} if sys.argv[1] == 'compose' else 'sha256:' + sys.argv[4].partition(':')[2])\n",
        "utf-8",
    )
    stand_in.chmod(0o755)
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    pinned = subprocess.run([ROOT / "deploy" / "pin"], env=environ, capture_output=True, text=True, timeout=60)
    assert pinned.returncode == 0, pinned.stderr
    found = {name: service["image"] for name, service in yaml.safe_load(pinned.stdout)["services"].items()}
    theirs = {name: service["image"] for name, service in services.items() if "build" not in service}
    assert found == {name: f"{image}@sha256:{image.partition(':')[2]}" for name, image in theirs.items()}
    stand_in.write_text(stand_in.read_text("utf-8").replace("'sha256:'", "'?'"), "utf-8")
    failed = subprocess.run([ROOT / "deploy" / "pin"], env=environ, capture_output=True, text=True, timeout=60)
    assert failed.returncode == 1
    assert "error: no digest for vllm/vllm-openai" in failed.stderr


def test_the_files_name_the_variables_that_compose_reads() -> None:
    cards = [set(variables_of(card_file(gb))) for gb in CARDS]
    assert cards == [set(variables(size(CARDS[0], read_models())))] * len(CARDS)
    read = {found[1] for found in VARIABLE.finditer(COMPOSE)}
    assert set(variables_of(EXAMPLE)) | cards[0] == read | {"COMPOSE_PROFILES"}
    assert not set(variables_of(EXAMPLE)) & cards[0]
    for before, line in itertools.pairwise(EXAMPLE.splitlines()):
        assert "=" not in line or before, f"{line} is not explained"


def test_a_default_is_what_the_example_says() -> None:
    given = variables_of(EXAMPLE)
    for name, kind, default in VARIABLE.findall(COMPOSE):
        assert kind == "?" or given[name] == default


def test_spans_go_from_the_collector_to_the_store() -> None:
    collector, tempo = (
        yaml.safe_load((ROOT / "deploy" / "compose" / f"{name}.yaml").read_text("utf-8"))
        for name in ("collector", "tempo")
    )
    listening = collector["receivers"]["otlp"]["protocols"]["http"]["endpoint"].rpartition(":")[2]
    assert f"http://collector:{listening} with the profile observe" in EXAMPLE
    stored = tempo["distributor"]["receivers"]["otlp"]["protocols"]["grpc"]["endpoint"].rpartition(":")[2]
    assert collector["exporters"]["otlp_grpc"]["endpoint"] == f"tempo:{stored}"
    pipeline = collector["service"]["pipelines"]["traces"]
    for part in ("receivers", "processors", "exporters"):
        assert set(pipeline[part]) == set(collector[part])


def test_what_is_scraped_and_shown_is_a_service(services: dict[str, Any]) -> None:
    folder = ROOT / "deploy" / "compose"
    scraped = yaml.safe_load((folder / "prometheus.yml").read_text("utf-8"))["scrape_configs"]
    targets = {target for job in scraped for static in job["static_configs"] for target in static["targets"]}
    assert targets == {"api:8000", "vllm:8000", "embeddings:8000", "qdrant:6333"}
    keys = {job["authorization"]["credentials_file"] for job in scraped if "authorization" in job}
    assert keys == set(mounted(services["prometheus"]))
    sources = yaml.safe_load((folder / "datasources.yaml").read_text("utf-8"))["datasources"]
    store = yaml.safe_load((folder / "tempo.yaml").read_text("utf-8"))["server"]["http_listen_port"]
    assert {source["url"] for source in sources} == {"http://prometheus:9090", f"http://tempo:{store}"}
    (prometheus,) = (source for source in sources if source["type"] == "prometheus")
    (exemplars,) = prometheus["jsonData"]["exemplarTraceIdDestinations"]
    assert exemplars["datasourceUid"] in {source["uid"] for source in sources}


def test_alerts_go_from_prometheus_to_a_webhook_that_is_a_secret(services: dict[str, Any]) -> None:
    folder = ROOT / "deploy" / "compose"
    prometheus, alertmanager = (
        yaml.safe_load((folder / f"{name}.yml").read_text("utf-8")) for name in ("prometheus", "alertmanager")
    )
    assert prometheus["alerting"]["alertmanagers"] == [{"static_configs": [{"targets": ["alertmanager:9093"]}]}]
    service = services["alertmanager"]
    assert ":9093/-/ready" in " ".join(service["healthcheck"]["test"])
    assert mounted(service) == {alertmanager["global"]["slack_api_url_file"]: "alerts_slack_webhook"}
    named = {receiver["name"] for receiver in alertmanager["receivers"]}
    routes = (alertmanager["route"], *alertmanager["route"]["routes"])
    assert {route["receiver"] for route in routes} == named
    assert [matcher for route in routes for matcher in route.get("matchers", ())] == ['severity = "page"']
