"""Files that lie beside the code and go to the browser."""

from pathlib import Path

HERE = Path(__file__).parent


def asset(name: str) -> str:
    """The text of one of them."""
    return (HERE / name).read_text(encoding="utf-8")
