"""The chat's site as a process: whom it lets in and what it takes."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.settings import UiSettings
from tests.fakes.api_server import FakeApi

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def visitor(chats: dict[str, str], shared_api: tuple[FakeApi, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=chats[shared_api[1]], timeout=30, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a{b.evil.example", "[", ""])
def test_a_page_whose_name_leads_to_the_chat_is_refused(visitor: httpx.Client, host: str) -> None:
    for path in ("/", "/config", "/gradio_api/info"):
        refused = visitor.get(path, headers={"Host": host})
        assert refused.status_code == 421
        assert "ADVISOR_UI__HOST" in refused.text
        assert refused.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "[::1]:7860"])
def test_the_chat_is_open_to_this_machine(visitor: httpx.Client, host: str) -> None:
    assert visitor.get("/", headers={"Host": host}).status_code == 200


def test_a_chat_that_listens_to_others_has_any_name() -> None:
    assert not UiSettings(host="0.0.0.0").is_own


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api%2Fupload"),
        ("GET", "/gradio_api/upload_progress?upload_id=x"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://example.org/"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/stream/x"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/run/x"),
        ("POST", "/gradio_api/call/x"),
        ("GET", "/monitoring"),
        ("POST", "/login"),
    ],
)
def test_what_the_page_does_not_ask_for_is_not_there(visitor: httpx.Client, method: str, path: str) -> None:
    refused = visitor.request(method, path, files={"files": b"x"} if method == "POST" else None)
    assert (refused.status_code, refused.text) == (404, "the chat has nothing here: open /")


def test_a_body_larger_than_a_kept_conversation_is_refused(visitor: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        yield from [b"x" * 50_000] * 41

    for body in (b"x" * 2_050_000, pieces()):
        refused = visitor.post("/gradio_api/queue/join", content=body, headers={"Content-Type": "application/json"})
        assert (refused.status_code, refused.headers["connection"]) == (413, "close")
    assert visitor.get("/config").status_code == 200


def test_a_head_that_is_too_large_is_refused_by_the_chat_too(visitor: httpx.Client) -> None:
    assert visitor.get("/", headers={f"X-{number}": "a" for number in range(200)}).status_code == 431


def test_a_body_a_byte_at_a_time_has_an_end() -> None:
    code = """
import asyncio
from server import patience
from server.settings import UiSettings
from ui.client import AdvisorClient
from ui.site import build_site

async def visit():
    head = {"type": "http", "method": "POST", "path": "/gradio_api/queue/join", "headers": [(b"host", b"localhost")]}
    site, sent = build_site(AdvisorClient("http://127.0.0.1:9", timeout_s=1), UiSettings()), []

    async def receive():
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def send(message):
        sent.append(message)

    async with asyncio.timeout(20):
        await site(head, receive, send)
    print(sent[0]["status"], dict(sent[0]["headers"])[b"connection"].decode())

patience.BODY_S = 0.4
asyncio.run(visit())
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.split() == ["408", "close"], run.stderr
