"""`python -m ui`: serve the chat and say when it is ready."""

import asyncio
import os
import socket
import sys

import uvicorn

from server.settings import Settings, load_settings
from ui.client import AdvisorClient

POLL_S = 0.5
PATIENCE_S = 15


def main() -> int:
    """Serve until interrupted; 2 for bad settings, 1 when the port is taken."""
    try:
        settings = load_settings()
    except ValueError as error:
        print(f"bad settings: {error}", file=sys.stderr)
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
        asyncio.run(_serve(settings, listener))
    except KeyboardInterrupt:
        return 0
    return 0


async def _serve(settings: Settings, listener: socket.socket) -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # gradio reads it while it is imported
    from ui.site import build_site  # late: gradio takes seconds, a taken port should not

    client = AdvisorClient(settings.api_url, timeout_s=settings.llm.timeout_s)
    config = uvicorn.Config(build_site(client), log_level="warning", timeout_graceful_shutdown=2)
    announcement = asyncio.create_task(announce(client, f"http://{settings.ui.host}:{settings.ui.port}"))
    try:
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        announcement.cancel()
        await client.aclose()


async def announce(client: AdvisorClient, address: str) -> None:
    """Print the address once the API and its LLM are ready, or that answers are degraded without the LLM."""
    waited, reported, degraded = 0.0, "", False
    while True:
        ready = await client.readiness()
        llm = ready.parts.llm if ready and ready.status == "ready" else None
        if llm == "ready":
            print(f"MLOps Advisor is ready: {address} (API {client.url})", flush=True)
            return
        if llm == "down" and not degraded:
            degraded = True
            print(
                f"MLOps Advisor is up without its language model, answers are degraded to verified facts and passages: "
                f"{address} (API {client.url})",
                flush=True,
            )
        state = f"waiting for the API at {client.url}" if llm is None else "the API answers, its language model is loading"
        if not degraded and waited >= PATIENCE_S and state != reported:
            print(state, flush=True)
            reported = state
        await asyncio.sleep(POLL_S if waited < 60 else 2.0)
        waited += POLL_S


if __name__ == "__main__":
    sys.exit(main())
