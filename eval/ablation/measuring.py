"""Questions asked of retrieval alone, and of the whole service, as one row for each question and variant."""

from collections.abc import Iterable, Sequence

from tqdm import tqdm

from eval.ablation.needs import served
from eval.golden import Golden
from eval.retrieval import DEPTH, ranking_of
from eval.run import run
from eval.service import in_process
from ingest.entries import Layer
from server.advising import Build
from server.retrieval.retriever import Passage, PassageRetriever
from server.schema import Citation, Filters, Wire
from server.settings import Settings


class Measured(Wire):
    """What one variant made of one question: the metrics that it was judged by, each in 0..1."""

    set: str
    split: str
    id: str
    variant: str
    scores: dict[str, float]


async def searched(
    name: str, variant: str, questions: Sequence[Golden], retriever: PassageRetriever, layer: Layer | None
) -> list[Measured]:
    """The rankings over one layer as found, or over both as a search serves them."""
    rows = []
    for golden in tqdm(questions, desc=f"{name}, {variant}", unit="q", mininterval=1.0):
        found = await _found(retriever, golden.question, layer)
        scores = ranking_of(len(golden.needs), [served(golden.needs, passage.evidence) for passage in found])
        rows.append(_row(name, variant, golden, scores.model_dump()))
    return rows


async def answered(
    name: str, variant: str, questions: Sequence[Golden], settings: Settings, build: Build
) -> list[Measured]:
    """What the service answers without narration: whether it does, and whether it cites what is needed."""
    async with in_process(settings, build, llm=False) as service:
        rows, _ = await run(service, questions, (), narrate=False, jobs=2)
    return [
        _row(name, variant, row.golden, _judged(row.golden, row.reply.answer.status, row.reply.answer.citations))
        for row in rows
        if row.reply
    ]


def _judged(golden: Golden, status: str, citations: Iterable[Citation]) -> dict[str, float]:
    if golden.status == "refused":
        return {"refused": float(status == "refused")}
    cited = {at for citation in citations for at in served(golden.needs, citation)}
    return {"answered": float(status != "refused"), "cited": len(cited) / len(golden.needs)}


async def _found(retriever: PassageRetriever, question: str, layer: Layer | None) -> list[Passage]:
    if layer is None:
        return await retriever.retrieve(question, Filters(), DEPTH)
    return await retriever.ranked(question, layer, DEPTH)


def _row(name: str, variant: str, golden: Golden, scores: dict[str, float]) -> Measured:
    rounded = {metric: round(value, 4) for metric, value in scores.items()}
    return Measured(set=name, split=golden.split, id=golden.id, variant=variant, scores=rounded)
