"""Every operation of /openapi.json, with bodies and parameters drawn from its schema and against it: each answer is one
that the document tells of, none is a server error, and what the schema forbids is refused."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance, response_schema_conformance

from server.access.door import Door
from server.journal.journal import make_journal
from server.releases.served import served
from server.settings import ApiSettings, LimitSettings, LLMSettings, Settings
from tests.advisors import copied
from tests.fakes.advisor import wait_until
from tests.fakes.openai_server import FakeOpenAI, running
from tests.server.conftest import bearer, key_for, serving

QUICK, DEEP = 5, 400
# Takes no body, and costs a run of the ingest each time.
UNTOUCHED = {"/v1/admin/ingest"}
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# A name that no table has is valid by the schema and refused all the same; keys have tests of their own.
NOT_ASKED = [positive_data_acceptance, ignored_auth]
# OpenAPI 3.1 has no words for the events of a stream.
STREAMS = "text/event-stream"


@pytest.fixture(scope="module")
def llm() -> Iterator[str]:
    """An LLM that says one true sentence and one that holds nowhere."""
    with running(FakeOpenAI("MLFlow costs nothing a month [1]. The moon is made of cheese [2].")) as fake:
        yield fake.base_url


@pytest.fixture(scope="module")
def real(data_dir: Path, llm: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The whole server on a copy of the real index, and the header with a key for everything."""
    folder = copied(data_dir, tmp_path_factory.mktemp("fuzzed"))
    configured = Settings(
        data_dir=folder,
        api=ApiSettings(keys="required"),
        limits=LimitSettings(requests_per_minute=0, tokens_per_day=0),
        llm=LLMSettings(base_url=llm),
    )
    header = bearer(key_for(folder, "ask", "feedback", "metrics", "admin"))
    with serving(served(configured), make_journal(configured), door=Door(configured)) as url:
        wait_until(
            lambda: set(httpx.get(f"{url}/readyz", trust_env=False).json()["parts"].values()) == {"ready"}, seconds=60
        )
        yield url, header


def disagreements(url: str, header: dict[str, str], examples: int) -> dict[str, str]:
    """What the server answered otherwise than its document says, by operation and fault: the first of each."""
    found: dict[str, str] = {}
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    for operation in (result.ok() for result in schema.get_all_operations()):
        takes = operation.body or operation.query or operation.path_parameters
        if operation.path in UNTOUCHED or not takes:
            continue
        for mode in MODES:

            @settings(
                max_examples=examples,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(operation.as_strategy(generation_mode=mode))
            def call(case: schemathesis.Case) -> None:
                response = case.call(base_url=url, headers=header)
                streamed = STREAMS in response.headers.get("content-type", [""])[0]
                excluded = [*NOT_ASKED, *([response_schema_conformance] if streamed else [])]
                try:
                    case.validate_response(response, excluded_checks=excluded, headers=header)
                except* AssertionError as group:
                    for error in group.exceptions:
                        found.setdefault(f"{case.operation.label}: {type(error).__name__}", str(error))

            call()
    return found


@pytest.fixture(autouse=True)
def _directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_the_server_keeps_to_its_document(real: tuple[str, dict[str, str]]) -> None:
    assert disagreements(*real, QUICK) == {}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_server_keeps_to_its_document_however_long_one_tries(real: tuple[str, dict[str, str]]) -> None:
    assert disagreements(*real, DEEP) == {}
