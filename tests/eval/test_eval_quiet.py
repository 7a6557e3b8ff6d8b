"""ragas and deepeval neither report home nor write into it, and leave stdout to the command."""

import ast
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
    print("a library prints")
sample = SingleTurnSample(retrieved_context_ids=["a"], reference_context_ids=["a", "b"])
print(asyncio.run(IDBasedContextRecall().single_turn_ascore(sample)))

from eval.metrics.asserting import ExactnessMetric, assert_test, case_of
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


@pytest.mark.parametrize("name", ["deepeval", "langsmith_plugin", "repeat", "rerunfailures"])
def test_their_pytest_plugins_stay_out(name: str, pytestconfig: pytest.Config) -> None:
    assert not pytestconfig.pluginmanager.hasplugin(name)


def test_nothing_is_sent_and_nothing_written(tmp_path: Path) -> None:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("RAGAS", "DEEPEVAL"))}
    home, temporary, work = (tmp_path / name for name in ("home", "temporary", "work"))
    environ |= {"PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(temporary)}
    environ.pop("XDG_DATA_HOME", None)
    for folder in (home, temporary, work):
        folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=work,
        env=environ,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "0.5", done.stdout
    assert done.stdout.splitlines()[-1] == "tried []"
    assert "a library prints" in done.stderr
    assert not [*work.iterdir(), *home.iterdir()]
    assert not [path for path in temporary.rglob("*") if "ragas" in path.name]


def test_nothing_is_awaited_where_the_whole_process_is_quiet() -> None:
    held = 0
    for path in (ROOT / "eval").rglob("*.py"):
        for block in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(block, ast.With) and any("quiet()" in ast.unparse(item) for item in block.items):
                held += 1
                waits = [node for node in ast.walk(block) if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)]
                assert not waits, f"{path.name}, line {waits[0].lineno}"
    assert held > 5
