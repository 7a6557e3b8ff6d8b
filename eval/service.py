"""The service under evaluation, always over the wire contract: a server by its address, or one in this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from server.advising import Build
from server.api.app import create_app
from server.schema import Answer, AskRequest, Problem, ReadyResponse, SearchRequest, SearchResponse
from server.settings import Settings

Reply = TypeVar("Reply", bound=BaseModel)

_CONNECT_S = 2.0
IN_PROCESS = "in process"


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

    async def is_up(self) -> bool:
        """Whether something that speaks the contract answers there."""
        try:
            ReadyResponse.model_validate_json((await self._http.get("/readyz", timeout=_CONNECT_S)).content)
        except (httpx.TransportError, ValidationError):
            return False
        return True

    async def _post(self, path: str, request: BaseModel, reply: type[Reply]) -> Reply:
        try:
            response = await self._http.post(path, json=request.model_dump(mode="json"))
            if not response.is_success:
                raise ServiceError(f"HTTP {response.status_code}: {_detail(response)}")
            return reply.model_validate_json(response.content)
        except httpx.TransportError as error:
            raise ServiceError(f"{type(error).__name__} from {self.address}") from error
        except ValidationError as error:
            raise ServiceError(f"{path} broke the contract: {error.errors()[0]['msg']}") from error

    @classmethod
    def over(cls, address: str, settings: Settings) -> Self:
        """The server at `address`; no proxy from the environment, since it is named explicitly."""
        timeout = httpx.Timeout(settings.llm.timeout_s + 30, connect=_CONNECT_S)
        return cls(httpx.AsyncClient(base_url=address, timeout=timeout, trust_env=False), address)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


@asynccontextmanager
async def service(settings: Settings, url: str | None, build: Build, *, llm: bool) -> AsyncIterator[Service]:
    """The server at `url`, else the one that the settings name if it runs, else one in this process.

    Raises ServiceError when nothing answers at a given `url`.
    """
    remote = Service.over(url or settings.api_url, settings)
    try:
        if await remote.is_up():
            yield remote
            return
        if url:
            raise ServiceError(f"no server answers at {url}: start it with `python -m server`, or leave --url out")
    finally:
        await remote.aclose()
    async with _in_process(settings, build, llm=llm) as local:
        yield local


@asynccontextmanager
async def _in_process(settings: Settings, build: Build, *, llm: bool) -> AsyncIterator[Service]:
    advisor = build(settings)
    app = create_app(advisor, settings.api)
    async with app.router.lifespan_context(app):
        await advisor.settled(llm=llm)
        local = Service(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://advisor"), IN_PROCESS)
        try:
            yield local
        finally:
            await local.aclose()


def _detail(response: httpx.Response) -> str:
    try:
        return Problem.model_validate_json(response.content).detail
    except ValidationError:
        return "no problem document"
