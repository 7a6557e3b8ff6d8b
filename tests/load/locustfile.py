"""Who asks: run by locust, in its environment, which holds nothing of this project.

`LOAD_QUESTIONS` names a file with one question a line, `LOAD_USERS` says how many there are of each kind. Each asks as
soon as the last answer is there; with `LOAD_ONCE` they are done when every question was asked.
"""

import itertools
import json
import os
import random
import time
from pathlib import Path

from locust import FastHttpUser, HttpUser, task
from locust.exception import StopUser

QUESTIONS = Path(os.environ["LOAD_QUESTIONS"]).read_text("utf-8").splitlines()
USERS = json.loads(os.environ["LOAD_USERS"])
random.Random(1).shuffle(QUESTIONS)
_left = iter(QUESTIONS) if "LOAD_ONCE" in os.environ else itertools.cycle(QUESTIONS)


def _question() -> str:
    for question in _left:
        return question
    raise StopUser


class Typed(FastHttpUser):
    """Asks for the facts alone."""

    fixed_count = USERS.get("Typed", 0)

    @task
    def ask(self) -> None:
        body = {"question": _question(), "narrate": False}
        with self.client.post("/v1/ask", json=body, name="ask", catch_response=True) as reply:
            if b'"answer":' not in (reply.content or b""):
                reply.failure(f"no Answer: HTTP {reply.status_code}")


class Reader(HttpUser):
    """Reads a narrated answer as it comes; a stream without its whole Answer is lost."""

    fixed_count = USERS.get("Reader", 0)

    @task
    def read(self) -> None:
        started = time.perf_counter()
        body = {"question": _question(), "narrate": True}
        with self.client.post(
            "/v1/ask/stream", json=body, stream=True, timeout=120, name="begun", catch_response=True
        ) as reply:
            seen: set[str] = set()
            for line in reply.iter_lines(chunk_size=None):
                if line.startswith(b"event: "):
                    event = line.removeprefix(b"event: ").decode()
                    if event not in seen:
                        seen.add(event)
                        if event in ("facts", "delta", "done"):
                            self._note(event, started, None)
                elif b'"status":"degraded"' in line:
                    self._note("not narrated", started, None)
            if "done" not in seen:
                self._note("done", started, ConnectionError(f"a stream was lost after {sorted(seen)}"))

    def _note(self, name: str, started: float, error: Exception | None) -> None:
        self.environment.events.request.fire(
            request_type="SSE",
            name=name,
            response_time=(time.perf_counter() - started) * 1000,
            response_length=0,
            exception=error,
            context={},
        )
