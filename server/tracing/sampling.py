"""The share of traces that OTEL_TRACES_SAMPLER asks for."""

from collections.abc import Mapping, Sequence

from opentelemetry.context import Context
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ALWAYS_ON,
    Decision,
    ParentBased,
    Sampler,
    SamplingResult,
    TraceIdRatioBased,
)
from opentelemetry.trace import Link, SpanKind, TraceState
from opentelemetry.util.types import Attributes

from server.errors import AdvisorError


def sampler_of(environ: Mapping[str, str]) -> Sampler:
    """What OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG ask for; raises AdvisorError on what they may not say."""
    name = environ.get("OTEL_TRACES_SAMPLER") or "parentbased_always_on"
    argument = environ.get("OTEL_TRACES_SAMPLER_ARG") or "1"
    try:
        ratio = TraceIdRatioBased(float(argument))
    except ValueError as error:
        raise AdvisorError(f"OTEL_TRACES_SAMPLER_ARG is {argument!r}: set a number from 0 to 1") from error
    roots = {"always_on": ALWAYS_ON, "always_off": ALWAYS_OFF, "traceidratio": ratio}
    samplers: dict[str, Sampler] = {**roots, **{f"parentbased_{key}": ParentBased(root) for key, root in roots.items()}}
    if name not in samplers:
        raise AdvisorError(f"OTEL_TRACES_SAMPLER is {name!r}: set one of {', '.join(samplers)}")
    return Recording(samplers[name])


class Recording(Sampler):
    """Records what `share` leaves out too: whether it matters is known when it ends. Others are told of the share."""

    def __init__(self, share: Sampler) -> None:
        self._share = share

    def should_sample(  # noqa: PLR0913, PLR0917 - the SDK's own signature
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        """What the share says, but that nothing goes unrecorded."""
        found = self._share.should_sample(parent_context, trace_id, name, kind, attributes, links, trace_state)
        if found.decision is not Decision.DROP:
            return found
        return SamplingResult(Decision.RECORD_ONLY, attributes, found.trace_state)

    def get_description(self) -> str:
        """Names the share."""
        return f"Recording({self._share.get_description()})"
