"""`python -m server [serve]`, `python -m server ask "…" [--json] [--no-narrate] [--conversation ID]`,
`python -m server keys create|list|rotate|revoke`, `python -m server size --gpu-memory GB|--nodes N`,
`python -m server doctor` and `python -m server backup|restore DIR`.

Exit status: 0 for any Answer, 1 for a failure, 2 for bad usage or bad settings; each with one line
on stderr that names the fix. Nothing is read from stdin.
"""

import argparse
import contextlib
import logging
import os
import sys
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from server.access.commands import add_key_commands, run_key_command
from server.advising import Advising, Build
from server.backup.command import add_backup_commands, run_backup_command
from server.schema import MAX_QUESTION_CHARS, AskRequest
from server.settings import Settings, load_settings
from server.sizing.command import add_size_command, run_size_command

log = logging.getLogger("server")

USAGE, FAILURE, INTERRUPTED = 2, 1, 130


def built(settings: Settings) -> Advising:
    """The advisor of the live release, or of this tree; imported late, since it brings the heavy libraries."""
    from server.releases.served import served

    return served(settings)


def main(arguments: Sequence[str] | None = None, build: Build = built) -> int:
    """Run one command over the advisor that `build` gives, and return the exit status."""
    from server.errors import AdvisorError, fail, settings_message

    options = command_line().parse_args(arguments)
    try:
        settings = load_settings()
    except ValueError as error:
        return fail(USAGE, settings_message(error))
    try:
        if options.command == "keys":
            return run_key_command(options, settings)
        if options.command == "size":
            return run_size_command(options)
        if options.command == "doctor":
            from server.doctor.command import run_doctor

            return run_doctor(settings)
        if options.command in ("backup", "restore"):
            return run_backup_command(options, settings)
        return _ask(options, settings, build) if options.command == "ask" else _serve(settings, build)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (AdvisorError, OSError, ValueError) as error:
        return fail(FAILURE, " ".join(str(error).split()))
    except Exception as error:
        log.error("unexpected", exc_info=error)
        return fail(FAILURE, f"unexpected {type(error).__name__}: {' '.join(str(error).split())}")


def command_line() -> argparse.ArgumentParser:
    """What the commands and their options are."""
    parser = argparse.ArgumentParser(prog="python -m server", description="MLOps Advisor")
    commands = parser.add_subparsers(dest="command", metavar="serve | ask | keys | size | doctor | backup | restore")
    commands.add_parser("serve", help="serve the HTTP API (the default)")
    ask = commands.add_parser("ask", help="ask one question and print the answer with its citations")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print exactly one Answer as JSON")
    ask.add_argument("--no-narrate", action="store_true", help="answer from verified facts, without the LLM")
    ask.add_argument("--conversation", metavar="ID", help="go on with this conversation (needs a running server)")
    add_key_commands(commands)
    add_size_command(commands)
    add_backup_commands(commands)
    commands.add_parser("doctor", help="check everything that serving needs, and name the fix; 1 when any part failed")
    return parser


def _serve(settings: Settings, build: Build) -> int:
    from server.serving import serve

    return serve(settings, build)


def _ask(options: argparse.Namespace, settings: Settings, build: Build) -> int:
    try:
        request = AskRequest(
            question=options.question, conversation_id=options.conversation, narrate=not options.no_narrate
        )
    except ValidationError as error:
        from server.errors import fail

        return fail(USAGE, _usage_message(error))

    from server.asking import asked
    from server.console import rendered
    from server.telemetry import set_up_logging

    set_up_logging()
    with _stdout_kept():
        answer = asked(request, settings, build)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(answer.model_dump_json() if options.json else rendered(answer))
    return 0


def _usage_message(error: ValidationError) -> str:
    found = error.errors()[0]
    messages = {
        "string_too_short": "the question is empty: ask something",
        "string_too_long": f"the question is too long: use at most {MAX_QUESTION_CHARS} characters",
        "string_unicode": "the question is not valid UTF-8: set a UTF-8 locale and send it again",
        "string_pattern_mismatch": "the conversation id is malformed: use up to 64 letters, digits, _ or -",
    }
    return messages.get(found["type"], found["msg"])


@contextlib.contextmanager
def _stdout_kept() -> Iterator[None]:
    """Send whatever libraries and child processes print to stderr: stdout is for the answer."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


if __name__ == "__main__":
    sys.exit(main())
