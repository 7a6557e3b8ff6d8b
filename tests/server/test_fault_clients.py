"""Clients that open and do not ask, ask and do not send, listen and do not read: they are given up on, and the others
are served meanwhile."""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from server import patience
from server.api import stream
from server.api.stream import EventStream
from server.patience import PatientProtocol
from tests.fakes.advisor import ScriptedAdvisor, wait_until
from tests.server.conftest import serving, serving_process

SOON_S = 0.4
HEAD = b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(patience, "HEADERS_S", SOON_S)
    monkeypatch.setattr(patience, "BODY_S", SOON_S)
    with serving(ScriptedAdvisor(), http=PatientProtocol) as address:
        yield address


def connected(url: str) -> socket.socket:
    port = int(url.rpartition(":")[2])
    return socket.create_connection(("127.0.0.1", port), timeout=10)


@pytest.mark.parametrize("sent", [b"", b"G", HEAD, HEAD + b"X-Slow: "])
def test_whoever_does_not_finish_the_head_is_disconnected(url: str, sent: bytes) -> None:
    with connected(url) as client:
        client.sendall(sent)
        assert client.recv(100) == b""


def test_a_head_a_byte_at_a_time_is_no_way_round_it(url: str) -> None:
    began = time.monotonic()
    with connected(url) as client, suppress(BrokenPipeError, ConnectionResetError):
        for byte in HEAD * 100:
            client.sendall(bytes([byte]))
            time.sleep(0.01)
    assert time.monotonic() - began < 10 * SOON_S


def everything(client: socket.socket) -> bytes:
    """What comes until the other side closes; a reset is the end too."""
    found = b""
    with suppress(ConnectionResetError):
        while piece := client.recv(100_000):
            found += piece
    return found


@pytest.mark.parametrize(
    "head",
    [
        HEAD + b"".join(b"X-%d: a\r\n" % number for number in range(patience.HEAD_FIELDS)) + b"\r\n",
        HEAD + b"X-Long: " + b"a" * patience.HEAD_BYTES + b"\r\n\r\n",
        b"GET /" + b"a" * patience.HEAD_BYTES + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST /v1/ask HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n"
        + b"".join(b"X-%d: a\r\n" % number for number in range(patience.HEAD_FIELDS))
        + b"\r\n",
    ],
    ids=["fields", "field", "target", "trailer"],
)
def test_a_head_that_is_too_large_is_refused(url: str, head: bytes) -> None:
    with connected(url) as client:
        client.sendall(head)
        assert everything(client).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    "begin",
    [HEAD + b"X-Long: ", HEAD + b"X-", b"POST /v1/ask HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Long: "],
    ids=["field", "name", "trailer"],
)
def test_a_field_without_an_end_is_not_kept(url: str, begin: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEADERS_S", 60.0)
    monkeypatch.setattr(patience, "BODY_S", 60)
    sent = 0
    with connected(url) as client, suppress(BrokenPipeError, ConnectionResetError):
        client.sendall(begin)
        while sent < 50_000_000:
            sent += client.send(b"a" * 50_000)
    assert sent < 50_000_000


def test_a_large_head_within_bounds_and_a_large_body_are_read(url: str) -> None:
    head = HEAD + b"".join(b"X-%d: %b\r\n" % (number, b"a" * 300) for number in range(patience.HEAD_FIELDS - 5))
    body = b'{"question": "What does MLflow cost?"' + b" " * 60_000 + b"}"
    with connected(url) as client:
        for _ in range(2):
            client.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            answer = b""
            while b'"timings_ms"' not in answer:
                answer += client.recv(100_000)
            assert answer.startswith(b"HTTP/1.1 200 ")


def test_the_gate_reads_many_fields_in_no_time() -> None:
    """Behind a server that lets them through."""
    fields = b"".join(b"X-%d: a\r\n" % number for number in range(10_000))
    with serving(ScriptedAdvisor()) as address, connected(address) as client:
        client.settimeout(60)
        began = time.monotonic()
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + fields + b"\r\n")
        assert everything(client).startswith(b"HTTP/1.1 200 ")
    assert time.monotonic() - began < 2


