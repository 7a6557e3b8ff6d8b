"""What starts the nightly evaluation: systemd, Kubernetes and GitHub, all by the same command."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMMAND = ["python", "-m", "eval", "nightly"]
UNITS = ROOT / "deploy" / "nightly"
IN_COMPOSE = UNITS / "compose" / "mlops-advisor-nightly.service"
SERVICE, TIMER = UNITS / "mlops-advisor-nightly.service", UNITS / "mlops-advisor-nightly.timer"
MANIFEST = UNITS / "cronjob.yaml"
WORKFLOW = ROOT / ".github" / "workflows" / "nightly.yml"
KUBERNETES = "1.37"


def _unit(path: Path) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path, "utf-8")
    return {name: dict(parser[name]) for name in parser.sections()}


def _manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(MANIFEST.read_text("utf-8")))


def _container() -> dict[str, Any]:
    (found,) = (each for each in _manifests() if each["kind"] == "CronJob")
    (container,) = found["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert isinstance(container, dict)
    return container


def _workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    return loaded


def _steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _workflow()["jobs"]["evaluate"]["steps"]
    return found


def test_all_three_start_the_same_command() -> None:
    service = shlex.split(_unit(SERVICE)["Service"]["ExecStart"])
    assert [Path(service[0]).name, *service[1:]] == COMMAND
    assert _container()["command"] == COMMAND
    runs = [shlex.split(step["run"]) for step in _steps() if "eval nightly" in step.get("run", "")]
    assert [[Path(run[0]).name, *run[1:]] for run in runs] == [COMMAND]
    image = (ROOT / "deploy" / "Dockerfile").read_text("utf-8").partition("AS nightly\n")[2]
    assert f"CMD {json.dumps(COMMAND)}" in image.partition("FROM")[0]


def test_the_unit_of_the_compose_file_runs_its_service_with_the_files_of_up(services: dict[str, Any]) -> None:
    text = IN_COMPOSE.read_text("utf-8")
    assert _unit(IN_COMPOSE)["Service"]["ExecStart"] == "/usr/bin/docker compose run --rm -T nightly"
    assert services["nightly"]["command"] == COMMAND
    variables = dict(re.findall(r"^Environment=(\w+)=(\S+)$", text, re.MULTILINE))
    assert (ROOT / variables["COMPOSE_FILE"]).is_file()
    files = variables["COMPOSE_ENV_FILES"].split(",")
    told = (ROOT / "docs" / "production.md").read_text("utf-8")
    given = " ".join(f"--env-file {file}" for file in files)
    assert f"docker compose {given} -f {variables['COMPOSE_FILE']} up" in told


def test_every_setting_that_they_name_exists(settings_names: set[str]) -> None:
    for path in (SERVICE, MANIFEST, WORKFLOW):
        named = set(re.findall(r"ADVISOR_\w+", path.read_text("utf-8")))
        assert named
        assert named <= settings_names, path


@pytest.mark.parametrize("path", [SERVICE, IN_COMPOSE])
def test_systemd_accepts_the_units(path: Path, tmp_path: Path) -> None:
    service = _unit(path)
    assert service["Service"]["Type"] == "oneshot"
    assert _unit(TIMER)["Timer"]["OnCalendar"]
    assert path.stem == TIMER.stem
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd on this machine: the units were only parsed")
    program = shlex.split(service["Service"]["ExecStart"])[0]
    for unit in (path, TIMER):
        # What it starts is not here, and neither is what it needs; a shell is.
        text = unit.read_text("utf-8").replace(program, "/bin/sh").replace("Requires=docker.service\n", "")
        (tmp_path / unit.name).write_text(text, "utf-8")
    verified = subprocess.run(
        [analyze, "verify", "--man=no", *map(str, tmp_path.iterdir())], capture_output=True, text=True, timeout=60
    )
    assert (verified.returncode, verified.stderr) == (0, "")


def test_kubernetes_accepts_the_manifests() -> None:
    for manifest in _manifests():
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)
    wrong = next(each for each in _manifests() if each["kind"] == "CronJob")
    wrong["spec"]["concurencyPolicy"] = "Forbid"
    with pytest.raises(kubernetes_validate.ValidationError, match="concurencyPolicy"):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)


def test_one_pod_at_a_time_has_a_volume_and_bounds(project: dict[str, Any]) -> None:
    claim, job = _manifests()
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    container = _container()
    assert container["image"].endswith(f":{project['version']}")
    assert {"requests", "limits"} <= container["resources"].keys()
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == volumes.keys()
    assert volumes["data"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert {"name": "ADVISOR_DATA_DIR", "value": mounts["data"]} in container["env"]


def test_github_accepts_the_workflow_and_keeps_the_report() -> None:
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "github-workflows.json"
    rules = json.loads(schema.read_text("utf-8"))
    # YAML 1.1 reads the key `on` as true.
    workflow = {("on" if key is True else key): value for key, value in _workflow().items()}
    jsonschema.validate(workflow, rules, jsonschema.Draft7Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**workflow, "job": {}}, rules, jsonschema.Draft7Validator)
    (upload,) = (step for step in _steps() if step.get("uses", "").startswith("actions/upload-artifact@"))
    assert upload["if"] == "always()"
    kept = {Path(line).name for line in upload["with"]["path"].split()}
    assert kept == {"report.html", "junit.xml", "summary.md"}


def test_the_history_is_saved_after_a_fallen_night_too() -> None:
    restored, saved = (
        next(step for step in _steps() if step.get("uses", "").startswith(f"actions/cache/{what}@"))
        for what in ("restore", "save")
    )
    assert saved["if"] == "always()"
    assert (saved["with"]["path"], saved["with"]["key"]) == (restored["with"]["path"], restored["with"]["key"])
    assert restored["with"]["key"].startswith(restored["with"]["restore-keys"])
