"""The release: one short name for everything that shapes an answer.

Two processes with the same release answer alike, and an Answer's `release` says what gave it. The
hash covers the corpus files, the prompts, the index, the model names and every setting that is not
in `NOT_SHAPING`. It does not cover code: that is what a commit and a version are for.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.main import IncEx

from server.settings import Settings

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
PROMPTS = ROOT / "server" / "prompts"
HEX_DIGITS = 12
CORPUS_SUFFIXES = frozenset({".toml", ".md"})


@dataclass(frozen=True)
class Sources:
    """The files that shape answers: the repository's own, or a release's copy of them."""

    corpus: Path = CORPUS
    prompts: Path = PROMPTS

    @property
    def tables(self) -> Path:
        """The tables of the paper and the lists beside them."""
        return self.corpus / "tables"

    @property
    def documents(self) -> Path:
        """The texts."""
        return self.corpus / "documents"


TREE = Sources()

NOT_SHAPING: dict[str, IncEx | bool] = {
    "data_dir": True,
    "api": True,
    "limits": True,
    "ui": True,
    "qdrant": True,
    "journal": True,
    "freshness": True,
    "slack": True,
    "database": True,
    "tracing": True,
    "embedding": {"base_url", "api_key", "batch_size"},
    "llm": {
        "base_url",
        "api_key",
        "timeout_s",
        "first_token_s",
        "narration_s",
        "threads",
        "usd_per_million_prompt_tokens",
        "usd_per_million_completion_tokens",
    },
}
"""Where things run, what they cost and who may call them: the same answer comes out."""


def release_hash(settings: Settings, index: str, corpus: Path = CORPUS, prompts: Path = PROMPTS) -> str:
    """First 12 hex digits of the sha256 over what shapes an answer; `index` is the index's own hash.

    The same inputs give the same hash on every machine: files enter by their path below the folder
    and their bytes, settings as sorted JSON.
    """
    content = json.dumps(
        {
            "corpus": _digests(corpus, CORPUS_SUFFIXES),
            "prompts": _digests(prompts),
            "index": index,
            "settings": shaping_settings(settings),
        },
        sort_keys=True,
        ensure_ascii=True,
    )
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:HEX_DIGITS]


def shaping_settings(settings: Settings) -> dict[str, Any]:
    """The settings that shape answers, and whether the embedded models (quantized) are the ones used."""
    shaping = settings.model_dump(mode="json", exclude=NOT_SHAPING)
    shaping["llm"]["embedded"] = settings.llm.base_url is None
    shaping["embedding"]["embedded"] = settings.embedding.base_url is None
    return shaping


def _digests(folder: Path, suffixes: frozenset[str] | None = None) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and (suffixes is None or path.suffix in suffixes)
    }
