"""The embedded LLM: llama.cpp in a process of its own, and the supervisor that keeps it alive.

`python -m server.llama --model FILE --port N` serves the OpenAI-compatible API on 127.0.0.1 until
its standard input closes. The supervisor holds the other end of that pipe, so the process ends with
its parent however the parent dies, SIGKILL included.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import socket
import sys
import threading
from pathlib import Path

import httpx

from ingest.budgets import LLM_PAUSE_S
from server.breaker import Breaker
from server.schema import Readiness

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
_POLL_LOADING_S = 0.1
_POLL_READY_S = 2.0
_HUNG_AFTER = 5
_BACKOFF_S = (0.2, 1.0, 5.0, 15.0, 30.0)
_STABLE_S = 60.0


class Supervisor:
    """Runs the embedded LLM and restarts it when it dies or hangs.

    `base_url` is fixed from the start, so a client can be made before the model is loaded.
    """

    def __init__(self, model: Path, *, context_window: int, threads: int | None = None, port: int = 0) -> None:
        self._port = port or free_port()
        self._arguments = ["--model", str(model), "--port", str(self._port), "--context-window", str(context_window)]
        if threads is not None:
            self._arguments += ["--threads", str(threads)]
        self.breaker = Breaker(LLM_PAUSE_S)
        """Of requests to its LLM; a new process begins anew."""
        self._state: Readiness = "down"
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._changed = asyncio.Event()

    @property
    def base_url(self) -> str:
        """Where the OpenAI-compatible API answers, `/v1` included."""
        return f"http://{HOST}:{self._port}/v1"

    @property
    def state(self) -> Readiness:
        """`loading` from the start of a process until it answers, `down` between two of them."""
        return self._state

    @property
    def pid(self) -> int | None:
        """The process serving now, if any."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Begin supervising; returns at once, `wait_ready` waits for the model."""
        if self._task is not None:
            raise RuntimeError("the embedded LLM is already supervised: call start() once")
        self._set("loading")
        self._task = asyncio.create_task(self._supervise(), name="llama-supervisor")

    async def wait_ready(self, timeout_s: float) -> None:
        """Wait until the model answers; raises TimeoutError after `timeout_s` seconds."""
        async with asyncio.timeout(timeout_s):
            while self._state != "ready":
                self._changed.clear()
                await self._changed.wait()

    async def stop(self) -> None:
        """End the process and the supervision; safe to call twice."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        self._set("down")

    async def _supervise(self) -> None:
        clock = asyncio.get_running_loop().time
        failures = 0
        while True:
            started = clock()
            reason = await self._run_once()
            failures = 0 if clock() - started > _STABLE_S else failures
            delay = _BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)]
            failures += 1
            self._set("down")
            log.warning("embedded LLM died (%s), restarting in %g s", reason, delay)
            await asyncio.sleep(delay)

    async def _run_once(self) -> str:
        """One life of the process; returns why it ended."""
        self._set("loading")
        try:
            # A session of its own: signals to the server's process group are for the server to act on.
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "server.llama",
                *self._arguments,
                stdin=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            return f"cannot be started: {error.strerror}"
        exited = asyncio.create_task(self._process.wait())
        try:
            return await self._watch(exited)
        finally:
            # Also on cancellation: no way out of here leaves a process behind.
            if self._process.returncode is None:
                self._process.kill()
            await exited

    async def _watch(self, exited: asyncio.Task[int]) -> str:
        missed = 0
        async with httpx.AsyncClient(base_url=f"http://{HOST}:{self._port}", timeout=5, trust_env=False) as client:
            while True:
                pause = _POLL_READY_S if self._state == "ready" else _POLL_LOADING_S
                await asyncio.wait([exited], timeout=pause)
                if exited.done():
                    return f"exit code {exited.result()}"
                try:
                    healthy = (await client.get("/health")).status_code == httpx.codes.OK
                except httpx.HTTPError:
                    healthy = False
                if healthy:
                    missed = 0
                    self._set("ready")
                elif self._state == "ready":
                    missed += 1
                    if missed == _HUNG_AFTER:
                        return f"no answer to {missed} health checks"

    def _set(self, state: Readiness) -> None:
        if state == "ready" and self._state != "ready":
            self.breaker.succeeded()
        self._state = state
        self._changed.set()


def free_port() -> int:
    """A TCP port that is free on 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)


def main(arguments: list[str] | None = None) -> int:
    """Serve until standard input closes; returns 1 with one line on stderr when it cannot."""
    parser = argparse.ArgumentParser(prog="python -m server.llama", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="GGUF file")
    parser.add_argument("--port", type=int, default=0, help="default: a free one, printed")
    parser.add_argument("--context-window", type=int, default=4096, help="tokens")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    if not options.model.is_file():
        print(f"no model at {options.model}: fetch it with `python -m ingest`", file=sys.stderr)
        return 1
    threading.Thread(target=_die_with_parent, daemon=True).start()

    from xllamacpp import CommonParams, Server  # heavy, and only this process may pay for it

    params = CommonParams()
    params.model.path = str(options.model)
    params.hostnames = [HOST]
    params.port = options.port or free_port()
    params.n_ctx = options.context_window
    params.n_parallel = 1
    params.cpuparams.n_threads = options.threads
    params.cpuparams_batch.n_threads = options.threads
    params.verbosity = 0
    params.ui = False
    params.endpoint_slots = False
    try:
        server = Server(params)
    except RuntimeError as error:
        print(f"{options.model} cannot be served: {error}; delete it and fetch it again", file=sys.stderr)
        return 1
    log.info("serving %s on %s", options.model.name, server.listening_address)
    threading.Event().wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
