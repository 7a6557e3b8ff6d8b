"""The command line as a user meets it: output, exit status, one clear line for every failure."""

import json
import os
import socket
import subprocess
import sys

import httpx
import pytest

from server.__main__ import main
from server.llama import free_port
from server.schema import Answer
from server.serving import listening
from server.settings import ApiSettings
from tests.fakes.advisor import ScriptedAdvisor
from tests.server.conftest import serving, serving_process

pytestmark = pytest.mark.usefixtures("logging_restored")


def run(*arguments: str | bytes, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line beside no server, with a stdin that must not be read."""
    given = {"ADVISOR_API__PORT": str(free_port())} | environ
    reader, writer = os.pipe()
    try:
        return subprocess.run(
            [sys.executable, "-m", "tests.fakes.cli", *arguments],
            check=False,
            capture_output=True,
            stdin=reader,
            env=os.environ | given,
            timeout=60,
        )
    finally:
        os.close(reader)
        os.close(writer)


def error_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, which must be one line on stderr."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_json_is_exactly_one_answer_even_beside_noisy_libraries() -> None:
    done = run("ask", "What does MLflow cost?", "--json", "--conversation", "mine")
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    answer = Answer.model_validate_json(done.stdout)
    assert answer.conversation_id == "mine"
    assert set(answer.trace_id) != {"0"}
    assert b"noise from a library" in done.stderr


def test_text_shows_facts_sentences_and_citations() -> None:
    done = run("ask", "What does MLflow cost?", "--no-narrate", PYTHONIOENCODING="ascii")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "MLFlow  $0          [1]" in text
    assert "MLFlow costs $0 a month for ten users. [1]" in text
    assert "[1] Navigating MLOps" in text
    assert "Table IV, row MLFlow, column Cost/Month" in text


def test_a_running_server_is_asked(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    advisor = ScriptedAdvisor()
    with serving(advisor) as url:
        monkeypatch.setenv("ADVISOR_UI__API_URL", url)
        assert main(["ask", "over http", "--json"], build=lambda settings: pytest.fail("built its own")) == 0
        assert main(["ask", "crash early"], build=lambda settings: pytest.fail("built its own")) == 1
    assert [request.question for request in advisor.asked] == ["over http", "crash early"]
    out, err = capfd.readouterr()
    assert Answer.model_validate_json(out).status == "answered"
    assert "report the trace_id" in err


def test_another_program_on_the_port_is_not_asked(monkeypatch: pytest.MonkeyPatch, api: httpx.Client) -> None:
    monkeypatch.setenv("ADVISOR_UI__API_URL", f"{api.base_url}/v1")
    advisor = ScriptedAdvisor()
    assert main(["ask", "here", "--json"], build=lambda settings: advisor) == 0
    assert advisor.asked[0].question == "here"
    assert advisor.closed


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty"),
        ("  ", "the question is empty"),
        ("x" * 4_001, "too long"),
        (os.fsdecode(b"caf\xe9"), "UTF-8"),
    ],
    ids=["empty", "blank", "long", "latin-1"],
)
def test_bad_questions(question: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", question]) == 2
    assert message in error_line(capsys)


def test_a_bad_conversation_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "q", "--conversation", "a b"]) == 2
    assert "conversation id" in error_line(capsys)


def test_non_utf8_arguments_from_a_real_shell() -> None:
    done = run("ask", b"caf\xe9", LC_ALL="C")
    assert done.returncode == 2
    assert b"UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "q", "--bogus"], ["bogus"], ["serve", "extra"]])
def test_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ADVISOR_API__PORT", "x"),
        ("ADVISOR_API__PORT", "99999"),
        ("ADVISOR_API__PROT", "8000"),
        ("ADVISOR_API", "x"),
        ("ADVISOR_NONSENSE", "x"),
        ("ADVISOR_LLM__MAX_TOKENS", "4000"),
    ],
)
@pytest.mark.parametrize("arguments", [["serve"], ["ask", "q"]])
def test_bad_settings_name_the_variable(
    arguments: list[str],
    variable: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, value)
    assert main(arguments) == 2
    assert variable in error_line(capsys)


def test_a_taken_port_is_one_line_and_status_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", ADVISOR_API__PORT=str(port))
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert f"port {port}".encode() in done.stderr
    assert b"ADVISOR_API__PORT" in done.stderr


@pytest.mark.parametrize(
    ("question", "message"), [("not ready", "loading"), ("crash early", "error: secret internals")]
)
def test_a_failure_is_status_1(question: str, message: str) -> None:
    done = run("ask", question, "--json")
    assert done.returncode == 1
    assert done.stdout == b""
    assert message in done.stderr.decode().splitlines()[-1]


def test_serve_answers_and_stops_on_sigterm() -> None:
    with serving_process({}) as url:
        answer = httpx.post(f"{url}/v1/ask", json={"question": "q"}, trust_env=False)
        assert Answer.model_validate_json(answer.content).status == "answered"


def test_the_socket_sends_without_delay() -> None:
    with listening(ApiSettings(port=free_port())) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_nothing_heavy_is_imported_before_the_server_listens() -> None:
    code = "import json, sys, server.__main__, server.serving; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    modules = set(json.loads(done.stdout))
    assert modules.isdisjoint({"llama_index", "llama_index.core", "openai", "qdrant_client", "gradio", "torch"})
