"""A Slack webhook on real HTTP that answers by a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from tests.fakes.api_server import served

SECRET = "T000/B000/do-not-show"


@dataclass
class FakeSlack:
    """Answers the first posts with `script`, each a status and the seconds of a Retry-After, and 200 then."""

    script: list[tuple[int, str | None]] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0
    webhook: str = ""

    async def _post(self, request: Request) -> Response:
        body = await request.json()
        if self.script:
            status, after = self.script.pop(0)
            self.refused += 1
            headers = {} if after is None else {"Retry-After": after}
            return PlainTextResponse("no_service", status_code=status, headers=headers)
        self.posted.append(body)
        return PlainTextResponse("ok")


@contextmanager
def slack(*script: tuple[int, str | None]) -> Iterator[FakeSlack]:
    """Serve it; `webhook` is its address."""
    fake = FakeSlack(list(script))
    app = FastAPI()
    app.post("/services/{rest:path}")(fake._post)
    with served(app) as address:
        fake.webhook = f"{address}/services/{SECRET}"
        yield fake
