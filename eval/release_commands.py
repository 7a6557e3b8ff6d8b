"""`python -m eval releases|promote|rollback`: which releases there are, and which one serves.

A running server is told through its API, and switches without a restart; where none runs, the record alone
changes and the next start serves the release.
"""

import argparse

import httpx
from pydantic import ValidationError

from server.advising import Build
from server.asking import is_running
from server.errors import AdvisorError
from server.releases import offline
from server.releases.registry import Registry, Release
from server.schema import Problem
from server.settings import Settings

_CONNECT_S = 2.0
# A release with an LLM of its own waits for it.
_SWITCH_S = 300.0


class NotSwitched(AdvisorError):
    """The running server refused; its own words say why."""


def add_releases(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `releases`, `promote` and `rollback`."""
    releases = commands.add_parser("releases", help="list the releases with their states, or the changes of one")
    releases.add_argument("release", nargs="?", metavar="RELEASE", help="show every change of this one")
    releases.add_argument("--json", action="store_true", help="print JSON, one object a line")
    releases.set_defaults(handler=list_releases)
    promote = commands.add_parser("promote", help="approve a gated release and make it live, without a restart")
    promote.add_argument("release", metavar="RELEASE")
    rollback = commands.add_parser("rollback", help="return to the release that the live one replaced")
    for command in (promote, rollback):
        command.add_argument("--approver", required=True, type=_said, metavar="NAME", help="who decides")
        command.add_argument("--reason", required=True, type=_said, metavar="TEXT", help="why; it is recorded")
    promote.set_defaults(handler=switch, action="promote")
    rollback.set_defaults(handler=switch, action="rollback", release=None)


def list_releases(options: argparse.Namespace, settings: Settings, _: Build | None) -> int:
    """Print the releases, or the changes of one."""
    registry = Registry(settings.data_dir)
    if options.release:
        registry.get(options.release)
        for change in registry.changes(options.release):
            step = f"{change.before or 'new'} → {change.after}"
            print(
                change.model_dump_json() if options.json else f"{change.at}  {step:<20}  {change.who}: {change.reason}"
            )
        return 0
    releases = registry.all()
    for release in releases:
        print(
            release.model_dump_json()
            if options.json
            else f"{release.name}  {release.state:<9}  {release.created}  index {release.index_hash}"
        )
    if not releases and not options.json:
        print("no release yet: run `python -m eval gate --register`")
    return 0


def switch(options: argparse.Namespace, settings: Settings, _: Build | None) -> int:
    """Promote or roll back, and print the release that is live now."""
    with httpx.Client(
        base_url=settings.api_url, headers=settings.api_headers, timeout=_CONNECT_S, trust_env=False
    ) as client:
        running = is_running(client)
        if running:
            release = _told(client, options, settings)
        elif options.action == "promote":
            release = offline.promote(settings, options.release, options.approver, options.reason)
        else:
            release = offline.roll_back(settings, options.approver, options.reason)
    where = f"the server at {settings.api_url} serves it" if running else "no server runs: the next start serves it"
    print(f"release {release.name} is {release.state}; {where}")
    return 0


def _told(client: httpx.Client, options: argparse.Namespace, settings: Settings) -> Release:
    body = {
        "action": options.action,
        "release": options.release,
        "who": options.approver,
        "reason": options.reason,
    }
    try:
        response = client.post("/v1/admin/releases", json=body, timeout=_SWITCH_S)
        if response.is_success:
            return Release.model_validate_json(response.content)
        raise NotSwitched(Problem.model_validate_json(response.content).detail)
    except httpx.TransportError as error:
        raise NotSwitched(
            f"the server at {settings.api_url} went away ({type(error).__name__}): see `python -m eval releases`"
        ) from error
    except ValidationError as error:
        raise NotSwitched(f"what answers at {settings.api_url} is no server of this version") from error


def _said(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say something")
    return text.strip()
