"""What a process holds, over time: resident memory and open descriptors."""

import os
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """`seconds` of `time.perf_counter()`."""

    seconds: float
    rss_mb: float
    descriptors: int


def sample(pid: int) -> Sample:
    """What the process holds now."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    kilobytes = int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)[1])
    return Sample(time.perf_counter(), kilobytes / 1024, len(os.listdir(f"/proc/{pid}/fd")))


def computed_s(pid: int) -> float:
    """Seconds that the process has computed so far, whatever else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def second_half(samples: Sequence[Sample]) -> Sequence[Sample]:
    """The samples once everything has warmed up."""
    return samples[len(samples) // 2 :]


def slope(samples: Sequence[Sample], what: str) -> float:
    """By how much it grows in a minute, by least squares."""
    minutes = [each.seconds / 60 for each in samples]
    return statistics.linear_regression(minutes, [getattr(each, what) for each in samples]).slope
