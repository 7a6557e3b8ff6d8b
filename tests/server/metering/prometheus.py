"""A real Prometheus with the deployed rules, and what it is asked: each query of the dashboards."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from server.llama import free_port
from tests.fakes.advisor import wait_until

DEPLOY = Path(__file__).parents[3] / "deploy"


@dataclass(frozen=True)
class Place:
    """Where a dashboard shows a panel, on a grid of 24 columns."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True)
class Panel:
    """One of a dashboard's; `queries` by what each of their lines is called. A heading has none."""

    title: str
    kind: str
    unit: str
    place: Place
    queries: tuple[tuple[str, str], ...]


def panels(interval: str) -> list[Panel]:
    """All of them, over all jobs and so long an interval of rates."""
    variables = {"$__rate_interval": interval, "$job": ".+"}
    found = []
    for path in sorted((DEPLOY / "grafana" / "dashboards").glob("*.json")):
        for panel in json.loads(path.read_text("utf-8"))["panels"]:
            queries = []
            for target in panel.get("targets", ()):
                query = target["expr"]
                for variable, value in variables.items():
                    query = query.replace(variable, value)
                queries.append((target["legendFormat"], query))
            unit = panel["fieldConfig"]["defaults"]["unit"] if queries else ""
            place = Place(**panel["gridPos"])
            found.append(Panel(panel["title"], panel["type"], unit, place, tuple(queries)))
    return found


@dataclass(frozen=True)
class Prometheus:
    """Asked over its own API."""

    http: httpx.Client

    def get(self, path: str, **params: str) -> Any:
        reply = self.http.get(f"/api/v1/{path}", params=params).json()
        assert reply["status"] == "success", reply
        return reply["data"]

    def query(self, query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("query", query=query)["result"]
        return found

    def wait_for_scrapes(self, more: int) -> None:
        """Until there are so many more scrapes, and evaluations of the rules."""
        due = time.time() + more
        wait_until(lambda: time.time() > due and bool(self.query(f"count_over_time(up[{more}s])")), 60)


@contextmanager
def prometheus(folder: Path, target: str, key: str) -> Iterator[Prometheus]:
    """One that scrapes `target` every second, with this key."""
    for name in ("targets.rules.yml", "alerts.rules.yml"):
        shutil.copy(DEPLOY / "prometheus" / name, folder)
    config = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    (scrape,) = config["scrape_configs"]
    scrape["static_configs"] = [{"targets": [target.removeprefix("http://")]}]
    scrape["authorization"] = {"credentials": key}
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config), "utf-8")
    url = f"http://127.0.0.1:{free_port()}"
    command = [
        "prometheus",
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address={url.removeprefix('http://')}",
        "--enable-feature=exemplar-storage",
        "--log.level=error",
    ]
    process = subprocess.Popen(command)
    try:
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
            wait_until(lambda: _is_up(http), 60)
            yield Prometheus(http)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _is_up(http: httpx.Client) -> bool:
    try:
        return http.get("/-/ready").is_success
    except httpx.TransportError:
        return False
