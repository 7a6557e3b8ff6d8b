"""A stand-in for Slack's Web API on real HTTP: it checks tokens, arguments and blocks as Slack does, keeps what is
posted with every edit, and can limit or fail."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tests.fakes.api_server import served
from tests.fakes.block_kit import MESSAGE, Modal, said

TOKEN = "-".join(("xoxb", "of", "the", "stand", "in"))
BOT = "U0ADVISOR"
CHANNEL = "C0MLOPS"
Text = Annotated[str, Field(min_length=1, max_length=4000)]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PostMessage(_Arguments):
    channel: str
    text: Text
    blocks: list[dict[str, Any]]
    thread_ts: str | None = None
    unfurl_links: bool = True
    unfurl_media: bool = True


class Update(_Arguments):
    channel: str
    ts: str
    text: Text
    blocks: list[dict[str, Any]]


class PostEphemeral(_Arguments):
    channel: str
    user: str
    text: Text
    thread_ts: str | None = None


class OpenView(_Arguments):
    trigger_id: str
    view: Modal


METHODS: dict[str, type[_Arguments]] = {
    "chat.postMessage": PostMessage,
    "chat.update": Update,
    "chat.postEphemeral": PostEphemeral,
    "views.open": OpenView,
}


@dataclass
class Posted:
    """A message with all that it was, oldest first."""

    channel: str
    ts: str
    thread: str | None
    versions: list[list[dict[str, Any]]]
    edited_at: list[float] = field(default_factory=list)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return self.versions[-1]

    @property
    def words(self) -> str:
        return said(self.blocks)

    @property
    def finished(self) -> bool:
        return ":hourglass_flowing_sand:" not in self.words


@dataclass
class FakeSlackWeb:
    """`faults` are what the next calls of a method get instead: a status, and the seconds of a Retry-After."""

    channels: set[str] = field(default_factory=lambda: {CHANNEL})
    faults: list[tuple[str, int, str | None]] = field(default_factory=list)
    calls: list[tuple[str, int]] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    told: list[PostEphemeral] = field(default_factory=list)
    opened: list[OpenView] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def call(self, method: str, request: Request) -> Response:
        """One call of the Web API."""
        body = await request.json()
        with self.lock:
            fault = next((fault for fault in self.faults if fault[0] == method), None)
            if fault is not None:
                self.faults.remove(fault)
                self.calls.append((method, fault[1]))
                headers = {"Retry-After": fault[2]} if fault[2] else {}
                said = {"ok": False, "error": "ratelimited"} if fault[1] == 429 else {}
                return JSONResponse(said, status_code=fault[1], headers=headers)
            self.calls.append((method, 200))
            if request.headers.get("Authorization") != f"Bearer {TOKEN}":
                return JSONResponse({"ok": False, "error": "invalid_auth"})
            try:
                arguments = METHODS[method].model_validate(body)
                if isinstance(arguments, PostMessage | Update):
                    MESSAGE.validate_python(arguments.blocks)
            except (ValidationError, KeyError) as error:
                self.wrong.append(f"{method}: {error}")
                return JSONResponse({"ok": False, "error": "invalid_blocks"})
            return JSONResponse(self._done(arguments))

    def _done(self, arguments: _Arguments) -> dict[str, Any]:
        match arguments:
            case PostMessage():
                channel = arguments.channel.replace("U", "D", 1) if arguments.channel[0] == "U" else arguments.channel
                if channel[0] != "D" and channel not in self.channels:
                    return {"ok": False, "error": "not_in_channel"}
                ts = f"{int(time.time())}.{len(self.posted):06}"
                self.posted.append(Posted(channel, ts, arguments.thread_ts, [arguments.blocks]))
                return {"ok": True, "channel": channel, "ts": ts}
            case Update():
                found = [each for each in self.posted if (each.channel, each.ts) == (arguments.channel, arguments.ts)]
                if not found:
                    return {"ok": False, "error": "message_not_found"}
                found[0].versions.append(arguments.blocks)
                found[0].edited_at.append(time.monotonic())
                return {"ok": True, "channel": arguments.channel, "ts": arguments.ts}
            case PostEphemeral():
                self.told.append(arguments)
            case OpenView():
                self.opened.append(arguments)
        return {"ok": True}


@contextmanager
def slack_web() -> Iterator[FakeSlackWeb]:
    """Serve it; `url` is the base address of its API."""
    fake = FakeSlackWeb()
    app = FastAPI()

    @app.post("/api/{method}")
    async def call(method: str, request: Request) -> Response:
        return await fake.call(method, request)

    with served(app) as address:
        fake.url = f"{address}/api/"
        yield fake
