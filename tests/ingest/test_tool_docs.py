"""The whole of the upstream documentation that lies in the shared folder, measured.

Set ADVISOR_TEST_SHARED to the folder that holds `tool-docs/`; skipped otherwise.
"""

import os
import resource
import time
from pathlib import Path

import pytest

from ingest.adding import Wish, add_path
from ingest.library import Library
from ingest.pipeline import run
from ingest.settings import IngestSettings
from tests.vectors import seed_vectors

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(3600)]


def test_all_of_it_is_read_and_indexed(settings: IngestSettings, capsys: pytest.CaptureFixture[str]) -> None:
    shared = os.environ.get("ADVISOR_TEST_SHARED")
    if not shared:
        pytest.skip("ADVISOR_TEST_SHARED is not set: the upstream documentation is not in the repository")
    folders = [path for path in sorted((Path(shared) / "tool-docs").iterdir()) if path.is_dir()]
    seed_vectors(settings.data_dir)
    own = run(settings)
    start = time.perf_counter()
    with Library.open(settings.data_dir) as library:
        reports = [add_path(library, folder, Wish()) for folder in folders]
    read = time.perf_counter() - start
    outcome = run(settings)
    indexed = time.perf_counter() - start - read
    assert not run(settings).changed
    unchanged = time.perf_counter() - start - read - indexed
    files = sum(len(report.added) for report in reports)
    failed = [(each.name, each.reason) for report in reports for each in report.failed]
    with capsys.disabled():
        print(
            f"\n{files} files read in {read:.0f} s, {len(failed)} failed; {outcome.embedded} texts embedded and "
            f"{outcome.added} indexed in {indexed:.0f} s, {outcome.duplicates} duplicates left out; a run without "
            f"changes {unchanged:.1f} s; at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB"
        )
    assert files > 800
    assert all(reason == "is empty" for _, reason in failed)
    assert outcome.nodes == own.nodes + outcome.added
    assert outcome.duplicates < outcome.added / 10
