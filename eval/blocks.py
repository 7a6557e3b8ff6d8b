"""What commands write into documents: the text between two marks."""

import re
from pathlib import Path

from eval.golden import GoldenError


def replace_block(path: Path, name: str, text: str) -> None:
    """Put `text` between the marks of this name; raises GoldenError where the file has no such place."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    whole = path.read_text(encoding="utf-8")
    block = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if len(block.findall(whole)) != 1:
        raise GoldenError(f"{path} has no place for the table: add the lines {begin} and {end}")
    path.write_text(block.sub(lambda _: f"{begin}\n{text}\n{end}", whole), encoding="utf-8")
