"""The list of upstream documentation says something of every tool, and nothing of others."""

from pathlib import Path

import pytest
import yaml

from corpus.catalogue import load_catalogue
from corpus.sources import SOURCES, SourcesError, load_upstreams

TOOLS = load_catalogue().tools


def test_every_tool_has_a_source_or_a_reason_for_having_none() -> None:
    found = load_upstreams(TOOLS)
    assert {source.tool for source in found.sources} | found.without.keys() == TOOLS.keys()
    assert all(reason for reason in found.without.values())
    assert all(source.url for source in found.sources if source.archive)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda listed: listed["sources"][0].update(tool="Nodix"), "'Nodix', which Table IV does not"),
        (lambda listed: listed["sources"].append(listed["sources"][0]), "names 'Delta Lake' twice"),
        (lambda listed: listed["sources"].pop(0), "says nothing of Delta Lake"),
        (lambda listed: listed["sources"][0].update(pages=["http://docs.example"]), "sources.yaml cannot be used"),
        (lambda listed: listed["sources"][0].update(archive="https://docs.example/x"), "either pages or an archive"),
        (lambda listed: listed["sources"][0].update(schedule="daily"), "sources.yaml cannot be used"),
    ],
)
def test_a_bad_list_names_the_entry(tmp_path: Path, change: object, message: str) -> None:
    listed = yaml.safe_load(SOURCES.read_text("utf-8"))
    assert callable(change)
    change(listed)
    path = tmp_path / "sources.yaml"
    path.write_text(yaml.safe_dump(listed), "utf-8")
    with pytest.raises(SourcesError, match=message):
        load_upstreams(TOOLS, path)
