"""docker-compose.gpu.yml and what goes with it, as Docker Compose would read them."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.gpu.yml").read_text("utf-8")
EXAMPLE = (ROOT / "deploy" / ".env.example").read_text("utf-8")
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")
CARDS = (24, 80)
# What deploy/make-secrets leaves empty.
OPTIONAL = {
    "slack_signing_secret",
    "slack_bot_token",
    "nightly_slack_webhook",
    "alerts_slack_webhook",
    "metrics_key",
}


def variables_of(text: str) -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))


def card_file(gb: int) -> str:
    return (ROOT / "deploy" / f"gpu-{gb}.env").read_text("utf-8")


def _interpolated(node: Any) -> Any:
    """The parsed file as Docker Compose fills it in, with the example and the file of the smaller card."""
    given = variables_of(EXAMPLE) | variables_of(card_file(CARDS[0]))
    if isinstance(node, dict):
        return {name: _interpolated(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_interpolated(value) for value in node]
    if isinstance(node, str):
        return VARIABLE.sub(lambda found: given[found[1]], node).replace("$$", "$")
    return node


def read_compose() -> dict[str, Any]:
    """The whole file, filled in."""
    loaded: dict[str, Any] = _interpolated(yaml.safe_load(COMPOSE))
    return loaded


def mounted(service: dict[str, Any]) -> dict[str, str]:
    """Where each secret of a service lies, by its file's name."""
    secrets = [{"source": each} if isinstance(each, str) else each for each in service.get("secrets", [])]
    return {each.get("target", f"/run/secrets/{each['source']}"): each["source"] for each in secrets}


def option(service: dict[str, Any], name: str) -> str:
    (value,) = [argument.partition("=")[2] for argument in service["command"] if argument.startswith(f"--{name}=")]
    return str(value)
