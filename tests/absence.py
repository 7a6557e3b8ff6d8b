"""What a test does without a program that it needs."""

import os
from typing import NoReturn

import pytest


def absent(reason: str) -> NoReturn:
    """Skip; fail in continuous integration, where a skip would go unseen. Only for what `.ci/run` installs."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
