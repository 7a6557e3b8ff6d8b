"""`/v1/catalog/*`: filters, citations, and refusal of what is not known."""

from typing import Any

import httpx
import pytest

from server.schema import Citation


def names(api: httpx.Client, query: str) -> set[str]:
    """Names that `/v1/catalog/<query>` gives; every record must carry resolvable citations."""
    response = api.get(f"/v1/catalog/{query}")
    assert response.status_code == 200, response.text
    records: list[dict[str, Any]] = response.json()[query.split("?", maxsplit=1)[0]]
    for record in records:
        citations = [Citation.model_validate(citation) for citation in record["citations"]]
        assert [citation.n for citation in citations] == list(range(1, len(citations) + 1))
        assert citations
    return {record["name"] for record in records}


def test_everything_is_listed_without_filters(api: httpx.Client) -> None:
    counts = {kind: len(names(api, kind)) for kind in ("phases", "roles", "tools", "maturity")}
    assert counts == {"phases": 9, "roles": 13, "tools": 55, "maturity": 5}


def test_phases_given_twice_must_both_hold(api: httpx.Client) -> None:
    both = names(api, "tools?phase=VC&phase=CI")
    assert both == names(api, "tools?phase=VC") & names(api, "tools?phase=CI")
    assert {"Azure DevOps", "GitLab Enterprise"} <= both


def test_model_development_is_either_half(api: httpx.Client) -> None:
    assert names(api, "tools?phase=md") == names(api, "tools?phase=MDT") | names(api, "tools?phase=MDL")


@pytest.mark.parametrize(
    ("one", "other"), [("cost=free", "cost=%240"), ("cost=cb", "cost=CB"), ("cost=by%20request", "cost=By Request")]
)
def test_costs_in_other_words(api: httpx.Client, one: str, other: str) -> None:
    assert names(api, f"tools?{one}") == names(api, f"tools?{other}") != set()


def test_every_tool_has_exactly_one_kind_of_cost(api: httpx.Client) -> None:
    kinds = [names(api, f"tools?cost={kind}") for kind in ("fixed", "CB", "By Request")]
    assert sum(map(len, kinds)) == len(set().union(*kinds)) == 55
    assert names(api, "tools?cost=free") < names(api, "tools?cost=fixed")


def test_licence_name_and_alias(api: httpx.Client) -> None:
    assert "Azure DevOps" in names(api, "tools?open_source=false")
    assert names(api, "tools?name=MLFLOW") == {"MLFlow"}
    assert names(api, "tools?name=deltalake") == {"Delta Lake"}
    assert names(api, "maturity?name=aws") == {"Amazon"}
    assert names(api, "roles?name=qa engineer") == {"QA Engineer"}
    assert names(api, "phases?phase=MDL&phase=CI") == {
        phase["name"] for phase in api.get("/v1/catalog/phases").json()["phases"] if phase["code"] in ("MDL", "CI")
    }


def test_an_empty_set_is_an_answer_and_cites_the_column(api: httpx.Client) -> None:
    body = api.get("/v1/catalog/roles?phase=CI").json()
    assert body["roles"] == []
    assert body["citations"][0]["locator"] == "Table III, column MLOps Abbreviated Phase"


def test_a_selection_cites_the_columns_it_rests_on(api: httpx.Client) -> None:
    body = api.get("/v1/catalog/tools?phase=MD&cost=free&open_source=true").json()
    columns = [citation["locator"] for citation in body["citations"]]
    assert columns == [f"Table IV, column {name}" for name in ("MDT", "MDL", "Cost/Month", "Open Source")]


def test_what_is_printed_oddly_carries_its_note(api: httpx.Client) -> None:
    qa = api.get("/v1/catalog/roles?name=QA Engineer").json()["roles"][0]
    assert "DT" in qa["phases"]
    assert qa["note"]


@pytest.mark.parametrize("query", ["tools?phase=CI&cost=free", "tools?phase=M&phase=D", "roles", "phases", "maturity"])
def test_following_the_pages_gives_the_whole_list(api: httpx.Client, query: str) -> None:
    kind = query.partition("?")[0]
    whole = api.get(f"/v1/catalog/{query}").json()
    assert (whole["total"], whole["next"]) == (len(whole[kind]), None)
    pages, address = [], f"/v1/catalog/{query}{'&' if '?' in query else '?'}limit=2"
    while address is not None:
        pages.append(api.get(address).json())
        address = pages[-1]["next"]
    assert [len(page[kind]) for page in pages[:-1]] == [2] * (len(pages) - 1)
    assert [record for page in pages for record in page[kind]] == whole[kind]
    assert {page["total"] for page in pages} == {whole["total"]}


def test_a_page_behind_the_last_one_is_empty(api: httpx.Client) -> None:
    body = api.get("/v1/catalog/tools?offset=55&limit=5").json()
    assert (body["tools"], body["total"], body["next"]) == ([], 55, None)
    assert len(api.get("/v1/catalog/tools?offset=50").json()["tools"]) == 5


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("tools?limit=0", "limit should be greater than or equal to 1"),
        ("tools?limit=101", "limit should be less than or equal to 100"),
        ("roles?offset=-1", "offset should be greater than or equal to 0"),
        ("phases?limit=all", "limit should be a valid integer"),
        ("tools?limit=1&limit=2", "limit is given 2 times"),
        ("tools?phse=CI", "phse is unknown: did you mean phase? known are limit, offset, phase, cost"),
        ("tools?phase=XX", "unknown phase 'XX': known are BN"),
        ("tools?phase=", "unknown phase ''"),
        ("tools?name=mlflw", "did you mean MLFlow?"),
        ("tools?name=zzzzqq", "the 55 names"),
        ("tools?cost=cheap", "known are free, fixed, CB, By Request, $0"),
        ("tools?cost=%2415", "unknown cost '$15'"),
        ("tools?open_source=maybe", "open_source should be a valid boolean"),
        ("tools?cost=free&cost=CB", "cost is given 2 times"),
        ("roles?cost=free", "cost is unknown: known are limit, offset, phase, name"),
        ("roles?phase=DT", "unknown phase 'DT'"),
        ("phases?code=CI", "code is unknown: "),
        ("maturity?name=Gogle", "did you mean Google?"),
    ],
)
def test_unknown_parameters_and_values(api: httpx.Client, query: str, detail: str) -> None:
    response = api.get(f"/v1/catalog/{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert detail in response.json()["detail"]
