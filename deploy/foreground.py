"""Run the Procfile, or that of `-f FILE`, under honcho, and end its processes when the terminal closes as well as on
Ctrl-C.

honcho handles SIGINT and SIGTERM alone. Each process has a session of its own, so a closed terminal
would end honcho and leave them behind, holding their ports.
"""

import os
import secrets
import signal
import sys

from honcho.command import main


def _hang_up(*_: object) -> None:
    # The terminal is gone: honcho's own messages would fail there before it ends anything.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    # The chat and the API of one start know each other by a key that ends with them, should the API ask for one.
    if "ADVISOR_UI__API_URL" not in os.environ:
        os.environ.setdefault("ADVISOR_UI__API_KEY", secrets.token_urlsafe(32))
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup it is
        signal.signal(signal.SIGHUP, _hang_up)
    main(["--env", os.devnull, "--app-root", os.getcwd(), *sys.argv[1:], "start"])
