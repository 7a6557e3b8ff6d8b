"""Retrieval: hybrid search of the live index, through LlamaIndex's seams for embeddings and vector stores, reranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from corpus.vocabulary import Evidence, PhaseCode
from ingest.nodes import evidence_of
from server.embedded import Embedded
from server.locators import IN_CHARGE, card_at, is_concept, opens_its_part, part_at, same_part
from server.retrieval.expansion import QueryExpander
from server.retrieval.filters import UNFILTERED, kept
from server.retrieval.known import COMPARED, NEAREST, Known, KnownQuestions, likeness, nearness
from server.retrieval.lessons import UNLEARNED, Answering, Lessons
from server.retrieval.placement import Work, advising
from server.retrieval.relevance import BREADTH, Relevance, Scored, Sides, Taught
from server.retrieval.searches import Searches
from server.schema import Filters

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.schema import BaseNode
    from llama_index.core.vector_stores import MetadataFilters
    from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQueryMode

    from ingest.entries import Layer

# Enough to hold one of any phase or role that a situation may be about.
_PLACED_BY = 100
# Of 384 numbers each, some 12 kB.
_VECTORS = 512
# Of a few passages each, some 10 kB.
_FOUND = 512
_CARDS = 128  # more than there are
# So like a known question (a cosine) is another wording of it.
_MUCH_THE_SAME = 0.8
# What stands beside a concept's statement scores so much less at most; beside several of them, less.
_BESIDE = {False: 0.4, True: 0.3}


@dataclass(frozen=True)
class Method:
    """How passages are found and ordered: these defaults serve, the evaluation compares them with what they leave out.

    `known` also finds passages by the questions that they are known to answer; `reranked` orders what was found anew.
    """

    search: Literal["dense", "sparse", "hybrid"] = "hybrid"
    known: bool = True
    reranked: bool = True


SERVED = Method()


@dataclass(frozen=True)
class Passage:
    """One retrieved node: its place in the corpus, the text that was embedded, what it scored."""

    evidence: Evidence
    text: str
    scored: Scored

    @property
    def is_told_by_its_part(self) -> bool:
        """Whether much the same is known to be asked of it, and it is of a concept or tells who sees to one thing in a
        phase, behind who is in charge of all of it."""
        locator = self.evidence.locator
        own = is_concept(self.evidence) or (part_at(locator) == IN_CHARGE and not opens_its_part(locator))
        return own and self.scored.asked >= _MUCH_THE_SAME


@dataclass(frozen=True)
class _Hints:
    """What the known questions say of one that is asked: those most like it, how likely each source answers it, and how
    likely each part of a card is asked for."""

    known: Sequence[Known] = ()
    answering: Answering = UNLEARNED
    parts: Mapping[str | None, float] = field(default_factory=dict)


_NONE = _Hints()


class PassageRetriever:
    """Dense and sparse retrieval fused by Qdrant, then reranked; in a thread, so that the event loop stays free.

    `candidates` is how many fused results the reranker orders. With `added`, the index holds documents that were added
    to the corpus: they are searched apart, so that however many there are they push nothing of the corpus out. What a
    `fixed` index, which nobody changes, was found to hold is remembered.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of retrieval, put together in one place
        self,
        store: "BasePydanticVectorStore",
        embedding: "BaseEmbedding",
        relevance: Relevance,
        lessons: Lessons,
        expander: QueryExpander,
        searches: Searches,
        candidates: int,
        *,
        added: bool,
        fixed: bool = False,
        method: Method = SERVED,
    ) -> None:
        self._store = store
        self._vector = lru_cache(maxsize=_VECTORS)(embedding.get_query_embedding)
        self._known = KnownQuestions(store)
        self._lessons = lessons
        self._placing = Filters(documents=lessons.placing)
        self._relevance = relevance
        self._expander = expander
        self._searches = searches
        self._candidates = candidates
        self._added = added
        self._method = method
        self._carried = lru_cache(maxsize=_FOUND if fixed else 0)(self._carrying)
        self._likest = lru_cache(maxsize=_FOUND if fixed else 0)(self._asked)
        self._cards = lru_cache(maxsize=_CARDS if fixed else 0)(self._card)

    @property
    def left_alone(self) -> bool:
        """Whether the index is not asked now, since it does not answer."""
        return self._searches.left_alone

    async def retrieve(self, question: str, filters: Filters, top_k: int) -> list[Passage]:
        """At most `top_k` passages, best first; filters of one kind are alternatives, kinds combine."""
        return await self._searches.found(lambda: self._retrieved(question, filters, top_k))

    async def ranked(self, question: str, layer: "Layer", top_k: int) -> list[Passage]:
        """At most `top_k` passages of one layer as they are found, whether or not they carry the question."""

        def found() -> list[Passage]:
            asked = self._embedded(question)
            hints = self._hints(asked, UNFILTERED) if layer == "source" else _NONE
            return self._ranked(asked, hints, UNFILTERED, top_k, layer)

        return await self._searches.found(found)

    async def carrying(self, question: str, filters: Filters) -> list[Passage]:
        """The passages that carry the question, best first; none when nothing in the corpus does."""
        return list(await self._searches.found(lambda: self._carried(question, filters)))

    async def added(
        self, question: str, filters: Filters, names: Sequence[str], *, instructions: bool
    ) -> list[Passage]:
        """The added passages that answer the question and say all the names, best first; those of the named tools'
        documentation that come nearest, where it asks for `instructions`."""

        def found() -> list[Passage]:
            asked = self._embedded(question)
            answering = self._answering(asked, filters, names)
            return answering or (self._of_its_tools(asked, filters) if instructions else [])

        return await self._searches.found(found) if self._added else []

    async def work(self, text: str, named: frozenset[PhaseCode]) -> Work:
        """What the known questions say about one work of a situation, whose words name these phases."""

        def found() -> Work:
            asked = self._embedded(text)
            known = self._like(asked, "question", self._placing, _PLACED_BY)
            beyond = self._like(asked, "beyond", number=NEAREST)
            learned = self._lessons.phases(asked), self._lessons.needs(asked), self._lessons.answering(asked).carried
            return Work(named, known, beyond, *learned)

        return await self._searches.found(found)

    async def advice(self, text: str, among: Sequence[str]) -> Known | None:
        """The likest question of somebody who needs the tool that a told need is surely for, `among` some or any; None
        where no tool is."""

        def found() -> Known | None:
            asked = self._embedded(text)
            card = self._lessons.advising(asked, among)
            known = self._like(asked, "question", Filters(documents=(card,))) if card else []
            return advising(known)

        return await self._searches.found(found)

    async def asked(self, question: str, filters: Filters) -> list[Known]:
        """The known questions most like this one, the likest of each passage that answers them."""
        return list(await self._searches.found(lambda: self._likest(question, filters)))

    async def card(self, tool: str) -> list[Evidence]:
        """The statements of a tool's card, in the order of their locators."""
        return await self.card_of(tool, Filters(tools=(tool,)))

    async def card_of(self, title: str, filters: Filters) -> list[Evidence]:
        """The statements of the card with this title among what is about something, in the order of their locators."""
        return list(await self._searches.found(lambda: self._cards(title, filters)))

    async def cards(self, question: str) -> list[Evidence]:
        """The statements of the cards of the tools that the question names."""
        return [piece for tool in self._expander.tools(question) for piece in await self.card(tool)]

    async def source(self, known: Known) -> Evidence:
        """The passage that answers a known question."""
        (node,) = await self._searches.found(lambda: self._store.get_nodes([str(known.source)]))
        return evidence_of(node)

    def _card(self, title: str, filters: Filters) -> tuple[Evidence, ...]:
        about = map(evidence_of, self._store.get_nodes(filters=kept("source", filters)))
        own = (piece for piece in about if card_at(piece.locator) == title)
        return tuple(sorted(own, key=lambda piece: piece.locator))

    def _asked(self, question: str, filters: Filters) -> tuple[Known, ...]:
        likest: dict[str | None, Known] = {}
        for known in self._like(self._embedded(question), "question", filters):
            likest.setdefault(known.source, known)
        return tuple(likest.values())

    def _embedded(self, text: str) -> Embedded:
        return Embedded(text, self._vector(text))

    def _like(
        self, asked: Embedded, layer: "Layer", filters: Filters = UNFILTERED, number: int = COMPARED
    ) -> list[Known]:
        return self._known.like(asked, kept(layer, filters), number)

    def _retrieved(self, question: str, filters: Filters, top_k: int) -> list[Passage]:
        asked = self._embedded(question)
        own = self._ranked(asked, self._hints(asked, filters), filters, top_k)
        if not self._added:
            return own
        # What does not answer by itself is only like the question, which the corpus' own passages always are.
        others = self._others(asked, filters, top_k)
        answering = [passage for passage in others if passage.scored.answers]
        rest = [passage for passage in others if not passage.scored.answers]
        return [*_best_first(own + answering), *rest][:top_k]

    def _carrying(self, question: str, filters: Filters) -> list[Passage]:
        asked = self._embedded(question)
        within, beyond = self._like(asked, "question"), self._like(asked, "beyond", number=NEAREST)
        learned = self._lessons.answering(asked)
        known = within if filters == UNFILTERED else self._like(asked, "question", filters)
        found = self._ranked(asked, _Hints(known, learned, self._lessons.parts(asked)), filters, BREADTH)
        texts, scored = [passage.text for passage in found], [passage.scored for passage in found]
        sides = Sides(nearness(within), nearness(beyond), learned.carried)
        carrying = self._relevance.carrying(self._expander.asked(question), sides, texts, scored)
        own = self._whole(found, found[:carrying])
        if not self._added:
            return own
        both = _best_first(own + self._answering(asked, filters)) or self._of_its_tools(asked, filters)
        return both[: self._relevance.best([passage.scored for passage in both])] if both else []

    def _whole(self, found: list[Passage], own: list[Passage]) -> list[Passage]:
        """The passages that carry a question; where a statement of a concept's card comes first, all of its part behind
        it, in order, and then one more of the next best that were `found`, two behind a statement that is alone."""
        if not own or not is_concept(own[0].evidence):
            return own
        best = own[0]
        of_card = self._cards(card_at(best.evidence.locator) or "", Filters(documents=(best.evidence.document,)))
        told = {each.locator: each for each in of_card if same_part(each, best.evidence)}
        others = [each for at, each in told.items() if at != best.evidence.locator]
        part = [best, *(replace(best, evidence=each, text=each.excerpt) for each in others)]
        near = found[: self._relevance.best([each.scored for each in found], _BESIDE[bool(others)])]
        beside = [each for each in near if each.evidence.locator not in told]
        return [*part, *beside[: 1 if others else 2]]

    def _others(self, asked: Embedded, filters: Filters, top_k: int) -> list[Passage]:
        return self._ranked(asked, _NONE, filters, top_k, layer="added")

    def _answering(self, asked: Embedded, filters: Filters, names: Sequence[str] = ()) -> list[Passage]:
        return [
            passage
            for passage in self._others(asked, filters, self._candidates)
            if passage.scored.answers and all(name.casefold() in passage.text.casefold() for name in names)
        ]

    def _of_its_tools(self, asked: Embedded, filters: Filters) -> list[Passage]:
        """What comes nearest in the documentation of the tools that the question names."""
        tools = self._expander.tools(asked.text)
        if not tools or filters.tools:
            return []
        others = self._others(asked, filters.model_copy(update={"tools": tools}), self._candidates)
        return [passage for passage in others if passage.scored.answers_of_its_tool]

    def _hints(self, asked: Embedded, filters: Filters) -> _Hints:
        known = self._like(asked, "question", filters)
        return _Hints(known, self._lessons.answering(asked), self._lessons.parts(asked))

    def _ranked(
        self, asked: Embedded, hints: _Hints, filters: Filters, top_k: int, layer: "Layer" = "source"
    ) -> list[Passage]:
        from llama_index.core.schema import MetadataMode

        wording = self._expander.expanded(asked.text)
        query = Embedded(wording, asked.vector)
        hints = hints if self._method.known else _NONE
        near = likeness(hints.known)
        nodes = self._found(query, kept(layer, filters), max(self._candidates, top_k))
        missing = list(near.keys() - {node.node_id for node in nodes})
        nodes += self._store.get_nodes(missing) if missing else []
        texts = [node.get_content(MetadataMode.EMBED) for node in nodes]
        vectors = [node.get_embedding() for node in nodes]
        taught = [
            Taught(
                near.get(node.node_id, 0.0),
                hints.answering.likely(node.node_id),
                hints.parts.get(part_at(node.metadata["locator"]), 0.0),
            )
            for node in nodes
        ]
        scored = self._relevance.scored(query, texts, vectors, taught)
        found = list(zip(nodes, texts, scored, strict=True))
        if self._method.reranked:
            found.sort(key=lambda each: -each[2].score)
        return [Passage(evidence_of(node), text, score) for node, text, score in found[:top_k]]

    def _found(self, query: Embedded, filters: "MetadataFilters", number: int) -> list["BaseNode"]:
        from llama_index.core.vector_stores import VectorStoreQuery

        found = self._store.query(
            VectorStoreQuery(
                query_embedding=list(query.vector),
                query_str=query.text,
                similarity_top_k=number,
                mode=_mode(self._method),
                filters=filters,
            )
        )
        return list(found.nodes or [])


def _best_first(passages: list[Passage]) -> list[Passage]:
    """By their score; at equal scores as they came."""
    return sorted(passages, key=lambda passage: -passage.scored.score)


def _mode(method: Method) -> "VectorStoreQueryMode":
    from llama_index.core.vector_stores.types import VectorStoreQueryMode

    modes = {
        "dense": VectorStoreQueryMode.DEFAULT,
        "sparse": VectorStoreQueryMode.SPARSE,
        "hybrid": VectorStoreQueryMode.HYBRID,
    }
    return modes[method.search]
