"""`python -m server keys create|list|rotate|revoke`."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from server.access.keyring import Keyring, KeyringError, keys_of
from server.access.keys import SCOPES, Key, Scope
from server.database.tables import DatabaseError
from server.settings import Settings

_GRACE = timedelta(days=7)
# What the chat and most other clients do.
_USUAL: tuple[Scope, ...] = ("ask", "feedback")


def add_key_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Let a command line take them."""
    keys = commands.add_parser("keys", help="make, list, renew and revoke keys of the API")
    actions = keys.add_subparsers(dest="action", metavar="create | list | rotate | revoke", required=True)
    create = actions.add_parser("create", help="make a key and print it, once, on stdout")
    create.add_argument("--name", required=True, type=_name, help="who or what it is for")
    create.add_argument(
        "--scope",
        dest="scopes",
        action="append",
        choices=SCOPES,
        help=f"what it allows; repeat it for several (default: {' and '.join(_USUAL)})",
    )
    create.set_defaults(act=_create)
    listing = actions.add_parser("list", help="list the keys, without their texts")
    listing.set_defaults(act=_list)
    rotate = actions.add_parser("rotate", help="make a key in place of another, which is accepted for some days more")
    rotate.add_argument("id", help="the old one's, as `list` shows it")
    rotate.add_argument(
        "--until", type=_end_of_day, metavar="DATE", help="last day of the old one (default: in a week)"
    )
    rotate.set_defaults(act=_rotate)
    for makes in (create, rotate):
        makes.add_argument("--expires", type=_end_of_day, metavar="DATE", help="its last day, in UTC (default: none)")
    revoke = actions.add_parser("revoke", help="accept a key no more, from now on")
    revoke.add_argument("id", help="as `list` shows it")
    revoke.set_defaults(act=_revoke)


def run_key_command(options: argparse.Namespace, settings: Settings) -> int:
    """Run one of them; raises AdvisorError."""
    keyring = Keyring(keys_of(settings))
    act: Callable[[argparse.Namespace, Keyring, datetime], None] = options.act
    try:
        act(options, keyring, datetime.now(UTC))
    except DatabaseError as error:
        raise KeyringError(f"the keys cannot be written ({error}): check disk, rights or network") from error
    finally:
        keyring.close()
    return 0


def _create(options: argparse.Namespace, keyring: Keyring, now: datetime) -> None:
    scopes = tuple(scope for scope in SCOPES if scope in (options.scopes or _USUAL))
    _show(*keyring.create(options.name, scopes, options.expires, now))


def _rotate(options: argparse.Namespace, keyring: Keyring, now: datetime) -> None:
    _show(*keyring.rotate(options.id, options.until or now + _GRACE, options.expires, now))


def _revoke(options: argparse.Namespace, keyring: Keyring, now: datetime) -> None:
    key = keyring.revoke(options.id, now)
    print(f"{key.id} ({key.name}) {key.fault(now)}")


def _list(options: argparse.Namespace, keyring: Keyring, now: datetime) -> None:
    keys = keyring.all()
    for key in keys:
        used = f"{key.last_used:%Y-%m-%d %H:%M}" if key.last_used else "never"
        state = key.fault(now) or (f"expires on {key.expires:%Y-%m-%d}" if key.expires else "does not expire")
        print(f"{key.id}  {','.join(key.scopes)}  {key.name}: {state}; last used {used}")
    if not keys:
        print("no keys yet: run `python -m server keys create --name NAME`")


def _show(key: Key, text: str) -> None:
    # The key alone on stdout, so that a script can take it.
    print(text)
    print(f"key {key.id} of {key.name}, for {', '.join(key.scopes)}: it is shown this once", file=sys.stderr)


def _name(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError("say in one line who or what the key is for")
    return text.strip()


def _end_of_day(text: str) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write it as 2026-12-31") from None
    end = datetime.combine(day, time.max, UTC)
    if end < datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"{text} is over: name a later day")
    return end
