"""What the app answers to. `deploy/slack/manifest.yaml` names the same."""

MENTION = "app_mention"
MESSAGE = "message"
"""Of the messages, those sent to the app itself: the manifest subscribes to `message.im` alone."""
COMMAND = "/mlops"
SHORTCUT = "ask_advisor"

UP = "feedback_up"
DOWN = "feedback_down"
REASON = "feedback_reason"
"""The form that asks why."""
ASK = "ask_"
"""Before the number of a question that leads on."""
