"""Entries as LlamaIndex nodes, nodes as stored payloads, and back to the evidence they carry."""

from typing import TYPE_CHECKING, Any

from corpus.vocabulary import Evidence
from ingest.entries import Entry

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode, TextNode

_TEXT = "text"


def node_of(entry: Entry) -> "TextNode":
    """The entry's node; its embedded content is the heading above the text."""
    return node_from(entry.id, entry.model_dump(mode="json"))


def payload_of(node: "BaseNode") -> dict[str, Any]:
    """What is stored beside the node's vectors: its metadata and its text."""
    return {**node.metadata, _TEXT: getattr(node, _TEXT)}


def node_from(node_id: str, payload: dict[str, Any], embedding: list[float] | None = None) -> "TextNode":
    """The node that `payload_of` came from; without a text where the payload has none."""
    from llama_index.core.schema import TextNode

    metadata = {key: value for key, value in payload.items() if key != _TEXT}
    unread = [key for key in metadata if key != "heading"]
    return TextNode(
        id_=node_id,
        text=payload.get(_TEXT, ""),
        embedding=embedding,
        metadata=metadata,
        metadata_template="{value}",
        excluded_embed_metadata_keys=unread if metadata.get("heading") else list(metadata),
        excluded_llm_metadata_keys=list(metadata),
    )


def evidence_of(node: "BaseNode") -> Evidence:
    """The place in the corpus that the node stands for; raises KeyError for a node not of this index."""
    fields = {name: node.metadata[name] for name in ("kind", "document", "title", "locator", "url", "as_of")}
    return Evidence(excerpt=getattr(node, _TEXT), **fields)
