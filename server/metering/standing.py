"""What is looked up at the moment of being asked: readiness, journal, library, index, gate."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from ingest.index import live_manifest
from ingest.layout import IndexUnavailableError
from server.advising import Advising
from server.freshness import Freshness
from server.journal.journal import Journal
from server.releases.gated import Gated, GatedError, read_gated
from server.settings import Settings

log = logging.getLogger(__name__)

# So long a gate's end is taken for the last one.
_READ_EVERY_S = 60.0


class AdvisorCollector(Collector):
    """The release that answers, and which of its parts are ready."""

    def __init__(self, advisor: Advising) -> None:
        self._advisor = advisor

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        yield InfoMetricFamily("advisor_release", "The release that answers", {"release": self._advisor.release})
        ready = GaugeMetricFamily("advisor_ready", "1 where the part is ready", labels=("part",))
        for part, state in self._advisor.parts():
            ready.add_metric((part,), state == "ready")
        yield ready


class JournalCollector(Collector):
    """What became of the journal's entries, and what readers said."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        journal = self._journal
        yield GaugeMetricFamily("advisor_journal_waiting", "Entries that wait to be written", journal.waiting)
        entries = CounterMetricFamily("advisor_journal_entries", "Entries by what became of them", labels=("result",))
        for result in ("written", "dropped", "failed"):
            entries.add_metric((result,), getattr(journal, result))
        yield entries
        feedback = CounterMetricFamily("advisor_feedback", "Verdicts of readers", labels=("verdict",))
        for verdict, count in journal.judged.items():
            feedback.add_metric((verdict,), count)
        yield feedback


class LibraryCollector(Collector):
    """What the library holds; nothing where it holds nothing and another process writes the index, with whom the
    documents may be."""

    def __init__(self, freshness: Freshness, read_only: bool = False) -> None:
        self._freshness = freshness
        self._read_only = read_only

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        sources = self._freshness.sources().values()
        if self._read_only and not sources:
            return
        yield GaugeMetricFamily("advisor_sources", "Sources that were added", len(sources))
        stale = self._freshness.stale_sources()
        yield GaugeMetricFamily("advisor_sources_stale", "Those of them that are stale", stale)
        passages = sum(each.passages for each in sources)
        yield GaugeMetricFamily("advisor_sources_passages", "Passages of all added sources", passages)


class IndexCollector(Collector):
    """The live index; nothing while there is none or Qdrant is away, which `advisor_ready` tells."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        try:
            manifest = live_manifest(self._settings)
        except IndexUnavailableError:
            return
        built = datetime.fromisoformat(manifest.created).timestamp()
        yield GaugeMetricFamily("advisor_index_built_timestamp_seconds", "When the live index was built", built)
        yield GaugeMetricFamily("advisor_index_entries", "Entries of the live index", manifest.nodes)


class GateCollector(Collector):
    """How the last gate or night ended; nothing before the first, nor while the database does not answer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: Gated | None = None
        self._read_at: float | None = None

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        gated = self._last()
        if gated is None:
            return
        yield GaugeMetricFamily("advisor_gate_passed", "1 where the last gate passed", gated.passed)
        yield GaugeMetricFamily("advisor_gate_questions", "Questions that it compared", gated.compared)
        yield GaugeMetricFamily("advisor_gate_fallen", "Those of them that fell", gated.fallen)
        yield GaugeMetricFamily("advisor_gate_timestamp_seconds", "When it ended", gated.at.timestamp())

    def _last(self) -> Gated | None:
        now = time.monotonic()
        if self._read_at is None or now - self._read_at > _READ_EVERY_S:
            self._read_at = now
            try:
                self._known = read_gated(self._settings)
            except GatedError as error:
                self._known = None
                log.warning("%s", error)
        return self._known


def watch(registry: CollectorRegistry, settings: Settings) -> None:
    """Let the registry tell of this process and of its data folder."""
    ProcessCollector(registry=registry)
    freshness = Freshness(settings.data_dir, settings.freshness.days)
    registry.register(LibraryCollector(freshness, settings.qdrant.read_only))
    registry.register(IndexCollector(settings))
    registry.register(GateCollector(settings))
