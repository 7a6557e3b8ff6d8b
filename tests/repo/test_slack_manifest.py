"""The Slack app's manifest: of the form that Slack takes, and in step with what the server listens to."""

from pathlib import Path
from typing import Annotated, Literal
from unittest.mock import MagicMock

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from server.api.app import create_app
from server.metering.meters import Meters
from server.settings import ApiSettings
from server.slack.app import SlackApp
from tests.fakes.advisor import ScriptedAdvisor

ROOT = Path(__file__).parents[2]
HOST = "https://advisor.example.com"

Address = Annotated[str, Field(pattern="^https://", max_length=3000)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Metadata(Form):
    major_version: Literal[1, 2]


class Display(Form):
    name: Annotated[str, Field(min_length=1, max_length=35)]
    description: Annotated[str, Field(min_length=1, max_length=140)]
    background_color: Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$")]


class Home(Form):
    home_tab_enabled: bool
    messages_tab_enabled: Literal[True]
    messages_tab_read_only_enabled: Literal[False]


class Bot(Form):
    display_name: Annotated[str, Field(min_length=1, max_length=80)]
    always_online: bool


class Shortcut(Form):
    name: Annotated[str, Field(min_length=1, max_length=24)]
    type: Literal["message"]
    callback_id: Annotated[str, Field(min_length=1, max_length=255)]
    description: Annotated[str, Field(min_length=1, max_length=150)]


class Command(Form):
    command: Annotated[str, Field(pattern="^/", max_length=32)]
    url: Address
    description: Annotated[str, Field(min_length=1, max_length=2000)]
    usage_hint: Annotated[str, Field(min_length=1, max_length=1000)]
    should_escape: Literal[True]


class Features(Form):
    app_home: Home
    bot_user: Bot
    shortcuts: Annotated[list[Shortcut], Field(min_length=1, max_length=10)]
    slash_commands: Annotated[list[Command], Field(min_length=1, max_length=50)]


class Scopes(Form):
    bot: list[str]


class OAuth(Form):
    scopes: Scopes


class Events(Form):
    request_url: Address
    bot_events: Annotated[list[str], Field(max_length=100)]


class Interactivity(Form):
    is_enabled: Literal[True]
    request_url: Address


class AppSettings(Form):
    event_subscriptions: Events
    interactivity: Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: Literal[False]
    token_rotation_enabled: Literal[False]


class Manifest(Form):
    metadata: Metadata = Field(alias="_metadata")
    display_information: Display
    features: Features
    oauth_config: OAuth
    settings: AppSettings


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return Manifest.model_validate(yaml.safe_load((ROOT / "deploy" / "slack" / "manifest.yaml").read_text("utf-8")))


def test_what_the_manifest_announces_is_listened_to_and_nothing_else(
    manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    bolt = MagicMock()
    monkeypatch.setattr("server.slack.app.AsyncApp", lambda **_: bolt)
    SlackApp(ScriptedAdvisor(), None, Meters(), SecretStr("s"), AsyncWebClient())
    listened = {name: {call.args[0] for call in getattr(bolt, name).call_args_list} for name in ("event", "command")}
    announced = {event.partition(".")[0] for event in manifest.settings.event_subscriptions.bot_events}
    assert announced == listened["event"]
    assert {each.command for each in manifest.features.slash_commands} == listened["command"]
    chosen = {call.args[0] for call in bolt.message_shortcut.call_args_list}
    assert {each.callback_id for each in manifest.features.shortcuts} == chosen
    # What needs no entry of its own but interactivity, and what would need one that is not there.
    others = {call[0] for call in bolt.method_calls} - {"event", "command", "message_shortcut"}
    assert others == {"use", "action", "view", "error"}


def test_scopes_are_those_of_the_events_and_of_answering(manifest: Manifest) -> None:
    assert manifest.settings.event_subscriptions.bot_events == ["app_mention", "message.im"]
    assert manifest.oauth_config.scopes.bot == ["app_mentions:read", "chat:write", "commands", "im:history"]


def test_every_address_is_the_route_on_the_host_that_is_to_be_replaced(manifest: Manifest) -> None:
    addresses = {
        manifest.settings.event_subscriptions.request_url,
        manifest.settings.interactivity.request_url,
        *(each.url for each in manifest.features.slash_commands),
    }
    assert len(addresses) == 1
    path = addresses.pop().removeprefix(HOST)
    assert "post" in create_app(ScriptedAdvisor(), ApiSettings()).openapi()["paths"][path]
    assert HOST.removeprefix("https://") in (ROOT / "docs" / "slack.md").read_text("utf-8")
