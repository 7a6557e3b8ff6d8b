"""LlamaIndex's metadata filters as Qdrant filters, for either engine's models."""

from types import ModuleType
from typing import Any

from llama_index.core.vector_stores import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

_ANY = (FilterOperator.IN, FilterOperator.ANY)
_EQUAL = (FilterOperator.EQ, FilterOperator.CONTAINS)
_NEGATED = {FilterOperator.NE: FilterOperator.EQ, FilterOperator.NIN: FilterOperator.IN}


def qdrant_filter(filters: MetadataFilters, models: ModuleType) -> Any:
    """A Filter of `models`; raises ValueError for an operator that the index does not serve."""
    conditions = [
        qdrant_filter(part, models) if isinstance(part, MetadataFilters) else _condition(part, models)
        for part in filters.filters
    ]
    if filters.condition is FilterCondition.OR:
        return models.Filter(should=conditions)
    if filters.condition is FilterCondition.NOT:
        return models.Filter(must_not=conditions)
    return models.Filter(must=conditions)


def _condition(part: MetadataFilter, models: ModuleType) -> Any:
    if part.operator in _NEGATED:
        same = MetadataFilter(key=part.key, value=part.value, operator=_NEGATED[part.operator])
        return models.Filter(must_not=[_condition(same, models)])
    if part.operator in _ANY and isinstance(part.value, list):
        return models.FieldCondition(key=part.key, match=models.MatchAny(any=part.value))
    if part.operator is FilterOperator.ALL and isinstance(part.value, list):
        matches = [models.FieldCondition(key=part.key, match=models.MatchValue(value=value)) for value in part.value]
        return models.Filter(must=matches)
    if part.operator in _EQUAL and isinstance(part.value, str | int):
        return models.FieldCondition(key=part.key, match=models.MatchValue(value=part.value))
    raise ValueError(
        f"the index does not filter {part.key} by {part.operator.value} with a {type(part.value).__name__}"
    )
