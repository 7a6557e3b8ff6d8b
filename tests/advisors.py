"""An advisor on real parts for as long as a test needs it, and a data folder for whoever may not share one."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from server.advisor import Advisor
from server.bootstrap import build
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
    shutil.copytree(data_dir / "index", folder / "index")
    return folder
