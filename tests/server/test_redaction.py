"""What leaves a text before it may stand in a span, and what stays."""

import pytest

from server.redaction import REDACTED, redacted


@pytest.mark.parametrize(
    "secret",
    [
        "jane.doe+x@mail.example.org",
        "sk-proj-abcDEF123456",
        "mla_0123456789abcdef",
        "xoxb-12345678-abcdefgh",
        "AKIAIOSFODNN7EXAMPLE",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmVk",
        "Bearer abcdefghijkl",
        "password: hunter22",
        "api_key=hunter22",
        "0f3c9a7be5d24a1e8c6f0f3c9a7be5d24a1e",
        "-----BEGIN {0}-----\nMIIB\n-----END {0}-----".format("PRIVATE KEY"),
    ],
)
def test_a_secret_leaves_a_text(secret: str) -> None:
    said = redacted({"one": f"Mine is {secret}, which tool fits?", "several": [f"a {secret} b"], "count": 3})
    assert secret not in str(said)
    assert said["count"] == 3
    assert REDACTED in str(said["one"])
    assert str(said["one"]).startswith("Mine is ")
    assert str(said["one"]).endswith(", which tool fits?")


def test_a_password_leaves_an_address_which_stays_readable() -> None:
    assert redacted({"a": "at https://me:hunter22@host/x"}) == {"a": f"at https://{REDACTED}@host/x"}


@pytest.mark.parametrize(
    "text",
    [
        "Which tools for CI are free? In Model Deployment (D), Gated Approval demands an authorization [1].",
        "Tokens are what an LLM reads; the task-specific pre-trained model needs a secret store.",
        "Azure Container Registry, Weights & Biases, scikit-learn and Hugging Face cost $1,234.50.",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted({"a": text}) == {"a": text}
