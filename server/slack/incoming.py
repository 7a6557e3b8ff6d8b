"""What Slack sends, as far as it is read. The rest of a payload is Slack's to change."""

from pydantic import BaseModel, ConfigDict


class Incoming(BaseModel):
    """A part of a payload; its errors quote nothing, since they reach the log."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Message(Incoming):
    """A message: `thread_ts` is set in a thread, `subtype` where it is more or less than words of a person."""

    text: str = ""
    ts: str
    thread_ts: str | None = None
    user: str | None = None
    bot_id: str | None = None
    subtype: str | None = None


class Said(Message):
    """A message as an event tells of it."""

    channel: str
    channel_type: str = "channel"


class Authorization(Incoming):
    """For whom the event came: `user_id` is the bot's."""

    user_id: str | None = None


class Happened(Incoming):
    """An event that tells of a message."""

    event: Said
    authorizations: tuple[Authorization, ...] = ()

    @property
    def bot(self) -> str | None:
        """The app's own user."""
        return self.authorizations[0].user_id if self.authorizations else None


class Command(Incoming):
    """A slash command with what stands behind it."""

    channel_id: str
    user_id: str
    text: str = ""


class Named(Incoming):
    """A person or a channel."""

    id: str


class Shortcut(Incoming):
    """A message that someone chose the shortcut on."""

    user: Named
    channel: Named
    message: Message


class Pressed(Incoming):
    """A button with what it stands for."""

    value: str


class Click(Incoming):
    """A button of a message of ours that someone pressed."""

    user: Named
    channel: Named
    message: Message
    actions: tuple[Pressed, ...]
    trigger_id: str


class Field(Incoming):
    """A field of a form; None where it was left empty."""

    value: str | None = None


class State(Incoming):
    """What was filled in, by block and action."""

    values: dict[str, dict[str, Field]]


class View(Incoming):
    """A form that was sent in, with what we noted in it."""

    private_metadata: str
    state: State


class Submission(Incoming):
    """A form that someone sent in."""

    user: Named
    view: View
