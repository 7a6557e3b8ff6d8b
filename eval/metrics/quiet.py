"""ragas and deepeval, imported late and without telemetry: both would report home and read `.env` files.

Every import of the two goes through here, so that the switches are set before their first line runs.
"""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
    """Sets the switches for good, and silences the warnings of what is imported or called inside."""
    os.environ.update(SWITCHES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
