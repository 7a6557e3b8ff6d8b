"""What must not be in the repository, and what its locks and scripts promise."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).relative_to(ROOT)
FORBIDDEN = {
    "a package registry's host": re.compile(r"(pypi|pythonhosted|npmjs)\.(org|com)|--(extra-)?index-url|--find-links"),
    "a machine's path": re.compile(r"(?<![\w.\])~-])/(work|root|farm|home)/"),
    "a secret": re.compile(r"sk-[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a tracker": re.compile(r"google-analytics|googletagmanager|segment\.io|posthog|sentry\.io|mixpanel"),
}
# deepeval depends on a tracker; `tests/eval/test_eval_quiet.py` proves that it stays silent. So does Haystack, which is
# told to be in `eval/peers/process.py`. vLLM's image has a user with a home.
EXCUSED = {
    ("a tracker", "requirements-dev.lock"),
    ("a tracker", "eval/peers/requirements.lock"),
    ("a machine's path", "docker-compose.gpu.yml"),
    ("a machine's path", "deploy/k8s/base/vllm.yaml"),
}


def _files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def _lines() -> Iterator[tuple[Path, int, str]]:
    for path in _files():
        if path != HERE and path.suffix not in {".png", ".npz", ".gz"}:
            for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), start=1):
                yield path, number, line


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    found = [
        f"{path}:{number}: {line[:120]}"
        for path, number, line in _lines()
        if FORBIDDEN[what].search(line) and (what, str(path)) not in EXCUSED
    ]
    assert not found, f"{what}: {found}"


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry's host", "see https://{}.org/simple".format("pypi")),
        ("a machine's path", "open('/{}/x')".format("work")),
        ("a secret", "-----BEGIN RSA PRIVATE KEY"),
        ("a tracker", "https://www.google-analytics.com/x"),
    ],
)
def test_the_search_would_find_it(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)


def test_files_stay_small() -> None:
    large = [str(path) for path in _files() if (ROOT / path).stat().st_size > 1_000_000]
    assert not large


@pytest.mark.parametrize(
    "lock",
    [
        "requirements.lock",
        "requirements-dev.lock",
        "deploy/router/requirements.lock",
        "eval/peers/requirements.lock",
        "tests/load/requirements.lock",
    ],
)
def test_every_locked_requirement_is_pinned_and_hashed(lock: str) -> None:
    joined = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    requirements = [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]
    assert requirements
    for line in requirements:
        requirement = Requirement(line.split(" --hash")[0])
        assert [clause.operator for clause in requirement.specifier] == ["=="], line[:80]
        assert "--hash=sha256:" in line, line[:80]


def test_the_locks_hold_what_the_project_asks_for(pyproject: dict[str, dict[str, object]]) -> None:
    runtime, development = (_pins(name) for name in ("requirements.lock", "requirements-dev.lock"))
    assert runtime.items() <= development.items()
    for lines, pins in (
        (pyproject["project"]["dependencies"], runtime),
        (pyproject["dependency-groups"]["dev"], development),
        (pyproject["dependency-groups"]["eval"], development),
        (pyproject["dependency-groups"]["nightly"], development),
        (pyproject["project"]["optional-dependencies"]["postgres"], runtime),
    ):
        assert isinstance(lines, list)
        for requirement in map(Requirement, lines):
            version = pins[_normal(requirement.name)]
            assert requirement.specifier.contains(version), f"{requirement} against {version}: compile the lock again"


def test_the_judges_stay_out_of_what_runs(pyproject: dict[str, dict[str, object]]) -> None:
    lines = pyproject["dependency-groups"]["eval"]
    assert isinstance(lines, list)
    assert {_normal(Requirement(line).name) for line in lines}.isdisjoint(_pins("requirements.lock"))


def _pins(lock: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    return {_normal(name): version for name, version in found}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    "script",
    [
        ".ci/run",
        "deploy/audit",
        "deploy/install",
        "deploy/make-secrets",
        "deploy/pin",
        "deploy/sbom",
        "deploy/vllm/install",
    ],
)
def test_scripts_can_be_run_and_parse(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    shell = (ROOT / script).read_text("utf-8").splitlines()[0].removeprefix("#!").removeprefix("/usr/bin/env ")
    assert subprocess.run([shell, "-n", script], cwd=ROOT, check=False, timeout=10).returncode == 0


def test_the_hook_runs_the_check_target() -> None:
    assert "entry: make check" in (ROOT / ".pre-commit-config.yaml").read_text("utf-8")


def test_what_continuous_integration_installs_is_missed_there() -> None:
    """A program that `.ci/run` installs fails its tests there where it is absent; any other one may be skipped for."""
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    (installed,) = re.findall(r"--no-install-recommends (.+)$", run, re.MULTILINE)
    tests = "".join((ROOT / path).read_text("utf-8") for path in _files() if path.parts[0] == "tests")
    missed = set(re.findall(r'absent\("[^"]*`apt-get install ([\w-]+)`', tests))
    assert missed == set(installed.split())
    assert not missed & set(re.findall(r'skip\("[^"]*`apt-get install ([\w-]+)`', tests))
