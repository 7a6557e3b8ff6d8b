"""A real vLLM in pooling mode gives the vectors that the encoder in process gives."""

import json
from collections.abc import Iterator

import numpy as np
import pytest

from ingest.embedding import make_embedding
from ingest.fetch import fetch_model
from ingest.settings import EmbeddingSettings, IngestSettings
from server.sizing.models import read_models
from tests.vllm.real_vllm import KEY, ROOT, RealVLLM, serving_vllm

pytestmark = [pytest.mark.vllm, pytest.mark.model, pytest.mark.timeout(1800)]

KNOWN = read_models().embedding
TEXTS = [
    "MLflow keeps track of experiments.",
    "Which role needs Terraform?",
    "Gated Approval demands an authorization before a model may go on to staging or to production. " * 3,
]
# The rest of the published folder, as far as vLLM reads it.
_FILES: dict[str, object] = {
    "config.json": {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": KNOWN.hidden,
        "intermediate_size": KNOWN.intermediate,
        "num_hidden_layers": 6,
        "num_attention_heads": 12,
        "max_position_embeddings": 512,
        "type_vocab_size": 2,
        "vocab_size": 30522,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
        "torch_dtype": "float32",
    },
    "tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512},
    "sentence_bert_config.json": {"max_seq_length": KNOWN.context, "do_lower_case": False},
    "modules.json": [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ],
    "1_Pooling/config.json": {"word_embedding_dimension": KNOWN.hidden, "pooling_mode_mean_tokens": True},
}


@pytest.fixture(scope="module")
def vllm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealVLLM]:
    folder = tmp_path_factory.mktemp("minilm")
    (folder / "1_Pooling").mkdir()
    for name, content in _FILES.items():
        (folder / name).write_text(json.dumps(content), "utf-8")
    for file in fetch_model("all-MiniLM-L6-v2", ROOT / "var").iterdir():
        (folder / file.name).symlink_to(file)
    options = f"--served-model-name {KNOWN.name} --runner pooling --dtype float32 --max-num-batched-tokens 2048"
    with serving_vllm(folder, folder / "server.log", *options.split()) as server:
        yield server


def _vectors(vllm: RealVLLM | None, texts: list[str]) -> np.ndarray:
    settings = IngestSettings(data_dir=ROOT / "var")
    if vllm is not None:
        remote = EmbeddingSettings.model_validate({"base_url": vllm.base_url, "api_key": KEY, "model": KNOWN.name})
        settings = IngestSettings(data_dir=ROOT / "var", embedding=remote)
    return np.array(make_embedding(settings).get_text_embedding_batch(texts))


def test_the_vectors_are_those_of_the_encoder_in_process(vllm: RealVLLM) -> None:
    served, own = _vectors(vllm, TEXTS), _vectors(None, TEXTS)
    cosines = (served * own).sum(axis=1)
    print(f"\nstarted in {vllm.started_s:.0f} s; cosines {cosines}")
    assert served.shape == (len(TEXTS), KNOWN.hidden)
    assert cosines.min() > 0.9999


def test_a_text_beyond_what_the_model_reads_is_cut_and_not_refused(vllm: RealVLLM) -> None:
    long = ["Which tools are free for monitoring, and which of them are open source? " * 60]
    assert (_vectors(vllm, long) * _vectors(None, long)).sum() > 0.9999
