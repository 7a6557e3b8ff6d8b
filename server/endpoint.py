"""Whether a remote LLM endpoint answers, asked now and then in the background."""

import asyncio
import contextlib
import logging

import httpx

from ingest.budgets import LLM_PAUSE_S, LLM_PROBE_EVERY_S, LLM_PROBE_S
from server.breaker import Breaker
from server.schema import Readiness

log = logging.getLogger(__name__)
_NOT_ALLOWED = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)


class RemoteEndpoint:
    """An OpenAI-compatible server that somebody else runs (vLLM); same face as the embedded one."""

    def __init__(self, base_url: str, api_key: str | None) -> None:
        self.base_url = base_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self.breaker = Breaker(LLM_PAUSE_S)
        """Of requests to its LLM; an endpoint that comes back begins anew."""
        self._state: Readiness = "loading"
        self._task: asyncio.Task[None] | None = None
        self._answers = asyncio.Event()

    @property
    def state(self) -> Readiness:
        """`loading` until first asked, then whether the last `GET /models` succeeded."""
        return self._state

    async def start(self) -> None:
        """Begin asking; returns at once."""
        self._task = asyncio.create_task(self._watch(), name="llm-endpoint")

    async def wait_ready(self, timeout_s: float) -> None:
        """Wait until the endpoint answers; raises TimeoutError after `timeout_s` seconds."""
        async with asyncio.timeout(timeout_s):
            await self._answers.wait()

    async def stop(self) -> None:
        """End asking."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        async with httpx.AsyncClient(headers=self._headers, timeout=LLM_PROBE_S) as client:
            while True:
                fault = await self._fault(client)
                state: Readiness = "down" if fault else "ready"
                if state != self._state:
                    log.log(logging.WARNING if fault else logging.INFO, "llm endpoint is %s", fault or state)
                    if state == "ready":
                        self.breaker.succeeded()
                self._state = state
                if state == "ready":
                    self._answers.set()
                await asyncio.sleep(LLM_PROBE_EVERY_S)

    async def _fault(self, client: httpx.AsyncClient) -> str | None:
        """Why it cannot be asked and what to do, None where it can."""
        try:
            response = await client.get(f"{self.base_url}/models")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return f"down ({str(error) or type(error).__name__}): start it, or see ADVISOR_LLM__BASE_URL"
        if response.status_code in _NOT_ALLOWED:
            return f"closed to us (status {response.status_code}): set ADVISOR_LLM__API_KEY to its key"
        return None if response.is_success else f"down (status {response.status_code} at {self.base_url}/models)"
