"""A sizing in words: every step of the arithmetic, the lines that docker-compose.gpu.yml reads, or a Markdown table."""

from collections.abc import Iterator, Mapping, Sequence

from server.sizing.capacity import Capacity
from server.sizing.memory import CHUNK, GB, GRAPHS, USED, Sizing, embedding_bytes, least_gb
from server.sizing.models import Known

_FORMATS = {
    "bf16": "2 bytes each",
    "fp8": "1 byte each in the layers, 2 in the rest",
    "awq": "4 bits each in the layers, 2 bytes in the rest",
}


def variables(sizing: Sizing) -> Mapping[str, str]:
    """What the compose file takes from it."""
    return {
        "LLM_MODEL": sizing.llm.name,
        "LLM_CONTEXT": str(sizing.context),
        "LLM_SEQUENCES": str(sizing.sequences),
        "LLM_GPU_SHARE": f"{sizing.llm_share / 100:.2f}",
        "LLM_KV_CACHE_BYTES": str(sizing.kv_bytes),
        "EMBEDDING_GPU_SHARE": f"{sizing.embedding_share / 100:.2f}",
    }


def env_file(sizing: Sizing, concurrency: int) -> str:
    """The variables as lines of a file."""
    head = f"# python -m server size --gpu-memory {sizing.gb} --concurrency {concurrency} --env"
    return "\n".join([head, *(f"{name}={value}" for name, value in variables(sizing).items())])


def table(sizing: Sizing, known: Known, concurrency: int) -> str:
    """What was computed and how, with what was passed over."""
    rows = list(_rows(sizing))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    lines = [f"{what:<{widths[0]}}  {value:>{widths[1]}}  {how}".rstrip() for what, value, how in rows]
    return "\n".join([*lines, "", *_notes(sizing, known, concurrency)])


def _rows(sizing: Sizing) -> Iterator[tuple[str, str, str]]:
    llm, family = sizing.llm, sizing.llm.family
    parameters = family.linear_parameters + family.other_parameters
    yield "card", _gb(sizing.card), f"{sizing.gb} billion bytes"
    yield "left free", _gb(sizing.card * (100 - USED) // 100), f"{100 - USED} %: driver, two CUDA contexts, the rest"
    yield "embeddings", _gb(embedding_bytes(sizing.embedding)), f"{sizing.embedding.name}: weights, a chunk, runtime"
    yield "their share", f"{sizing.embedding_share / 100:.2f}", "of the card, rounded up"
    yield "LLM's share", f"{sizing.llm_share / 100:.2f}", f"what is left of {USED / 100:.2f}"
    yield "LLM's memory", _gb(sizing.card * sizing.llm_share // 100), ""
    yield "- weights", _gb(llm.weights_bytes), f"{llm.name}: {parameters:,} parameters, {_FORMATS[llm.format]}"
    yield "- activations", _gb(sizing.activations), f"one layer over {CHUNK:,} tokens, and the logits"
    yield "- graphs", _gb(GRAPHS), "reserved for CUDA graphs and workspaces"
    yield "= KV cache", _gb(sizing.kv_cache), ""
    kv = f"2 x {family.layers} layers x {family.kv_heads} heads x {family.head_dim} x 2 bytes"
    yield "a token of it", f"{family.kv_bytes_per_token:,} B", kv
    yield "tokens in it", f"{sizing.kv_tokens:,}", ""
    yield "context", f"{sizing.context:,}", "tokens of prompt and answer together"
    yield "answers at once", f"{sizing.sequences}", "each with its whole context in the cache"
    yield "told to vLLM", _gb(sizing.kv_bytes), "so much cache, whatever else starts meanwhile"


def _notes(sizing: Sizing, known: Known, concurrency: int) -> Iterator[str]:
    for llm in known.llms():
        if llm == sizing.llm:
            break
        needed = least_gb(known.embedding, llm, concurrency)
        yield f"{llm.name} needs {needed} GB for {concurrency} answers at once."
    if sizing.llm.format == "fp8":
        yield "fp8 is computed as such from compute capability 8.9 on (L4, RTX 40, H100); 8.0 to 8.8 only store it so."
    yield "Weights and cache are exact; free room, activations and graphs are reserves that vLLM's log confirms or not."


def capacity_table(sizes: Sequence[Capacity]) -> str:
    """One column a size; an extrapolation, and told so."""
    assumed = sizes[0].costs.assumed
    cells: list[tuple[str, list[str]]] = [
        ("extrapolated to nodes", [f"{each.nodes:,}" for each in sizes]),
        ("memory of all peers", [_short(each.memory) for each in sizes]),
        ("disk of all peers", [_short(each.disk) for each in sizes]),
        (f"peers of {assumed.peer_gb} GB", [f"{each.peers:,}" for each in sizes]),
        ("shards", [f"{each.shards:,}" for each in sizes]),
        ("the run: memory", [_short(each.run_memory) for each in sizes]),
        ("the run: vectors kept on disk", [_short(each.run_disk) for each in sizes]),
        ("first index: core hours", [f"{each.core_hours:,.1f}" for each in sizes]),
        (f"first index: time with {assumed.worker_cores} cores", [_hours(each.hours) for each in sizes]),
        ("first index: USD", [f"{each.first_usd:,.2f}" for each in sizes]),
        ("USD a month", [f"{each.month_usd:,.0f}" for each in sizes]),
    ]
    head, *rows = (f"| {what} | {' | '.join(values)} |" for what, values in cells)
    return "\n".join([head, "|---" * (len(sizes) + 1) + "|", *rows])


def _short(size: float) -> str:
    for unit, name in ((1e12, "TB"), (GB, "GB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size / 1e6:,.0f} MB"


def _hours(hours: float) -> str:
    return f"{hours:,.1f} h" if hours >= 1 else f"{hours * 60:,.1f} min"


def _gb(size: int) -> str:
    return f"{size / GB:.2f} GB"
