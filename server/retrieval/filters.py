"""Which entries of the index are searched: those of one layer that the filters of a question keep."""

from typing import TYPE_CHECKING

from server.schema import Filters

if TYPE_CHECKING:
    from llama_index.core.vector_stores import MetadataFilters

    from ingest.entries import Layer

UNFILTERED = Filters()


def kept(layer: "Layer", filters: Filters = UNFILTERED) -> "MetadataFilters":
    """LlamaIndex's filters for them; values of one kind are alternatives, kinds combine."""
    from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

    wanted = {
        "phases": filters.phases,
        "roles": filters.roles,
        "tools": filters.tools,
        "document": filters.documents,
    }
    parts = [
        MetadataFilter(key=key, value=list(values), operator=FilterOperator.IN)
        for key, values in wanted.items()
        if values
    ]
    return MetadataFilters(filters=[MetadataFilter(key="layer", value=layer), *parts])
