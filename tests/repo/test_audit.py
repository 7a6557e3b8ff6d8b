"""`make audit`: what reports of pip-audit say together, and that silence is no clean bill."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Audited = Callable[..., tuple[int, str, str]]
CLEAN = {"name": "lxml", "version": "6.1.3", "vulns": []}
UNKNOWN = {"name": "lxml", "skip_reason": "Dependency not found on PyPI and could not be audited: lxml (6.1.3)"}
WEAK = {
    "name": "starlette",
    "version": "0.52.1",
    "vulns": [{"id": "PYSEC-2026-161", "fix_versions": ["1.0.1"], "aliases": ["CVE-2026-48710"], "description": "…"}],
}


@pytest.fixture
def audited(tmp_path: Path) -> Audited:
    def run(*reports: list[dict[str, object]] | None) -> tuple[int, str, str]:
        paths = [tmp_path / f"{n}.json" for n, _ in enumerate(reports)]
        for path, packages in zip(paths, reports, strict=True):
            if packages is not None:
                path.write_text(json.dumps({"dependencies": packages, "fixes": []}), "utf-8")
        done = subprocess.run(
            [sys.executable, "deploy/audited.py", *map(str, paths)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_a_known_weakness_is_told_once_with_its_fix(audited: Audited) -> None:
    status, told, said = audited([CLEAN, WEAK], [CLEAN, WEAK])
    assert (status, told) == (1, "starlette 0.52.1: CVE-2026-48710, PYSEC-2026-161; fixed in 1.0.1\n")
    assert "raise these in the lock" in said


def test_what_one_service_knows_the_other_need_not(audited: Audited) -> None:
    assert audited([UNKNOWN], [CLEAN])[:2] == (0, "no known weakness in 1 packages\n")
    assert audited([UNKNOWN, WEAK], [CLEAN])[0] == 1


@pytest.mark.parametrize("reports", [(None, None), ([UNKNOWN], None), ([], [])])
def test_advisories_out_of_reach_are_no_clean_bill(
    audited: Audited, reports: tuple[list[dict[str, object]], ...]
) -> None:
    status, told, said = audited(*reports)
    assert (status, told) == (2, "")
    assert "error: 0 of" in said
    assert "within reach" in said


def test_a_package_that_nobody_knows_is_named(audited: Audited) -> None:
    status, _, said = audited([UNKNOWN, CLEAN | {"name": "h11"}], None)
    assert status == 2
    assert "1 of 2 packages could be compared with advisories, not lxml; are" in said
