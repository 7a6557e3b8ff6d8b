"""What is compared with what: each experiment asks the same questions of several variants, one of which serves."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from eval.ablation import folders, sets
from eval.ablation.measuring import Measured, answered, searched
from eval.golden import Golden
from ingest.chunks import LIMIT
from ingest.entries import Layer
from server.advising import Build
from server.bootstrap import retrieval
from server.retrieval.retriever import SERVED, Method
from server.schema import Wire
from server.settings import Settings

METHODS = {
    "dense": Method("dense", known=False, reranked=False),
    "sparse": Method("sparse", known=False, reranked=False),
    "hybrid": Method("hybrid", known=False, reranked=False),
    "hybrid, reranked": Method("hybrid", known=False),
    "served": SERVED,
}
"""`hybrid` fuses both by reciprocal rank; `served` also finds passages of the corpus by the questions they answer."""
OF_DOCUMENTS = {name: METHODS[name] for name in ("dense", "sparse", "hybrid", "served")}
"""Added passages answer no known questions."""
SIZES = (LIMIT // 2, LIMIT, LIMIT * 2)
SAMPLE = ("ai-fairness-360", "deepeval", "openllm", "openllmetry")
"""In other sizes every passage is embedded anew: these tools stand for all."""
ALONE, BESIDE = "corpus alone", "documents added"


class Experiment(Wire):
    """One comparison: the variants in their order, of which `reference` serves."""

    name: str
    reference: str
    rows: tuple[Measured, ...]

    @property
    def variants(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(dict.fromkeys(row.variant for row in self.rows))


async def of_corpus(settings: Settings) -> AsyncIterator[Experiment]:
    """The methods over the corpus alone."""
    corpus = folders.corpus_alone(settings)
    yield await _methods("paper", sets.paper(), corpus, METHODS, "source")
    yield await _methods("cards", sets.cards(), corpus, METHODS, "source")


async def of_documents(settings: Settings, documents: Path, build: Build) -> AsyncIterator[Experiment]:
    """The methods and the sizes of passages over the documents, and what becomes of the corpus beside them."""
    corpus, both = folders.corpus_alone(settings), folders.with_documents(settings, documents, LIMIT)
    upstream = sets.upstream(folders.sources(both))
    yield await _methods("upstream", upstream, both, OF_DOCUMENTS, "added")
    yield await _sizes(settings, documents)
    about = {"paper": sets.paper(), "cards": sets.cards(), "upstream": upstream}
    for name, questions in about.items():
        yield await search_beside(name, questions, corpus, both)
    for name, questions in {**about, "refusals": sets.refusals()}.items():
        yield await _answers(name, questions, {ALONE: corpus, BESIDE: both}, build)


async def _methods(
    name: str, questions: Sequence[Golden], settings: Settings, methods: Mapping[str, Method], layer: Layer
) -> Experiment:
    rows: list[Measured] = []
    with retrieval(settings) as retriever:
        for variant, method in methods.items():
            rows += await searched(name, variant, questions, retriever(method), layer)
    return Experiment(name=f"{name}: methods", reference="served", rows=tuple(rows))


async def _sizes(settings: Settings, documents: Path) -> Experiment:
    rows: list[Measured] = []
    for size in SIZES:
        sample = folders.with_documents(settings, documents, size, SAMPLE)
        questions = sets.upstream(folders.sources(sample))
        with retrieval(sample) as retriever:
            rows += await searched("upstream", _size(size), questions, retriever(SERVED), "added")
    return Experiment(name="upstream: word pieces in a passage", reference=_size(LIMIT), rows=tuple(rows))


async def search_beside(name: str, questions: Sequence[Golden], corpus: Settings, both: Settings) -> Experiment:
    """A search as it is served, over the corpus alone and with the documents added."""
    rows: list[Measured] = []
    for variant, settings in {ALONE: corpus, BESIDE: both}.items():
        with retrieval(settings) as retriever:
            rows += await searched(name, variant, questions, retriever(SERVED), None)
    return Experiment(name=f"{name}: search", reference=ALONE, rows=tuple(rows))


async def _answers(name: str, questions: Sequence[Golden], over: Mapping[str, Settings], build: Build) -> Experiment:
    rows: list[Measured] = []
    for variant, settings in over.items():
        rows += await answered(name, variant, questions, settings, build)
    return Experiment(name=f"{name}: answers", reference=ALONE, rows=tuple(rows))


def _size(size: int) -> str:
    return f"at most {size}"
