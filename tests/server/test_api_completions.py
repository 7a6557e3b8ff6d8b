"""`/v1/chat/completions` and `/v1/models` as OpenAI's own client meets them, over real HTTP."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam

from ingest.settings import EmbeddingSettings
from server.bootstrap import build
from server.completions.content import content
from server.completions.schema import MAX_MESSAGES, MAX_PARTS
from server.schema import MAX_QUESTION_CHARS, Answer
from server.settings import LLMSettings, Settings
from tests.fakes.advisor import ScriptedAdvisor, wait_until
from tests.server.conftest import serving

MODEL = "mlops-advisor"
FREE_FOR_CI = "Which free tools cover CI?"


def client_of(url: str) -> openai.OpenAI:
    return openai.OpenAI(
        base_url=f"{url}/v1",
        api_key="unused",
        max_retries=0,
        timeout=20,
        http_client=httpx.Client(trust_env=False),
    )


@pytest.fixture(scope="module")
def scripted(api: httpx.Client) -> Iterator[openai.OpenAI]:
    with client_of(str(api.base_url)) as client:
        yield client


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[openai.OpenAI]:
    """A client of the real advisor whose data folder is empty: the catalogue answers."""
    settings = Settings(
        data_dir=Path(tmp_path_factory.mktemp("data")),
        llm=LLMSettings(enabled=False),
        embedding=EmbeddingSettings(base_url="http://127.0.0.1:9/v1"),
    )
    with serving(build(settings)) as url, client_of(url) as client:
        yield client


def user(*texts: str) -> list[ChatCompletionMessageParam]:
    """A conversation of user messages, each but the last one answered."""
    messages: list[ChatCompletionMessageParam] = []
    for text in texts:
        messages += [{"role": "user", "content": text}, {"role": "assistant", "content": "So it is [1]."}]
    return messages[:-1]


def asked(client: openai.OpenAI, *texts: str) -> ChatCompletion:
    return client.chat.completions.create(model=MODEL, messages=user(*texts))


def advisor_of(completion: Any) -> Answer:
    """The Answer that rides along."""
    return Answer.model_validate(completion.model_extra["advisor"])


def test_an_answer_keeps_its_facts_its_numbers_and_its_sources(real: openai.OpenAI) -> None:
    completion = asked(real, FREE_FOR_CI)
    answer = advisor_of(completion)
    text = completion.choices[0].message.content or ""
    assert set(answer.items.tools) == {"MLFlow", "Jenkins"}
    assert completion.choices[0].finish_reason == "stop"
    assert completion.model == f"{MODEL}-{answer.release}"
    assert answer.answer in text
    table, _, sources = text.partition(answer.answer)
    assert "| MLFlow |" in table
    for citation in answer.citations:
        assert f"- [{citation.n}] {citation.title}, {citation.locator} (" in sources
    assert completion.usage is not None
    assert completion.usage.total_tokens == 0


def test_a_stream_is_the_same_message_in_pieces(real: openai.OpenAI) -> None:
    stream = real.chat.completions.create(
        model=MODEL, messages=user(FREE_FOR_CI), stream=True, stream_options={"include_usage": True}
    )
    *pieces, last, tokens = list(stream)
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces)
    answer = advisor_of(last)
    assert text == content(answer)
    assert text == asked(real, FREE_FOR_CI).choices[0].message.content
    assert [piece.choices[0].delta.role for piece in pieces] == ["assistant", *[None] * (len(pieces) - 1)]
    assert (last.choices[0].finish_reason, tokens.choices) == ("stop", [])
    assert tokens.usage is not None
    assert len({piece.id for piece in (*pieces, last, tokens)}) == 1


def test_the_clients_own_accumulation_of_a_stream(real: openai.OpenAI) -> None:
    with real.chat.completions.stream(model=MODEL, messages=user(FREE_FOR_CI)) as stream:
        final = stream.get_final_completion()
    assert final.choices[0].message.role == "assistant"
    assert "MLFlow and Jenkins" in (final.choices[0].message.content or "")


TOOLS_FOR_CI, FREE_ONES = "Which tools cover CI?", "which of them are free?"


def test_a_follow_up_leans_on_the_questions_before_it(real: openai.OpenAI) -> None:
    assert advisor_of(asked(real, FREE_ONES)).status == "clarify"
    first = advisor_of(asked(real, TOOLS_FOR_CI))
    went_on = advisor_of(asked(real, TOOLS_FOR_CI, FREE_ONES))
    assert set(went_on.items.tools) == {"MLFlow", "Jenkins"}
    assert went_on.conversation_id == first.conversation_id


def test_the_same_list_again_is_answered_the_same_again(real: openai.OpenAI) -> None:
    answers = [advisor_of(asked(real, TOOLS_FOR_CI, FREE_ONES)) for _ in range(3)]
    assert [set(answer.items.tools) for answer in answers] == [{"MLFlow", "Jenkins"}] * 3
    assert len({answer.conversation_id for answer in answers}) == 3


def test_a_conversation_that_is_not_known_here_is_asked_again(real: openai.OpenAI) -> None:
    turns = ("Which tools cover VC?", "only the free ones", "what about M?")
    at_once = advisor_of(asked(real, *turns))
    *_, stepwise = [advisor_of(asked(real, *turns[:count])) for count in (1, 2, 3)]
    assert "Prometheus" in at_once.items.tools
    assert at_once.items == stepwise.items
    assert at_once.conversation_id != stepwise.conversation_id


def test_a_question_back_names_its_readings(real: openai.OpenAI) -> None:
    completion = asked(real, "How much is Azure?")
    answer = advisor_of(completion)
    assert answer.status == "clarify"
    assert "- How much is Azure DevOps?" in (completion.choices[0].message.content or "")


def test_what_cannot_be_answered_now_does_not_end_the_conversation(real: openai.OpenAI) -> None:
    """Without an index, prose is refused; the tables go on answering."""
    with pytest.raises(openai.InternalServerError, match="the index is down"):
        asked(real, "What is data drift?")
    assert set(advisor_of(asked(real, "What is data drift?", FREE_FOR_CI)).items.tools) == {"MLFlow", "Jenkins"}


def test_only_user_messages_count_and_their_parts_are_joined(scripted: openai.OpenAI, advisor: ScriptedAdvisor) -> None:
    before = len(advisor.asked)
    parts: list[Any] = [{"type": "text", "text": "What does"}, {"type": "text", "text": "MLflow cost?"}]
    messages: list[Any] = [
        {"role": "system", "content": "You are a pirate."},
        {"role": "user", "content": "first"},
        {"role": "assistant", "content": None},
        {"role": "user", "content": "x" * (MAX_QUESTION_CHARS + 1)},
        {"role": "assistant", "content": "too long"},
        {"role": "user", "content": parts},
        {"role": "developer", "content": "Answer in French."},
    ]
    scripted.chat.completions.create(model=MODEL, messages=messages)
    told = [(request.question, request.narrate) for request in advisor.asked[before:]]
    assert told == [("first", False), ("What does\nMLflow cost?", True)]


def test_parameters_sent_by_habit_are_without_effect(scripted: openai.OpenAI) -> None:
    plain = asked(scripted, "q").choices
    habits = scripted.chat.completions.create(
        model=MODEL,
        messages=user("q"),
        temperature=0.7,
        max_tokens=5,
        max_completion_tokens=5,
        top_p=0.5,
        seed=1,
        stop=["."],
        user="somebody",
        n=1,
        tools=[],
        response_format={"type": "text"},
        extra_body={"keep_alive": "5m"},
    )
    assert habits.choices == plain


def test_the_models_are_the_names_that_it_answers_to(scripted: openai.OpenAI) -> None:
    names = [model.id for model in scripted.models.list()]
    assert names == [MODEL, f"{MODEL}-{ScriptedAdvisor.release}"]
    for name in names:
        completion = scripted.chat.completions.create(model=name, messages=user("q"))
        assert completion.model == names[1]


TOOL = {"type": "function", "function": {"name": "f", "parameters": {}}}
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


@pytest.mark.parametrize(
    ("change", "param", "message"),
    [
        ({"tools": [TOOL]}, "tools", "tools and functions cannot be called here: leave them out"),
        ({"functions": [{"name": "f"}]}, "functions", "tools and functions cannot be called here"),
        ({"n": 2}, "n", "n should be 1"),
        ({"response_format": {"type": "json_object"}}, "response_format.type", "response_format.type should be 'text'"),
        ({"messages": [{"role": "user", "content": [IMAGE]}]}, "messages.0.content.parts.0.type", "should be 'text'"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages.0.role", "'user' or 'assistant'"),
        ({"messages": []}, "messages", "do not end in a question"),
        ({"messages": [{"role": "system", "content": "x"}]}, "messages", "do not end in a question"),
        ({"messages": [*user("q"), {"role": "assistant", "content": "a"}]}, "messages", "do not end in a question"),
        ({"messages": user("a", " ")}, "messages", "the last user message is empty"),
        ({"messages": user("x" * (MAX_QUESTION_CHARS + 1))}, "messages", f"too long: send 1 to {MAX_QUESTION_CHARS}"),
        ({"messages": "hello"}, "messages", "messages should be a valid tuple"),
        ({"messages": [5]}, "messages.0", "messages.0 should be a JSON object"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages.0.content.parts", "valid tuple"),
        ({"messages": user(*["q"] * (MAX_MESSAGES + 1))}, "messages", f"too many entries: send at most {MAX_MESSAGES}"),
        (
            {"messages": [{"role": "user", "content": [{"type": "text", "text": "q"}] * (MAX_PARTS + 1)}]},
            "messages.0.content.parts",
            f"too many entries: send at most {MAX_PARTS}",
        ),
        ({"model": None}, "model", "model should be a valid string"),
    ],
)
def test_what_cannot_be_kept_is_a_bad_request(
    scripted: openai.OpenAI, change: dict[str, Any], param: str, message: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        scripted.chat.completions.create(**{"model": MODEL, "messages": user("q"), **change})
    assert message in str(caught.value)
    assert (caught.value.param, caught.value.type) == (param, "invalid_request_error")
    assert caught.value.response.headers["content-type"] == "application/json"


def test_an_unknown_model_is_not_found(scripted: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="known are mlops-advisor, mlops-advisor-0123456789ab"):
        scripted.chat.completions.create(model="gpt-4o", messages=user("q"))


@pytest.mark.parametrize("stream", [False, True])
def test_failures_before_the_answer_have_their_own_exception(scripted: openai.OpenAI, stream: bool) -> None:
    with pytest.raises(openai.InternalServerError, match="the index is loading") as caught:
        scripted.chat.completions.create(model=MODEL, messages=user("not ready"), stream=stream)
    assert (caught.value.status_code, caught.value.type) == (503, "server_error")
    assert int(caught.value.response.headers["Retry-After"]) > 0
    with pytest.raises(openai.InternalServerError) as caught:
        scripted.chat.completions.create(model=MODEL, messages=user("crash early"), stream=stream)
    assert caught.value.status_code == 500
    assert caught.value.response.headers["X-Trace-Id"] in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_failure_in_the_middle_of_a_stream_is_raised(scripted: openai.OpenAI) -> None:
    stream = scripted.chat.completions.create(model=MODEL, messages=user("crash late"), stream=True)
    with pytest.raises(openai.APIError, match="report the trace_id"):
        list(stream)


@pytest.mark.parametrize("method", ["get", "put"])
def test_other_methods_and_bodies_have_the_shape_too(api: httpx.Client, method: str) -> None:
    wrong = api.request(method, "/v1/chat/completions")
    assert (wrong.status_code, wrong.json()["error"]["type"]) == (405, "invalid_request_error")


SURROGATES = [
    b'{"model": "mlops-advisor", "messages": [{"role": "user", "content": "\\ud800"}]}',
    b'{"model": "\\ud800", "messages": [{"role": "user", "content": "q"}]}',
    b'{"model": "mlops-advisor", "messages": [{"role": "\\ud800", "content": "q"}]}',
]


@pytest.mark.parametrize("content", [b"{", b"[" * 900_000, b"\xff", b"null", *SURROGATES])
def test_bodies_that_cannot_be_read(api: httpx.Client, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    broken = api.post("/v1/chat/completions", content=content, headers=headers)
    assert (broken.status_code, broken.json()["error"]["type"]) == (400, "invalid_request_error")


def test_a_long_conversation_is_read_and_an_endless_one_is_not(api: httpx.Client) -> None:
    def body(characters: int) -> bytes:
        messages = [*user("first"), {"role": "assistant", "content": "x" * characters}, *user("q")]
        return json.dumps({"model": MODEL, "messages": messages}).encode()

    headers = {"content-type": "application/json"}
    assert api.post("/v1/chat/completions", content=body(900_000), headers=headers).status_code == 200
    refused = api.post("/v1/chat/completions", content=body(1_100_000), headers=headers)
    assert refused.status_code == 413
    assert "larger than 1024000 bytes" in refused.json()["error"]["message"]


@pytest.mark.parametrize("message", ["1", '{"role":"user","content":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}'])
def test_a_megabyte_of_faults_keeps_nobody_waiting(api: httpx.Client, message: str) -> None:
    messages = ",".join([message] * (1_000_000 // (len(message) + 1)))
    content = f'{{"model":"{MODEL}","messages":[{messages}]}}'
    began = time.monotonic()
    refused = api.post("/v1/chat/completions", content=content, headers={"content-type": "application/json"})
    assert refused.status_code == 400
    assert time.monotonic() - began < 2


def test_a_client_that_leaves_stops_the_answer(scripted: openai.OpenAI, advisor: ScriptedAdvisor) -> None:
    stopped = advisor.stopped_early
    stream = scripted.chat.completions.create(model=MODEL, messages=user("forever"), stream=True)
    next(iter(stream))
    assert advisor.running == 1
    stream.close()
    wait_until(lambda: advisor.running == 0)
    assert advisor.stopped_early == stopped + 1
    with pytest.raises(openai.APITimeoutError):
        scripted.with_options(timeout=0.3).chat.completions.create(model=MODEL, messages=user("forever"))
    wait_until(lambda: advisor.running == 0)
    assert advisor.stopped_early == stopped + 2


def test_the_documented_requests_are_answered(api: httpx.Client) -> None:
    operation = api.get("/openapi.json").json()["paths"]["/v1/chat/completions"]["post"]
    for example in operation["requestBody"]["content"]["application/json"]["examples"].values():
        assert api.post("/v1/chat/completions", json=example["value"]).status_code == 200
    shown = operation["responses"]["200"]["content"]["application/json"]["example"]
    assert ChatCompletion.model_validate(shown).choices[0].message.content == content(
        Answer.model_validate(shown["advisor"])
    )
    assert set(operation["responses"]["default"]["content"]) == {"application/json"}
