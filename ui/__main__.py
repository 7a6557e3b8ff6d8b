"""`python -m ui`: serve the chat and say when it is ready."""

import argparse
import asyncio
import os
import socket
import sys
import time

import httpx
import uvicorn
from pydantic import ValidationError

from server.errors import AdvisorError
from server.patience import PatientProtocol
from server.settings import Settings, load_settings
from ui.client import AdvisorClient
from ui.tracing import traced

POLL_S = 0.5
PATIENCE_S = 15.0
PREFIX = "ADVISOR_"


def main() -> int:
    """Serve until interrupted; 2 for bad settings, 1 when the port is taken or a sampler of traces is none."""
    argparse.ArgumentParser(prog="python -m ui", description="Serve the chat, as the settings say").parse_args()
    try:
        settings = load_settings()
    except ValueError as error:
        print(f"bad settings: {_reason(error)}", file=sys.stderr)
        return 2
    if not _is_web_address(settings.api_url):
        print(
            f"{settings.api_url!r} is no address of an API: set ADVISOR_UI__API_URL to http://host:port",
            file=sys.stderr,
        )
        return 2
    host, port = settings.ui.host, settings.ui.port
    try:
        listener = socket.create_server((host, port), backlog=128)
    except OSError as error:
        print(
            f"the chat cannot listen on {host}:{port} ({error.strerror}): "
            "end the program that uses the port or set ADVISOR_UI__PORT to another",
            file=sys.stderr,
        )
        return 1
    try:
        with traced():
            asyncio.run(_serve(settings, listener))
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(f"{PREFIX}{'__'.join(map(str, item['loc'])).upper()}: {item['msg']}" for item in error.errors())


def _is_web_address(value: str) -> bool:
    try:
        url = httpx.URL(value)
    except httpx.InvalidURL:
        return False
    return url.scheme in ("http", "https") and bool(url.host)


async def _serve(settings: Settings, listener: socket.socket) -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # gradio reads it while it is imported
    from ui.site import build_site  # late: gradio takes seconds, a taken port should not

    client = AdvisorClient(settings.api_url, timeout_s=settings.llm.timeout_s, headers=settings.api_headers)
    config = uvicorn.Config(
        build_site(client, settings.ui), http=PatientProtocol, log_level="warning", timeout_graceful_shutdown=2
    )
    announcement = asyncio.create_task(announce(client, f"http://{settings.ui.host}:{settings.ui.port}"))
    try:
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        announcement.cancel()
        await client.aclose()


async def announce(client: AdvisorClient, address: str) -> None:
    """Print the address once the API and its LLM are ready; that answers are degraded while the LLM is down."""
    started, said = time.monotonic(), set[str]()

    def say_once(line: str) -> None:
        if line not in said:
            said.add(line)
            print(line, flush=True)

    while True:
        ready = await client.readiness()
        llm = ready.parts.llm if ready and ready.status == "ready" else None
        waited = time.monotonic() - started
        if llm == "ready":
            say_once(f"MLOps Advisor is ready: {address} (API {client.url})")
            return
        if llm == "down":
            say_once(
                f"MLOps Advisor runs without its language model, answers are degraded: {address} (API {client.url})"
            )
        elif waited > PATIENCE_S:
            say_once(f"waiting for the {'API' if llm is None else 'language model'} at {client.url}")
        await asyncio.sleep(POLL_S)


if __name__ == "__main__":
    sys.exit(main())
