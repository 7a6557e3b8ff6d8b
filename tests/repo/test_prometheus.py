"""Rules and alerts: promtool accepts them, their unit tests pass, and each alert is tried and has an entry to read."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.absence import absent

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus"


@pytest.fixture(scope="module")
def promtool() -> str:
    """Path of promtool."""
    path = shutil.which("promtool")
    if path is None:
        absent("no promtool on this machine: `apt-get install prometheus` to test the alerts")
    return path


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((RULES / name).read_text("utf-8"))
    return loaded


def _alerts() -> list[dict[str, Any]]:
    groups = _read("alerts.rules.yml")["groups"]
    return [rule for group in groups for rule in group["rules"]]


@pytest.mark.parametrize("asked", [("check", "config", "prometheus.yml"), ("test", "rules", "alerts.test.yml")])
def test_promtool_passes(promtool: str, asked: tuple[str, ...]) -> None:
    run = subprocess.run([promtool, *asked], cwd=RULES, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_alert_is_seen_to_fire_and_not_to() -> None:
    tried = [case for test in _read("alerts.test.yml")["tests"] for case in test["alert_rule_test"]]
    fired = {case["alertname"] for case in tried if case.get("exp_alerts")}
    quiet = {case["alertname"] for case in tried if not case.get("exp_alerts")}
    assert fired == quiet == {alert["alert"] for alert in _alerts()}


def test_each_alert_leads_to_its_entry() -> None:
    entries = re.findall(r"^### (\w+)$", (ROOT / "docs" / "runbook.md").read_text("utf-8"), re.MULTILINE)
    for alert in _alerts():
        assert alert["alert"] in entries
        assert alert["annotations"]["runbook"] == f"docs/runbook.md#{alert['alert'].lower()}"
        assert alert["labels"]["severity"] in {"page", "ticket"}
