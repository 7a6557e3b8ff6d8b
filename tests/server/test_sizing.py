"""The arithmetic of a card's memory against figures worked out by hand, and what the command prints of it."""

import pytest

from server.__main__ import main
from server.errors import UnknownName
from server.sizing.memory import CardTooSmall, least_gb, size
from server.sizing.models import Family, read_models
from server.sizing.report import variables

KNOWN = read_models()
LLMS = {llm.name: llm for llm in KNOWN.llms()}


@pytest.mark.parametrize("family", KNOWN.llm, ids=lambda family: family.name)
def test_a_shape_comes_to_the_published_bytes(family: Family) -> None:
    llm = next(llm for llm in LLMS.values() if llm.family == family)
    assert llm.format == "bf16"
    assert llm.weights_bytes == llm.family.published_bytes


def test_the_parameters_of_a_layer_by_hand() -> None:
    # q and o 16,777,216 each, k and v 4,194,304 each, three matrices of 50,331,648: 192,937,984 in each of 36 layers.
    family = LLMS["Qwen/Qwen3-8B"].family
    assert family.linear_parameters == 6_945_767_424
    assert family.other_parameters == 2 * 622_329_856 + 304_128 + 4_096


@pytest.mark.parametrize(
    ("name", "weights"),
    [
        ("Qwen/Qwen3-8B-FP8", 6_945_767_424 + 2 * 423_936 + 2 * 1_244_967_936),
        ("Qwen/Qwen3-8B-AWQ", 3_472_883_712 + 135_659_520 + 2 * 1_244_967_936),
    ],
)
def test_quantised_weights_by_hand(name: str, weights: int) -> None:
    assert LLMS[name].weights_bytes == weights


def test_a_token_of_the_cache_by_hand() -> None:
    assert LLMS["Qwen/Qwen3-8B"].family.kv_bytes_per_token == 147_456
    assert LLMS["Qwen/Qwen3-32B"].family.kv_bytes_per_token == 262_144


def test_a_card_of_24_gb_by_hand() -> None:
    found = size(24, KNOWN)
    assert found.llm.name == "Qwen/Qwen3-8B-FP8"
    # 0.62 GiB and 90,868,376 bytes of 24,000,000,000 are 2.6 %.
    assert (found.embedding_share, found.llm_share) == (3, 89)
    assert found.activations == 184_549_376 + 77_791_232
    assert found.kv_cache == 21_360_000_000 - 9_436_551_168 - 262_340_608 - 1_073_741_824
    assert found.kv_tokens == 71_800
    assert (found.context, found.sequences) == (4096, 17)
    assert found.kv_bytes == 17 * 4096 * 147_456


def test_a_card_of_80_gb_bears_more() -> None:
    found = size(80, KNOWN)
    assert variables(found) == {
        "LLM_MODEL": "Qwen/Qwen3-32B-FP8",
        "LLM_CONTEXT": "8192",
        "LLM_SEQUENCES": "17",
        "LLM_GPU_SHARE": "0.91",
        "LLM_KV_CACHE_BYTES": str(17 * 8192 * 262_144),
        "EMBEDDING_GPU_SHARE": "0.01",
    }


@pytest.mark.parametrize("gb", [16, 24, 40, 48, 80, 96, 141, 192])
def test_what_is_promised_fits(gb: int) -> None:
    found = size(gb, KNOWN)
    assert found.sequences >= 16
    assert found.kv_bytes <= found.kv_cache
    assert found.embedding_share + found.llm_share == 92


def test_the_least_memory_is_the_least() -> None:
    llm = LLMS["Qwen/Qwen3-8B"]
    least = least_gb(KNOWN.embedding, llm, 16)
    assert size(least, KNOWN, model=llm.name).llm == llm
    with pytest.raises(CardTooSmall, match=rf"Qwen/Qwen3-8B needs a card of {least} GB"):
        size(least - 1, KNOWN, model=llm.name)


def test_a_card_for_none_of_them_names_the_least_and_fewer_answers_help() -> None:
    with pytest.raises(CardTooSmall, match=r"^8 GB are too little for 16 answers at once: Qwen/Qwen3-4B-AWQ needs"):
        size(8, KNOWN)
    assert size(8, KNOWN, concurrency=2).llm.name == "Qwen/Qwen3-4B-AWQ"


def test_an_unknown_model_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"did you mean .*Qwen/Qwen3-8B-FP8"):
        size(24, KNOWN, model="qwen3-8b-fp8")


def test_the_command_prints_the_reasoning_or_the_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "--gpu-memory", "24"]) == 0
    shown = capsys.readouterr().out
    assert "147,456 B  2 x 36 layers x 8 heads x 128 x 2 bytes" in shown
    assert "Qwen/Qwen3-14B-AWQ needs 25 GB for 16 answers at once." in shown
    assert main(["size", "--gpu-memory", "24", "--env"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("# python -m server size --gpu-memory 24")
    assert dict(line.split("=") for line in lines[1:]) == variables(size(24, KNOWN))


def test_a_card_that_is_too_small_is_one_line_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "--gpu-memory", "8"]) == 1
    assert capsys.readouterr().err.startswith("error: 8 GB are too little")


@pytest.mark.parametrize("arguments", [[], ["--gpu-memory", "0"], ["--gpu-memory", "24", "--concurrency", "65"]])
def test_bad_usage_is_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["size", *arguments])
