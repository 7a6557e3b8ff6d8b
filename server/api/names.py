"""Names that clients send, resolved to the ones the tables print: any case, aliases too."""

from collections.abc import Iterable
from typing import TypeVar

from corpus.catalogue import Catalogue
from corpus.vocabulary import MaturityModel, PhaseCode, Role, Tool
from server.errors import UnknownName
from server.schema import Filters

R = TypeVar("R", Tool, Role, MaturityModel)


def phase_of(value: str) -> PhaseCode:
    """The phase with this code; raises UnknownName."""
    try:
        return PhaseCode(value.strip().upper())
    except ValueError as error:
        raise UnknownName("phase", value, PhaseCode) from error


def tool_of(catalogue: Catalogue, value: str) -> Tool:
    """The tool with this name or alias; raises UnknownName."""
    return _named("tool", value, catalogue.tools.values())


def role_of(catalogue: Catalogue, value: str) -> Role:
    """The role with this name or alias; raises UnknownName."""
    return _named("role", value, catalogue.roles.values())


def model_of(catalogue: Catalogue, value: str) -> MaturityModel:
    """The maturity model with this name or alias; raises UnknownName."""
    return _named("maturity model", value, catalogue.maturity.values())


def resolved(filters: Filters, catalogue: Catalogue) -> Filters:
    """The filters with printed names; raises UnknownName. Documents are the index's to know."""
    return Filters(
        phases=tuple(phase_of(value).value for value in filters.phases),
        roles=tuple(role_of(catalogue, value).name for value in filters.roles),
        tools=tuple(tool_of(catalogue, value).name for value in filters.tools),
        documents=filters.documents,
    )


def _named(kind: str, value: str, records: Iterable[R]) -> R:
    listed = list(records)
    wanted = value.strip().casefold()
    for record in listed:
        if wanted == record.name.casefold():
            return record
    for record in listed:
        if wanted in (alias.casefold() for alias in record.aliases):
            return record
    raise UnknownName(kind, value, (record.name for record in listed))
