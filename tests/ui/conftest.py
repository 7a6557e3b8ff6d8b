"""Fixtures of the chat's tests. `open_chat(api_url)` gives a visitor's page on a real `python -m ui`
in front of any API: the fake here, a real one in an end-to-end test."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from server.llama import free_port
from tests.fakes.api_server import FakeApi, served
from tests.ui.chat_page import ChatPage

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_S = 60.0
PATIENCE_MS = 20_000

OpenChat = Callable[..., ChatPage]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless browser for the tests of one module, which must all be plain functions: as long as
    Playwright runs, its event loop counts as running in this thread and no other can."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Where screenshots are kept: `ADVISOR_TEST_ARTIFACTS`, else `var/artifacts`."""
    folder = Path(os.environ.get("ADVISOR_TEST_ARTIFACTS") or ROOT / "var" / "artifacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def fake_api() -> Iterator[tuple[FakeApi, str]]:
    """A fake API of the test's own, and its address."""
    api = FakeApi()
    with served(api.app) as url:
        yield api, url


def chat_process(api_url: str, port: int) -> "subprocess.Popen[str]":
    """`python -m ui` for the API at `api_url`; the caller ends it."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("ADVISOR_")}
    environ |= {"ADVISOR_UI__PORT": str(port), "ADVISOR_UI__API_URL": api_url, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "ui"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def next_line(process: "subprocess.Popen[str]", timeout_s: float = START_S) -> str:
    """The next line that the process prints; kills it and fails after `timeout_s` seconds."""
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if line := process.stdout.readline():
            return line.rstrip("\n")
        time.sleep(0.05)
    process.kill()
    pytest.fail(f"`python -m ui` printed nothing within {timeout_s} s")


def wait_until_served(process: "subprocess.Popen[str]", address: str, timeout_s: float = START_S) -> None:
    """Wait until the page can be opened, whatever state the API is in; fails after `timeout_s` seconds."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        assert process.poll() is None, "`python -m ui` ended early"
        with suppress(httpx.TransportError):
            httpx.get(address, trust_env=False)
            return
        time.sleep(0.1)
    pytest.fail(f"`python -m ui` served nothing within {timeout_s} s")


def end(process: "subprocess.Popen[str]") -> None:
    """End the process, kill it if it does not listen."""
    with process:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def chats() -> Iterator[dict[str, str]]:
    """Addresses of running chats by API address, so that tests share one process for each API."""
    with ExitStack() as stack:
        running: dict[str, str] = {}

        class Chats(dict[str, str]):
            def __missing__(self, api_url: str) -> str:
                port = free_port()
                process = chat_process(api_url, port)
                stack.callback(end, process)
                address = f"http://127.0.0.1:{port}"
                wait_until_served(process, address)
                self[api_url] = address
                return address

        yield Chats(running)


@pytest.fixture
def open_chat(browser: Browser, chats: dict[str, str]) -> Iterator[OpenChat]:
    """Opens the chat in front of the API at `api_url` as a new visitor; keywords go to the browser context."""
    with ExitStack() as stack:

        def open_page(api_url: str, **context: Any) -> ChatPage:
            visitor = browser.new_context(**({"viewport": {"width": 1360, "height": 860}} | context))
            stack.callback(visitor.close)
            return ChatPage(visitor.new_page(), chats[api_url])

        yield open_page


@pytest.fixture(scope="session")
def shared_api() -> Iterator[tuple[FakeApi, str]]:
    """One fake API for all browser tests, with pauses long enough to see what comes first."""
    api = FakeApi(pause=0.3)
    with served(api.app) as url:
        yield api, url
