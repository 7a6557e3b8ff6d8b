"""The application: routers around one advisor."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.telemetry import TelemetryConfig

from server.access.door import Door
from server.access.keys import Scope
from server.advising import Advising
from server.api import (
    admin,
    ask,
    catalog,
    completions,
    conversations,
    feedback,
    health,
    maturity,
    metrics,
    plan,
    search,
    slack,
)
from server.api.callers import needs
from server.api.gate import BodyLimit, Gate
from server.api.openapi import describe
from server.api.problems import add_problem_handlers
from server.completions.histories import Histories
from server.journal.journal import Journal
from server.metering.meters import Meters
from server.metering.standing import AdvisorCollector, JournalCollector
from server.settings import ApiSettings

if TYPE_CHECKING:
    from server.slack.app import SlackApp

# The gate traces requests itself: FastAPI's spans and logs would carry paths, queries and messages.
_OWN_TELEMETRY: TelemetryConfig = {"tracing": False, "operation_spans": False, "metrics": False, "logs": False}

# What scripts of other origins may read of a response beside its body.
_READABLE = ("X-Trace-Id", "X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate")
_SCOPES: tuple[tuple[ModuleType, Scope], ...] = (
    *((module, "ask") for module in (ask, completions, conversations, search, catalog, maturity, plan)),
    (feedback, "feedback"),
    (metrics, "metrics"),
    (admin, "admin"),
)


def create_app(  # noqa: PLR0913, PLR0917 - the parts of an application, put together in one place
    advisor: Advising,
    settings: ApiSettings,
    journal: Journal | None = None,
    meters: Meters | None = None,
    bot: "SlackApp | None" = None,
    door: Door | None = None,
) -> FastAPI:
    """The API over `advisor`, `journal` and `bot`, which the app starts and closes; without a journal nothing is
    kept, without a bot Slack is refused. `meters` may tell of more than the app does. Without a `door` nobody is asked
    for a key, and nobody administers.
    `/docs` is off: it loads from another host."""

    meters = meters or Meters()
    meters.registry.register(AdvisorCollector(advisor))
    if journal is not None:
        meters.registry.register(JournalCollector(journal))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if journal is not None:
            journal.start()
        await advisor.start()
        if bot is not None:
            await bot.start()
        try:
            yield
        finally:
            if bot is not None:
                await bot.close()
            await advisor.close()
            if journal is not None:
                await asyncio.to_thread(journal.close)
            if door is not None:
                door.close()

    app = FastAPI(
        title="MLOps Advisor",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        telemetry=_OWN_TELEMETRY,
    )
    app.state.advisor = advisor
    app.state.journal = journal
    app.state.histories = Histories()
    app.state.meters = meters
    app.state.bot = bot
    app.state.door = door
    # Slack's requests are signed, and whoever watches the process has no key.
    for module in (health, slack):
        app.include_router(module.router)
    for module, scope in _SCOPES:
        app.include_router(module.router, dependencies=[needs(scope)])
    add_problem_handlers(app)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["*"],
            expose_headers=_READABLE,
        )
    app.add_middleware(Gate, meters=meters)
    describe(app)
    return app
