"""`python deploy/audited.py REPORT...`: what reports of pip-audit say together.

Status 0: no known weakness; 1: some; 2: not all packages could be compared, or none.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path


def main(reports: Sequence[str]) -> int:
    """Print the findings and return the status. A report that is missing or empty compared nothing."""
    compared: set[str] = set()
    seen: set[str] = set()
    found: set[str] = set()
    for package in (each for report in reports for each in _packages(Path(report))):
        seen.add(package["name"])
        if "vulns" in package:
            compared.add(package["name"])
            found |= set(_weaknesses(package))
    for line in sorted(found):
        print(line)
    unknown = sorted(seen - compared)
    if found:
        print("error: raise these in the lock, or say in docs/security.md why they do not matter", file=sys.stderr)
        return 1
    if unknown or not seen:
        named = f", not {', '.join(unknown)}" if compared else ""
        counts = f"{len(compared)} of {len(seen)} packages could be compared with advisories{named}"
        print(f"error: {counts}; are PyPI's and OSV's within reach? See var/audit/*.log", file=sys.stderr)
        return 2
    print(f"no known weakness in {len(compared)} packages")
    return 0


def _packages(report: Path) -> Iterator[dict]:
    if report.exists() and (text := report.read_text("utf-8")):
        yield from json.loads(text)["dependencies"]


def _weaknesses(package: dict) -> Iterator[str]:
    for each in package["vulns"]:
        names = ", ".join(sorted({each["id"], *each.get("aliases", ())}))
        fixed = " or ".join(each["fix_versions"]) or "no version yet"
        yield f"{package['name']} {package['version']}: {names}; fixed in {fixed}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
