"""Conversations of callers: with another key, the id of a conversation is that of an unknown one, by every way in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from ingest.settings import EmbeddingSettings
from server.access.door import Door
from server.access.keyring import Keyring
from server.bootstrap import build
from server.schema import Answer
from server.settings import ApiSettings, DatabaseSettings, LLMSettings, Settings, SlackSettings
from server.slack.place import Place, conversation_id
from tests.fakes.slack_person import SECRET, Person
from tests.fakes.slack_web import CHANNEL, TOKEN, FakeSlackWeb, slack_web
from tests.postgres import Postgres
from tests.server.conftest import bearer, key_for, serving

TOOLS, FREE_ONES = "Which tools cover CI?", "Which of them are free?"
FREE = {"MLFlow", "Jenkins"}
Ask = Callable[[httpx.Client, str, str | None], Answer]


@dataclass
class Guarded:
    """An API that asks for a key, its clients with two, and the Slack that it answers."""

    one: httpx.Client
    other: httpx.Client
    slack: FakeSlackWeb


def settings(data_dir: Path, **parts: Any) -> Settings:
    """Of the real advisor whose data folder is empty: the tables answer."""
    away = EmbeddingSettings(base_url="http://127.0.0.1:9/v1")
    return Settings(data_dir=data_dir, llm=LLMSettings(enabled=False), embedding=away, **parts)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    data_dir = tmp_path_factory.mktemp("data")
    keys = [key_for(data_dir, "ask") for _ in range(2)]
    asking = settings(data_dir, api=ApiSettings(keys="required"))
    with ExitStack() as stack:
        web = stack.enter_context(slack_web())
        slack = SlackSettings(signing_secret=SecretStr(SECRET), bot_token=SecretStr(TOKEN), api_url=web.url)
        url = stack.enter_context(serving(build(asking), None, slack, Door(asking)))
        one, other = (stack.enter_context(client_of(url, key)) for key in keys)
        yield Guarded(one, other, web)


def client_of(url: str, key: str | None = None) -> httpx.Client:
    return httpx.Client(base_url=url, headers=bearer(key) if key else {}, timeout=20, trust_env=False)


def whole(client: httpx.Client, question: str, conversation: str | None) -> Answer:
    body = {"question": question, "conversation_id": conversation, "narrate": False}
    return Answer.model_validate_json(client.post("/v1/ask", json=body).raise_for_status().content)


def streamed(client: httpx.Client, question: str, conversation: str | None) -> Answer:
    body = {"question": question, "conversation_id": conversation, "narrate": False}
    *_, (name, data) = [
        (lines[0], lines[1].removeprefix("data: "))
        for event in client.post("/v1/ask/stream", json=body).raise_for_status().text.strip().split("\n\n")
        if (lines := event.split("\n"))
    ]
    assert name == "event: done"
    return Answer.model_validate_json(data)


def turns(client: httpx.Client, conversation: str) -> int:
    return int(client.get(f"/v1/conversations/{conversation}").raise_for_status().json()["turns"])


@pytest.mark.parametrize("ask", [whole, streamed])
def test_another_keys_id_is_an_unknown_conversation(guarded: Guarded, ask: Ask) -> None:
    mine = ask.__name__
    ask(guarded.one, TOOLS, mine)
    assert (turns(guarded.one, mine), turns(guarded.other, mine)) == (1, 0)
    foreign = ask(guarded.other, FREE_ONES, mine)
    assert (foreign.status, foreign.conversation_id) == ("clarify", mine)
    own = ask(guarded.one, FREE_ONES, mine)
    assert (set(own.items.tools), own.conversation_id) == (FREE, mine)
    assert (turns(guarded.one, mine), turns(guarded.other, mine)) == (2, 1)


def test_an_id_that_was_given_is_its_keys_alone(guarded: Guarded) -> None:
    given = whole(guarded.one, TOOLS, None).conversation_id
    assert whole(guarded.other, FREE_ONES, given).status == "clarify"
    assert set(whole(guarded.one, FREE_ONES, given).items.tools) == FREE


def chatted(client: httpx.Client, *questions: str) -> Answer:
    messages = [{"role": "user", "content": question} for question in questions]
    reply = client.post("/v1/chat/completions", json={"model": "mlops-advisor", "messages": messages})
    return Answer.model_validate(reply.raise_for_status().json()["advisor"])


def test_the_same_messages_with_another_key_are_another_conversation(guarded: Guarded) -> None:
    first = chatted(guarded.one, TOOLS)
    foreign = chatted(guarded.other, TOOLS, FREE_ONES)
    assert set(foreign.items.tools) == FREE  # asked again for this key
    assert foreign.conversation_id != first.conversation_id
    assert whole(guarded.other, FREE_ONES, first.conversation_id).status == "clarify"
    own = chatted(guarded.one, TOOLS, FREE_ONES)
    assert (set(own.items.tools), own.conversation_id) == (FREE, first.conversation_id)


def test_a_thread_in_slack_is_no_keys_conversation(guarded: Guarded) -> None:
    person = Person(guarded.one, guarded.slack)
    thread = "1700000000.000001"
    person.mention(TOOLS, thread=thread)
    person.answers(1)
    known = conversation_id(Place(CHANNEL, thread), SecretStr(SECRET))
    assert [turns(client, known) for client in (guarded.one, guarded.other)] == [0, 0]
    assert whole(guarded.one, FREE_ONES, known).status == "clarify"
    person.mention(FREE_ONES, thread=thread)
    assert "are free ($0)" in person.answers(2)[-1].words


def test_who_is_asked_for_no_key_shares_one_scope(tmp_path: Path) -> None:
    here = settings(tmp_path)
    with serving(build(here), door=Door(here)) as url, client_of(url) as none:
        whole(none, TOOLS, "mine")
        with client_of(url, key_for(tmp_path, "ask")) as some:
            assert set(whole(some, FREE_ONES, "mine").items.tools) == FREE


def test_processes_that_share_conversations_keep_them_apart_too(tmp_path: Path, postgres: Postgres) -> None:
    url = SecretStr(postgres.database())
    shared = settings(tmp_path, api=ApiSettings(keys="required"), database=DatabaseSettings(url=url))
    with ExitStack() as stack:
        first, second = (stack.enter_context(serving(build(shared), door=Door(shared))) for _ in range(2))
        keyring = stack.enter_context(closing(Keyring(url)))
        keys = [keyring.create("test", ["ask"], None, datetime.now(UTC))[1] for _ in range(2)]
        one, other = (stack.enter_context(client_of(first, key)) for key in keys)
        whole(one, TOOLS, "mine")
        one_there, other_there = (stack.enter_context(client_of(second, key)) for key in keys)
        assert [turns(client, "mine") for client in (one_there, other_there)] == [1, 0]
        assert whole(other_there, FREE_ONES, "mine").status == "clarify"
        assert set(whole(one_there, FREE_ONES, "mine").items.tools) == FREE
        assert [turns(client, "mine") for client in (one, other)] == [2, 1]


def test_a_greeting_begins_a_conversation_that_processes_share(tmp_path: Path, postgres: Postgres) -> None:
    """It leaves no turn behind, of which there is then nothing to share."""
    shared = settings(tmp_path, database=DatabaseSettings(url=SecretStr(postgres.database())))
    with serving(build(shared)) as url, client_of(url) as client:
        assert whole(client, "Hello!", "mine").status == "clarify"
        assert turns(client, "mine") == 0
