"""What leaves a text before it may be kept or stand in a span, and what stays."""

import json
import sys
from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from server.redaction import REDACTED, clean, redacted

ROOT = Path(__file__).parents[2]
SECRETS = [
    "sk-proj-abcDEF123456",
    "mla_0123456789abcdef",
    "xoxb-12345678-abcdefgh",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmVk",
    "Bearer abcdefghijkl",
    "Basic dXNlcjpwYXNz",
    "password: hunter22",
    "api_key=hunter22",
    "0f3c9a7be5d24a1e8c6f0f3c9a7be5d24a1e",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "-----BEGIN {0}-----\nMIIB\n-----END {0}-----".format("PRIVATE KEY"),
]
PEOPLE = [
    "jane.doe+x@mail.example.org",
    "+49 30 901820",
    "0049 30 901820",
    "(415) 555-2671",
    "020 7946 0958",
    "0171 1234567",
    "01 42 68 53 00",
    "030 12345 ext. 67890",
    "203.0.113.9",
    "192.168.178.23",
    "2001:db8::1",
    "fe80::1ff:fe23:4567:890a",
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "DE89 3704 0044 0532 0130 00",
    "GB82WEST12345698765432",
]


@pytest.mark.parametrize("secret", [*SECRETS, *PEOPLE])
def test_what_is_nobody_elses_leaves_a_text(secret: str) -> None:
    assert clean(f"Mine is {secret}, which tool fits?") == f"Mine is {REDACTED}, which tool fits?"
    told = {"gen_ai.prompt": f"Mine is {secret}, so", "gen_ai.several": [f"a {secret} b"]}
    assert redacted(told) == {"gen_ai.prompt": f"Mine is {REDACTED}, so", "gen_ai.several": [f"a {REDACTED} b"]}


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_leaves_whatever_a_span_says(secret: str) -> None:
    assert secret not in str(redacted({"http.url": f"at {secret}, now", "count": 3}))


def test_a_span_still_tells_where_it_went() -> None:
    told = {"server.address": "203.0.113.9", "http.status_code": 200, "rpc.ids": ["4111111111111111"]}
    assert redacted(told) == told


def test_a_password_leaves_an_address_which_stays_readable() -> None:
    assert clean("at https://me:hunter22@host/x") == f"at https://{REDACTED}@host/x"
    assert clean("at hooks.slack.com/services/T0/B0/abc") == f"at hooks.slack.com/services/{REDACTED}"
    assert clean("Ask 192.168.178.23:8080 or 127.0.0.1:8000") == f"Ask {REDACTED}:8080 or 127.0.0.1:8000"


@pytest.mark.parametrize(
    "text",
    [
        "Which tools for CI are free? In Model Deployment (D), Gated Approval demands an authorization [1].",
        "Tokens are what an LLM reads; the task-specific pre-trained model needs a secret store. Basic functions stay.",
        "Azure Container Registry, Weights & Biases, scikit-learn and Hugging Face cost $1,234.50 or 1,234,567,890.",
        "From 10000 to 20000 a month, 2024-12-16 to 2025-01-02, 10:30:15, Python 3.11.4, v1.2.3.4, std::vector, ::",
        "See https://github.com/langchain-ai/langsmith-sdk/issues/196 and arXiv 2503.15577, order 4111111111111112.",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert clean(text) == text


def test_prices_dates_and_citations_are_not_looked_up_as_telephones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)  # to import it fails
    text = "Trello costs $50 a month [1][2], Asana $300 [3] and Jira $1,234 [4][5], all of Table IV (2024-12-16)."
    assert clean(text) == text


def test_every_name_of_the_tables_stays() -> None:
    catalogue = load_catalogue()
    names = [*catalogue.tools, *catalogue.roles, *catalogue.maturity, *(p.name for p in catalogue.phases.values())]
    assert clean(" ".join(names)) == " ".join(names)


def test_questions_stay_as_they_were_asked() -> None:
    lines = [
        line for path in (ROOT / "eval" / "golden").glob("*.jsonl") for line in path.read_text("utf-8").splitlines()
    ]
    asked = [json.loads(line)["question"] for line in lines[::5]]
    assert len(asked) > 1_000
    assert [question for question in asked if clean(question) != question] == []
