"""ragas and deepeval neither report home nor write into the working folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Every connection that is tried is recorded; the scores prove that the libraries really ran.
PROGRAM = """
import asyncio, socket
tried = []
def refuse(self, address, *_):
    tried.append(address)
    raise OSError("no network in this test")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *arguments, **_: refuse(None, arguments)

from eval.metrics.quiet import quiet
with quiet():
    from ragas import SingleTurnSample
    from ragas.metrics import IDBasedContextRecall
    sample = SingleTurnSample(retrieved_context_ids=["a"], reference_context_ids=["a", "b"])
    print(asyncio.run(IDBasedContextRecall().single_turn_ascore(sample)))

from deepeval import assert_test
from eval.metrics.asserting import ExactnessMetric, case_of
from eval.golden import Golden
from eval.rows import Reply, Row, Scores
from server.schema import Answer
golden = Golden(id="a-001", family="a", wording="terse", split="dev", question="?", status="answered", provenance="p")
answer = Answer(status="answered", answer="Git.", conversation_id="c", release="r", trace_id="t")
row = Row(golden=golden, reply=Reply(answer=answer, hits=None, elapsed_ms=1), scores=Scores(status=1.0))
assert_test(case_of(row), [ExactnessMetric()], run_async=False)
import atexit
atexit._run_exitfuncs()
print("tried", tried)
"""


@pytest.mark.parametrize("name", ["deepeval", "langsmith_plugin", "repeat", "rerunfailures", "xdist"])
def test_their_pytest_plugins_stay_out(name: str, pytestconfig: pytest.Config) -> None:
    assert not pytestconfig.pluginmanager.hasplugin(name)


def test_nothing_is_sent_and_nothing_written(tmp_path: Path) -> None:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("RAGAS", "DEEPEVAL"))}
    environ |= {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    (tmp_path / "work").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path / "work",
        env=environ,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "0.5"
    assert done.stdout.splitlines()[-1] == "tried []"
    assert not list((tmp_path / "work").iterdir())
    assert not [path for path in tmp_path.iterdir() if "deepeval" in path.name]
