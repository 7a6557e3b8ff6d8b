"""The chat's site as a process: whom it lets in and what it takes."""

from collections.abc import Iterator

import httpx
import pytest

from server.settings import UiSettings
from tests.fakes.api_server import FakeApi


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