def test_whoever_does_not_send_the_body_is_told(url: str) -> None:
    with connected(url) as client:
        client.sendall(HEAD + b"Content-Length: 99\r\n\r\n{")
        answer = client.recv(10_000)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"the body did not come within" in answer + client.recv(10_000)


def test_whoever_sends_too_much_and_then_nothing_is_told(url: str) -> None:
    with connected(url) as client:
        client.sendall(HEAD + b"Content-Length: 900000\r\n\r\n" + b"a" * 70_000)
        assert everything(client).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("begin", "drip"),
    [
        (b"GET /healthz HTTP/1.1\r\nContent-Length: 900000\r\n\r\n", b"a"),
        (b"POST /nowhere HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (b"GET /healthz HTTP/1.1\r\n\r\n", b"\r\n"),
    ],
    ids=["body", "chunks", "empty lines"],
)
def test_whoever_drips_on_after_the_answer_is_disconnected(url: str, begin: bytes, drip: bytes) -> None:
    with connected(url) as client:
        client.sendall(begin)
        assert client.recv(12).startswith(b"HTTP/1.1 ")
        began = time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() - began < 10 * SOON_S:
                client.sendall(drip)
                time.sleep(0.02)
    assert time.monotonic() - began < 10 * SOON_S


def test_an_answer_before_the_end_of_the_body_is_read_and_the_next_request_too(url: str) -> None:
    with connected(url) as client:
        client.sendall(b"POST /nowhere HTTP/1.1\r\nContent-Length: 5\r\n\r\n")
        assert client.recv(10_000).startswith(b"HTTP/1.1 404 ")
        client.sendall(b"aaaaaGET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert b"HTTP/1.1 200 " in everything(client)


def test_many_who_say_nothing_keep_nobody_out(url: str) -> None:
    with ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(connected(url)).sendall(HEAD)
        answer = httpx.post(f"{url}/v1/ask", json={"question": "What does MLflow cost?"}, trust_env=False)
    assert answer.status_code == 200


def test_no_descriptor_left_is_told_once_and_passes(tmp_path: Path) -> None:
    log, few = tmp_path / "log", ("sh", "-c", 'ulimit -n 64 && exec "$@"', "sh")
    with serving_process({}, log, few) as url:
        with ExitStack() as stack:
            for _ in range(100):
                stack.enter_context(connected(url))
            with pytest.raises(httpx.TransportError):
                httpx.get(f"{url}/healthz", trust_env=False, timeout=2)
        wait_until(lambda: _is_served(url), 10)
        lines = log.read_text("utf-8").splitlines()
    assert len([line for line in lines if "the last descriptors" in line]) == 1
    assert len(lines) < 10


def _is_served(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/healthz", trust_env=False, timeout=2).status_code == 200
    return False


def test_an_answer_that_takes_longer_is_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEADERS_S", SOON_S)
    monkeypatch.setattr(patience, "BODY_S", SOON_S)
    with (
        serving(ScriptedAdvisor(pause_s=SOON_S), http=PatientProtocol) as url,
        httpx.Client(base_url=url, timeout=30, trust_env=False) as client,
    ):
        for _ in range(2):  # over one connection
            assert client.post("/v1/ask", json={"question": "What does MLflow cost?"}).status_code == 200


async def test_whoever_reads_nothing_stops_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "READ_S", 0.05)
    ended = asyncio.Event()

    async def events() -> AsyncGenerator[bytes, None]:
        try:
            while True:
                yield b"data: x\n\n"
        finally:
            ended.set()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()  # as uvicorn does while the socket's buffer is full

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(ClientDisconnect):
        await EventStream(events())({"type": "http"}, receive, send)
    assert ended.is_set()
