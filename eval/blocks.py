"""What commands write into documents: the text between two marks."""

from pathlib import Path

from eval.golden import GoldenError


def read_block(path: Path, name: str) -> str:
    """The text between the marks of this name; raises GoldenError where the file has no such place."""
    return _parts(path, name)[1]


def replace_block(path: Path, name: str, text: str) -> None:
    """Put `text` between the marks of this name; raises GoldenError where the file has no such place."""
    head, _, tail = _parts(path, name)
    path.write_text(f"{head}\n{text}\n{tail}", encoding="utf-8")


def _parts(path: Path, name: str) -> tuple[str, str, str]:
    """The file up to the first mark, what stands between the marks, and the rest from the second mark on."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    head, begun, rest = path.read_text(encoding="utf-8").partition(begin)
    block, ended, tail = rest.partition(end)
    if not ended or begin in rest or end in tail:
        raise GoldenError(f"{path} has no place for the table: add the lines {begin} and {end}")
    return head + begun, block.strip("\n"), ended + tail
