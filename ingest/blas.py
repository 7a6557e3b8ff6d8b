"""NumPy's matrix products on one thread."""

import ctypes
import logging
from pathlib import Path

import numpy as np

log = logging.getLogger(__name__)


def use_one_thread() -> None:
    """Limit the OpenBLAS that NumPy's wheels bundle to one thread, in the whole process.

    Its threads wait for each other by spinning. Beside a busy neighbour (the LLM on the same cores)
    one question took 90-300 ms on two threads and 9 ms on one, and alone two threads gain little.
    """
    for library in (Path(np.__file__).parents[1] / "numpy.libs").glob("*openblas*"):
        limit = getattr(ctypes.CDLL(str(library)), "scipy_openblas_set_num_threads64_", None)
        if limit is not None:
            limit(1)
            return
    log.warning("this NumPy bundles no OpenBLAS: set its BLAS to one thread where embedding beside an LLM is slow")
