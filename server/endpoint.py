"""Whether a remote LLM endpoint answers, asked now and then in the background."""

import asyncio
import contextlib
import logging

import httpx

from server.schema import Readiness

logger = logging.getLogger(__name__)
_EVERY_S = 5.0
_TIMEOUT_S = 3.0


class RemoteEndpoint:
    """An OpenAI-compatible server that somebody else runs (vLLM); same face as the embedded one."""

    def __init__(self, base_url: str, api_key: str | None) -> None:
        self.base_url = base_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
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
        async with httpx.AsyncClient(headers=self._headers, timeout=_TIMEOUT_S) as client:
            while True:
                state = await self._ask(client)
                if state != self._state:
                    logger.info("llm endpoint is %s", state)
                self._state = state
                if state == "ready":
                    self._answers.set()
                await asyncio.sleep(_EVERY_S)

    async def _ask(self, client: httpx.AsyncClient) -> Readiness:
        try:
            response = await client.get(f"{self.base_url}/models")
        except httpx.HTTPError:
            return "down"
        return "ready" if response.is_success else "down"
