"""ragas and deepeval, imported late and without telemetry: both would report home and read `.env` files.

Every import of the two goes through here, so that the switches are set before their first line runs.
"""

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from pathlib import Path
from unittest.mock import patch

SWITCHES = {
    "RAGAS_DO_NOT_TRACK": "true",
    "DEEPEVAL_TELEMETRY_OPT_OUT": "1",
    "DEEPEVAL_DISABLE_DOTENV": "1",
    "DEEPEVAL_UPDATE_WARNING_OPT_IN": "0",
    "DEEPEVAL_FILE_SYSTEM": "READ_ONLY",
    # Where it insists on writing: never the working folder, which may be the repository.
    "DEEPEVAL_CACHE_FOLDER": str(Path(tempfile.gettempdir()) / "advisor-deepeval"),
    "DEEPEVAL_HOME": str(Path(tempfile.gettempdir()) / "advisor-deepeval"),
}


@contextmanager
def quiet() -> Iterator[None]:
    """Sets the switches for good; inside, what is printed goes to stderr, since stdout is the command's own, and
    warnings are silenced.

    Both hold for the whole process, so that nothing may be awaited inside: other tasks would be caught too.
    """
    os.environ.update(SWITCHES)
    with redirect_stdout(sys.stderr), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
        if "ragas" in sys.modules:
            _settle_user()


@cache
def _settle_user() -> None:
    """ragas numbers its users in a file in their home, whether or not it may report them. It asks for the number once
    a process: that is done here, where the file does not outlive the call."""
    from ragas import _analytics

    with (
        tempfile.TemporaryDirectory() as home,
        patch.object(_analytics, "user_data_dir", lambda appname: f"{home}/{appname}"),
    ):
        _analytics.get_userid()
