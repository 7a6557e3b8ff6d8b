"""The serving process: one socket, one advisor, uvicorn around them."""

import asyncio
import logging
import math
import os
import resource
import signal
import socket
import sys

import uvicorn

from server.access.door import Door
from server.advising import Build
from server.api.app import create_app
from server.api.slack import make_bot
from server.errors import AdvisorError
from server.journal.journal import make_journal
from server.metering.meters import Meters
from server.metering.standing import watch
from server.patience import PatientProtocol
from server.settings import ApiSettings, Settings
from server.telemetry import set_up_logging, set_up_tracing

log = logging.getLogger(__name__)

_BACKLOG = 2048
# A search leaves the interpreter some fifty times and waits so long each time while others want it; five times as long,
# which is usual, makes a search beside many readers take most of a second.
_TURN_S = 0.001
# What comes before a narration and after it: understanding, retrieving, passages instead of what was not said.
_AROUND_S = 5


def serve(settings: Settings, build: Build) -> int:
    """Serve until interrupted; returns the exit status. Raises AdvisorError when the port is taken."""
    set_up_logging()
    _allow_descriptors()
    sys.setswitchinterval(_TURN_S)
    # uvicorn raises a captured SIGTERM again when it is done; as an exit it lets the clean-up here run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with listening(settings.api) as listener:
        advisor = build(settings)
        journal = make_journal(settings)
        tracing = set_up_tracing(os.environ, advisor.release, content=settings.tracing.content)
        meters = Meters()
        watch(meters.registry, settings)
        door = Door(settings)
        if asyncio.run(door.locked()):
            log.warning("nobody has a key yet: make one with `python -m server keys create --name NAME`")
        config = uvicorn.Config(
            create_app(
                advisor,
                settings.api,
                journal,
                meters,
                make_bot(settings.slack, advisor, journal, meters, settings.database.url),
                door,
            ),
            http=PatientProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=grace_s(settings),
        )
        log.info("listening", extra={"fields": {"url": settings.api_url, "release": advisor.release}})
        server = uvicorn.Server(config)
        try:
            server.run(sockets=[listener])
        except SystemExit:
            # Before it serves, uvicorn exits with a status of its own and has logged why.
            if not server.started:
                return 1
            raise
        finally:
            tracing.shutdown()
    return 0


def grace_s(settings: Settings) -> int:
    """For how many seconds the process answers what it was asked before it was told to end; then it breaks off."""
    return math.ceil(settings.llm.narration_s) + _AROUND_S


def _allow_descriptors() -> None:
    """Take as many descriptors as the process may have: of the 1,024 that are usual, each connection takes one."""
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def listening(settings: ApiSettings) -> socket.socket:
    """A socket that listens at once; raises AdvisorError naming the settings to change."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends without delay only where the protocol is named: without it, each response waits 40 ms
    # for Nagle's algorithm, and `socket.create_server` names none.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise AdvisorError(
            f"cannot listen on port {settings.port} of {settings.host} ({error.strerror}): "
            "stop what uses it, or set ADVISOR_API__PORT or ADVISOR_API__HOST"
        ) from error
    listener.listen(_BACKLOG)
    return listener
