"""Where API and chat listen: the port is free, or they are what listens on it."""

import socket
from collections.abc import Iterator

import httpx
from pydantic import ValidationError

from server.doctor.finding import Finding, failed, ok, warning
from server.errors import AdvisorError
from server.schema import ReadyResponse
from server.serving import listening
from server.settings import Settings

_TIMEOUT_S = 3.0
_EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to be asked here all the same
_CHAT = "MLOps Advisor"


def ports(settings: Settings) -> Iterator[Finding]:
    """Both ports; the chat's too where it runs elsewhere, since nobody can know that from here."""
    ready = readiness(settings)
    where = f"port {settings.api.port} of {settings.api.host}"
    if ready is None:
        yield _free_for_the_api(settings, where)
    elif ready.status == "ready":
        yield ok("API", f"serves on {where}")
    else:
        yield failed(
            "API", f"listens on {where} and is {ready.status}: see its log, and what is told of the index here"
        )
    yield _chat(settings)


def readiness(settings: Settings) -> ReadyResponse | None:
    """What an advisor says that listens where these settings tell; None where none does."""
    try:
        return ReadyResponse.model_validate_json(_got(settings.api.host, settings.api.port, "/readyz").content)
    except (httpx.HTTPError, ValidationError):
        return None


def _free_for_the_api(settings: Settings, where: str) -> Finding:
    try:
        listening(settings.api).close()
    except AdvisorError as error:
        return failed("API", str(error))
    return ok("API", f"{where} is free")


def _chat(settings: Settings) -> Finding:
    host, port = settings.ui.host, settings.ui.port
    where = f"port {port} of {host}"
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        if _is_chat(host, port):
            return ok("chat", f"serves on {where}")
        return warning(
            "chat", f"cannot listen on {where} ({error.strerror}): stop what uses it, or set ADVISOR_UI__PORT"
        )
    return ok("chat", f"{where} is free")


def _is_chat(host: str, port: int) -> bool:
    try:
        return _CHAT in _got(host, port, "/").text
    except httpx.HTTPError:
        return False


def _got(host: str, port: int, path: str) -> httpx.Response:
    host = _EVERYWHERE.get(host, host)
    name = f"[{host}]" if ":" in host else host
    return httpx.get(f"http://{name}:{port}{path}", timeout=_TIMEOUT_S, trust_env=False)
