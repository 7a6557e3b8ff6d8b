"""One store, two engines: the same contract on Qdrant's engine in process and through its client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)
from llama_index.core.vector_stores.types import VectorStoreQueryMode
from qdrant_client import QdrantClient

from ingest.edge import EdgeEngine
from ingest.engine import Engine
from ingest.nodes import node_from
from ingest.remote import RemoteEngine
from ingest.store import QdrantStore

IDS = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(5)]
TEXTS = [
    ("Prometheus scrapes metrics", [1.0, 0.0, 0.0], ["M"], ["Prometheus"]),
    ("Grafana draws dashboards of metrics", [0.9, 0.1, 0.0], ["M", "AS"], ["Grafana"]),
    ("Jenkins runs pipelines", [0.0, 1.0, 0.0], ["CI"], ["Jenkins"]),
    ("Git keeps versions", [0.0, 0.8, 0.2], ["VC"], ["Git"]),
]


def _nodes() -> list[TextNode]:
    nodes = []
    for node_id, (text, vector, phases, tools) in zip(IDS, TEXTS, strict=False):
        document = "ops" if "M" in phases else "dev"
        payload = {"text": text, "document": document, "heading": "", "phases": phases, "roles": [], "tools": tools}
        nodes.append(node_from(node_id, payload | {"source": None}, vector))
    return nodes


# The client's local mode warns that payload indexes have no effect in it.
@pytest.fixture(params=["edge", pytest.param("remote", marks=pytest.mark.filterwarnings("ignore:Payload indexes"))])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[QdrantStore]:
    engine: Engine
    if request.param == "edge":
        engine = EdgeEngine.create(tmp_path / "shard", 3)
    else:
        engine = RemoteEngine.create(QdrantClient(":memory:"), "advisor", 3, {})
    store = QdrantStore(engine)
    store.add(_nodes())
    engine.finish()
    yield store
    store.close()


@pytest.mark.parametrize("mode", ["default", "hybrid"])
def test_of_a_node_only_the_fields_that_are_asked_for_are_read(store: QdrantStore, mode: str) -> None:
    query = VectorStoreQuery([0.9, 0.1, 0.0], 2, query_str="dashboards", mode=VectorStoreQueryMode(mode))
    whole = store.query(query)
    query.output_fields = ["tools", "source"]
    found = store.query(query)
    assert (found.ids, found.similarities) == (whole.ids, whole.similarities)
    assert [node.metadata["tools"] for node in found.nodes or []] == [["Grafana"], ["Prometheus"]]
    for node in found.nodes or []:
        assert node.metadata.keys() == {"tools", "source"}
        assert (node.get_content(), node.embedding) == ("", None)


def _ask(
    store: QdrantStore,
    mode: str,
    words: str | None = None,
    vector: list[float] | None = None,
    where: MetadataFilters | None = None,
) -> list[str]:
    query = VectorStoreQuery(
        query_embedding=vector,
        query_str=words,
        similarity_top_k=4,
        mode=VectorStoreQueryMode(mode),
        filters=where,
    )
    return [node.metadata["tools"][0] for node in store.query(query).nodes or []]


def test_dense_orders_by_cosine(store: QdrantStore) -> None:
    assert _ask(store, "default", vector=[1.0, 0.0, 0.0])[:2] == ["Prometheus", "Grafana"]


def test_sparse_finds_stems_and_only_texts_that_share_a_word(store: QdrantStore) -> None:
    assert _ask(store, "sparse", "a pipeline that is running") == ["Jenkins"]
    assert _ask(store, "text_search", "dashboard metric") == ["Grafana", "Prometheus"]


def test_hybrid_puts_first_what_both_lists_rank_high(store: QdrantStore) -> None:
    assert _ask(store, "hybrid", "dashboards", [0.95, 0.05, 0.0])[0] == "Grafana"


def test_scores_of_hybrid_are_reciprocal_ranks(store: QdrantStore) -> None:
    query = VectorStoreQuery(
        query_embedding=[1.0, 0.0, 0.0], query_str="scrapes", similarity_top_k=1, mode=VectorStoreQueryMode.HYBRID
    )
    assert store.query(query).similarities == pytest.approx([2 / 60], rel=0.05)


def test_stop_words_alone_leave_the_dense_list(store: QdrantStore) -> None:
    assert _ask(store, "hybrid", "which of the", [0.0, 1.0, 0.0])[0] == "Jenkins"
    assert _ask(store, "sparse", "which of the") == []


@pytest.mark.parametrize(
    ("key", "operator", "value", "expected"),
    [
        ("phases", FilterOperator.ANY, ["AS", "CI"], {"Grafana", "Jenkins"}),
        ("phases", FilterOperator.IN, ["VC"], {"Git"}),
        ("phases", FilterOperator.ALL, ["M", "AS"], {"Grafana"}),
        ("phases", FilterOperator.CONTAINS, "M", {"Prometheus", "Grafana"}),
        ("document", FilterOperator.EQ, "dev", {"Jenkins", "Git"}),
        ("document", FilterOperator.NE, "dev", {"Prometheus", "Grafana"}),
        ("tools", FilterOperator.NIN, ["Git", "Jenkins", "Grafana"], {"Prometheus"}),
    ],
)
def test_filters_hold_in_every_mode(
    store: QdrantStore, key: str, operator: FilterOperator, value: str | list[str], expected: set[str]
) -> None:
    where = MetadataFilters(filters=[MetadataFilter(key=key, value=value, operator=operator)])
    assert set(_ask(store, "default", None, [1.0, 0.5, 0.1], where)) == expected
    assert set(_ask(store, "hybrid", "metrics pipelines versions", [1.0, 0.5, 0.1], where)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (FilterCondition.AND, {"Grafana"}),
        (FilterCondition.OR, {"Prometheus", "Grafana"}),
        (FilterCondition.NOT, {"Jenkins", "Git"}),
    ],
)
def test_filters_combine(store: QdrantStore, condition: FilterCondition, expected: set[str]) -> None:
    parts = [MetadataFilter(key="phases", value=code, operator=FilterOperator.CONTAINS) for code in ("M", "AS")]
    where = MetadataFilters(filters=[MetadataFilters(filters=list(parts), condition=condition)])
    assert set(_ask(store, "default", None, [1.0, 0.5, 0.1], where)) == expected


def test_writing_again_replaces_and_deleting_a_document_takes_its_nodes(store: QdrantStore) -> None:
    store.add(_nodes()[:1])
    assert store.client.count() == 4
    store.delete("ops")
    assert [node.node_id for node in store.get_nodes(IDS)] == IDS[2:4]


def test_all_that_filters_keep_come_with_their_vectors_however_many_pages(
    store: QdrantStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in ("ingest.edge", "ingest.remote"):
        monkeypatch.setattr(f"{engine}.PAGE", 1)
    where = MetadataFilters(filters=[MetadataFilter(key="document", value="dev")])
    nodes = store.get_nodes(filters=where)
    assert {node.node_id for node in nodes} == set(IDS[2:4])
    assert all(len(node.get_embedding()) == 3 for node in nodes)
    with pytest.raises(ValueError, match="not both"):
        store.get_nodes(IDS, where)


@pytest.mark.parametrize(
    "query",
    [
        VectorStoreQuery(query_str="x", mode=VectorStoreQueryMode.HYBRID),
        VectorStoreQuery(query_embedding=[1.0, 0.0, 0.0], mode=VectorStoreQueryMode.MMR),
        VectorStoreQuery(query_embedding=[1.0, 0.0, 0.0], node_ids=[IDS[0]]),
        VectorStoreQuery(
            query_embedding=[1.0, 0.0, 0.0],
            filters=MetadataFilters(filters=[MetadataFilter(key="phases", value="M", operator=FilterOperator.GT)]),
        ),
    ],
    ids=["no-embedding", "mode", "node-ids", "operator"],
)
def test_what_is_not_served_is_refused_and_not_ignored(store: QdrantStore, query: VectorStoreQuery) -> None:
    with pytest.raises(ValueError, match=r"index|needs query_embedding"):
        store.query(query)
