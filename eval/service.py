"""The service under evaluation, always over the wire contract: a server by its address, or one in this process."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self, TypeVar

import httpx
from opentelemetry import propagate
from pydantic import BaseModel, ValidationError

from server.advising import Build
from server.api.app import create_app
from server.schema import Answer, AskRequest, Problem, ReadyResponse, SearchRequest, SearchResponse
from server.settings import Settings

Reply = TypeVar("Reply", bound=BaseModel)

_CONNECT_S = 2.0
IN_PROCESS = "in process"
# Nobody asked these questions: the server's journal is to tell of those who did.
_UNKEPT = {"Advisor-Journal": "off"}


class ServiceError(Exception):
    """A request got no usable reply; `str()` says why in one line."""


class Service:
    """Asks and searches over HTTP."""

    def __init__(self, http: httpx.AsyncClient, address: str) -> None:
        self._http = http
        self.address = address

    async def ask(self, request: AskRequest) -> Answer:
        """The whole answer; raises ServiceError."""
        return await self._post("/v1/ask", request, Answer)

    async def search(self, request: SearchRequest) -> SearchResponse:
        """The passages; raises ServiceError."""
        return await self._post("/v1/search", request, SearchResponse)

    async def readiness(self) -> ReadyResponse | None:
        """What `/readyz` says; None where nothing that speaks the contract answers."""
        try:
            return ReadyResponse.model_validate_json((await self._http.get("/readyz", timeout=_CONNECT_S)).content)
        except (httpx.TransportError, ValidationError):
            return None

    async def _post(self, path: str, request: BaseModel, reply: type[Reply]) -> Reply:
        try:
            # The server's spans join the trace of the question.
            headers: dict[str, str] = {}
            propagate.inject(headers)
            response = await self._http.post(path, json=request.model_dump(mode="json"), headers=headers)
            if not response.is_success:
                raise ServiceError(f"HTTP {response.status_code}: {_detail(response)}")
            return reply.model_validate_json(response.content)
        except httpx.TransportError as error:
            raise ServiceError(f"{type(error).__name__} from {self.address}") from error
        except ValidationError as error:
            raise ServiceError(f"{path} broke the contract: {error.errors()[0]['msg']}") from error

    @classmethod
    @asynccontextmanager
    async def over(cls, address: str, settings: Settings) -> AsyncIterator[Self]:
        """The server at `address`; no proxy from the environment, since it is named explicitly."""
        timeout = httpx.Timeout(settings.llm.timeout_s + 30, connect=_CONNECT_S)
        async with httpx.AsyncClient(
            base_url=address, timeout=timeout, trust_env=False, headers=_UNKEPT | settings.api_headers
        ) as http:
            yield cls(http, address)


@asynccontextmanager
async def service(settings: Settings, url: str | None, build: Build, *, llm: bool) -> AsyncIterator[Service]:
    """The server at `url`, else the one that the settings name if it runs, else one in this process.

    Raises ServiceError when nothing answers at a given `url`, or when a part that the run needs is not ready:
    questions that only an absent index or LLM fails would tell nothing about the answers.
    """
    async with AsyncExitStack() as stack:
        target = await stack.enter_async_context(Service.over(url or settings.api_url, settings))
        if not await target.readiness():
            if url:
                raise ServiceError(f"no server answers at {url}: start it with `python -m server`, or leave --url out")
            target = await stack.enter_async_context(in_process(settings, build, llm=llm))
        await _ready(target, llm=llm)
        yield target


@asynccontextmanager
async def in_process(settings: Settings, build: Build, *, llm: bool) -> AsyncIterator[Service]:
    """A service in this process, whatever else runs; raises ServiceError when a part that is needed is not ready."""
    advisor = build(settings)
    app = create_app(advisor, settings.api)
    async with app.router.lifespan_context(app):
        await advisor.settled(llm=llm)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://advisor") as http:
            target = Service(http, IN_PROCESS)
            await _ready(target, llm=llm)
            yield target


async def _ready(target: Service, *, llm: bool) -> None:
    ready = await target.readiness()
    parts = ready.parts.model_dump() if ready else {}
    missing = [part for part in ("catalogue", "index", *(["llm"] if llm else [])) if parts.get(part) != "ready"]
    if missing:
        raise ServiceError(
            f"{', '.join(missing)} not ready in the service {target.address}: see its log, then run again"
        )


def _detail(response: httpx.Response) -> str:
    try:
        return Problem.model_validate_json(response.content).detail
    except ValidationError:
        return "no problem document"
