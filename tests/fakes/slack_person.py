"""Somebody who uses the app in Slack: what Slack sends then, signed as Slack signs it."""

import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier

from tests.fakes.slack_web import BOT, CHANNEL, FakeSlackWeb, Posted

SECRET = "of-the-stand-in-only"
PATIENCE_S = 30
_COUNT = itertools.count(1)


def signed(body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers that prove that Slack sent the body."""
    when = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=when, body=body)
    return {"X-Slack-Request-Timestamp": when, "X-Slack-Signature": signature or ""}


@dataclass
class Person:
    """One user of the app; every question returns what Slack got as acknowledgement."""

    http: httpx.Client
    slack: FakeSlackWeb
    user: str = "U0ANNA"
    slowest_s: float = 0.0
    last: tuple[bytes, dict[str, str]] = field(default=(b"", {}))

    def send(self, body: bytes, content_type: str, headers: dict[str, str] | None = None) -> httpx.Response:
        sent = {"Content-Type": content_type, **(signed(body) if headers is None else headers)}
        self.last = (body, sent)
        begun = time.monotonic()
        response = self.http.post("/slack/events", content=body, headers=sent)
        self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
        return response

    def event(self, event: dict[str, Any], event_id: str | None = None) -> httpx.Response:
        body = {
            "type": "event_callback",
            "team_id": "T0TEAM",
            "event_id": event_id or f"Ev{next(_COUNT):08}",
            "authorizations": [{"team_id": "T0TEAM", "user_id": BOT, "is_bot": True}],
            "event": {"user": self.user, "ts": f"1700000000.{next(_COUNT):06}", **event},
        }
        return self.send(json.dumps(body).encode(), "application/json")

    def mention(self, text: str, thread: str | None = None, **more: Any) -> httpx.Response:
        event = {"type": "app_mention", "channel": CHANNEL, "text": f"<@{BOT}> {text}", **more}
        return self.event(event | ({"thread_ts": thread} if thread else {}))

    def message(self, text: str, **more: Any) -> httpx.Response:
        return self.event({"type": "message", "channel": "D0ANNA", "channel_type": "im", "text": text, **more})

    def command(self, text: str, channel: str = CHANNEL) -> httpx.Response:
        form = {"command": "/mlops", "text": text, "user_id": self.user, "channel_id": channel, "team_id": "T0TEAM"}
        return self.send(urlencode(form).encode(), "application/x-www-form-urlencoded")

    def interaction(self, payload: dict[str, Any]) -> httpx.Response:
        whole = {"user": {"id": self.user}, "team": {"id": "T0TEAM"}, "trigger_id": f"t{next(_COUNT)}", **payload}
        form = urlencode({"payload": json.dumps(whole)})
        return self.send(form.encode(), "application/x-www-form-urlencoded")

    def shortcut(self, text: str, channel: str = CHANNEL) -> httpx.Response:
        message = {"type": "message", "ts": f"1700000000.{next(_COUNT):06}", "user": "U0BEN", "text": text}
        return self.interaction(
            {
                "type": "message_action",
                "callback_id": "ask_advisor",
                "channel": {"id": channel},
                "message": message,
            }
        )

    def click(self, message: Posted, action_id: str) -> httpx.Response:
        """Slack sends the whole message with a click."""
        elements = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
        (button,) = [element for element in elements if element["action_id"] == action_id]
        shown = {"type": "message", "ts": message.ts, "text": message.words[:300], "blocks": message.blocks}
        return self.interaction(
            {
                "type": "block_actions",
                "channel": {"id": message.channel},
                "message": shown | ({"thread_ts": message.thread} if message.thread else {}),
                "actions": [button],
            }
        )

    def submit(self, reason: str | None) -> httpx.Response:
        """Send in the form that was opened last."""
        view = self.slack.opened[-1].view
        filled = {view.blocks[0].block_id: {"feedback_reason": {"type": "plain_text_input", "value": reason}}}
        return self.interaction(
            {
                "type": "view_submission",
                "view": {
                    "type": "modal",
                    "callback_id": view.callback_id,
                    "private_metadata": view.private_metadata,
                    "state": {"values": filled},
                },
            }
        )

    def answers(self, count: int) -> list[Posted]:
        """All messages of the app, once there are so many and all of them are finished."""
        end = time.monotonic() + PATIENCE_S
        while len(self.slack.posted) < count or not all(each.finished for each in self.slack.posted):
            assert not self.slack.wrong, self.slack.wrong
            assert time.monotonic() < end, [each.words for each in self.slack.posted]
            time.sleep(0.01)
        assert not self.slack.wrong, self.slack.wrong
        return self.slack.posted
