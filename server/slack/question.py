"""Slack's markup of what people typed → the question in plain words."""

import html
import re

from server.slack.mrkdwn import visible

_MARKUP = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def plain(text: str, bot: str | None) -> str:
    """The words of a message: without the app's own mention, links and names by what is shown of them."""

    def shown(found: re.Match[str]) -> str:
        sign, target, label = found["sign"], found["target"], found["label"]
        if sign == "@" and target == bot:
            return ""
        if sign == "!":
            return label or f"@{target}"
        return label or f"{sign}{target}"

    return " ".join(visible(html.unescape(_MARKUP.sub(shown, text))).split())
