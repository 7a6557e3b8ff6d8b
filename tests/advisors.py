"""An advisor on real parts for as long as a test needs it, and data for whoever may not share any."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ingest.disk import copy_folder
from server.advisor import Advisor
from server.bootstrap import build
from server.release import CORPUS, PROMPTS, Sources
from server.settings import Settings


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[Advisor]:
    """The advisor of these settings, loaded, and closed whatever happens."""
    advisor = build(settings)
    await advisor.start()
    try:
        await advisor.settled(llm=True)
        yield advisor
    finally:
        await advisor.close()


def copied(data_dir: Path, folder: Path) -> Path:
    """`folder` with the index of `data_dir`, which another process may have open, and its models."""
    (folder / "models").symlink_to((data_dir / "models").resolve())
    copy_folder(data_dir / "index", folder / "index")
    return folder


def smaller(folder: Path) -> Sources:
    """A copy of the corpus, free to change, whose cards come without the questions that they answer: an index of it is
    soon built."""
    cards = {"concepts", "phases", "roles", "tools"}

    def left_out(parent: str, names: list[str]) -> set[str]:
        asked = Path(parent).name in cards
        return {name for name in names if name == "__pycache__" or (asked and name.endswith(".toml"))}

    return Sources(Path(shutil.copytree(CORPUS, folder / "corpus", ignore=left_out)), PROMPTS)
