"""Work that goes on after a request was acknowledged: known by name, in the request's trace, ended with the app."""

import asyncio
import logging
from collections.abc import Coroutine

from opentelemetry import trace

from server.slack.client import FAILURES, reason
from server.telemetry import failure, trace_id

log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)


class Work:
    """Tasks under way. What goes wrong in one is told in the log and ends that one alone."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, what: str, work: Coroutine[None, None, None]) -> None:
        """Begin it; returns at once."""
        task = asyncio.create_task(_told(what, work), name=what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Cancel what is under way and wait until it has cleaned up."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _told(what: str, work: Coroutine[None, None, None]) -> None:
    try:
        with tracer.start_as_current_span(f"slack.{what}"):
            await work
    except asyncio.CancelledError:
        log.warning("work for Slack was cut off", extra={"fields": {"what": what, "trace_id": trace_id()}})
        raise
    except FAILURES as error:
        log.error(
            "Slack cannot be told", extra={"fields": {"what": what, "cause": reason(error), "trace_id": trace_id()}}
        )
    except Exception as error:
        log.error("work for Slack failed", extra={"fields": {"what": what, "trace_id": trace_id(), **failure(error)}})
