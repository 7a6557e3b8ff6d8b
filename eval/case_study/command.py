"""`python -m eval case-study [--write FILE]`: this project through the paper's lifecycle, as docs/case-study.md."""

import argparse
from pathlib import Path

from server.advising import Build
from server.settings import Settings


def add_case_study(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("case-study", help="print this project's case study, or write it")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="write it there (the repository's: docs/case-study.md)"
    )
    parser.set_defaults(handler=run_case_study)


def run_case_study(options: argparse.Namespace, _: Settings, __: Build | None) -> int:
    """Compute and print or write; raises CaseStudyError."""
    from eval.case_study.document import document
    from eval.case_study.study import studied

    text = document(studied())
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0
