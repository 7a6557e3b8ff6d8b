"""A short run of `make fuzz`: no stream of an LLM breaks what the reading of sentences and citations promises."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TARGET = "tests.fuzz.citation_stream"
WORDS = "tests/fuzz/citation_stream.dict"


@pytest.mark.slow
def test_no_stream_breaks_a_promise(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has wheels for Linux on x86-64 alone")
    options = [f"-dict={WORDS}", "-max_total_time=30", "-timeout=60", f"-artifact_prefix={tmp_path}/", str(tmp_path)]
    done = subprocess.run([sys.executable, "-m", TARGET, *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    ended = re.search(r"Done (\d+) runs", done.stderr)
    assert ended is not None
    assert int(ended[1]) > 100
