"""`.venv-vllm/bin/python deploy/vllm/convert.py FILE.gguf FOLDER`: a GGUF file as the folder that vLLM serves.

Run by the environment of vLLM, since transformers and torch are not in ours.
"""

import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig


def main(gguf: Path, folder: Path) -> None:
    """Write the folder at once, so that one that was interrupted is never taken for whole."""
    partial = folder.with_name(folder.name + ".part")
    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    tokenizer.save_pretrained(partial)
    model = AutoModelForCausalLM.from_pretrained(
        gguf.parent, gguf_file=gguf.name, quantization_config=GgufConfig(dequantize=True), dtype=torch.bfloat16
    )
    model.save_pretrained(partial)
    partial.rename(folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
