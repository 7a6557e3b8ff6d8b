"""Block Kit as Slack documents it, for what a bot of ours may send; anything else is refused as Slack would."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

# What Slack acts on in mrkdwn: mentions of people, channels and groups, and links. A bare < is always escaped.
ANGLED = re.compile(r"<([^>]*)>?")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _text(most: int) -> object:
    return Field(min_length=1, max_length=most)


class Plain(Part):
    type: Literal["plain_text"]
    text: Annotated[str, _text(3000)]
    emoji: bool | None = None


class Mrkdwn(Part):
    type: Literal["mrkdwn"]
    text: Annotated[str, _text(3000)]
    verbatim: bool = False

    @model_validator(mode="after")
    def _escaped(self) -> "Mrkdwn":
        for inside in ANGLED.findall(self.text):
            assert re.fullmatch(r"@U\w+|https?://[^\s|]+\|[^|]+", inside), f"what Slack would act on: <{inside}>"
        assert not ENTITY.search(self.text), "a bare &"
        return self


class Label(Part):
    type: Literal["plain_text"]
    text: Annotated[str, _text(75)]
    emoji: bool | None = None


class Title(Part):
    type: Literal["plain_text"]
    text: Annotated[str, _text(24)]
    emoji: bool | None = None


class Button(Part):
    type: Literal["button"]
    text: Label
    action_id: Annotated[str, _text(255)]
    value: Annotated[str, _text(2000)]


class TextInput(Part):
    type: Literal["plain_text_input"]
    action_id: Annotated[str, _text(255)]
    multiline: bool = False
    max_length: Annotated[int, Field(ge=1, le=3000)] = 3000


class Block(Part):
    block_id: Annotated[str, _text(255)] | None = None


class Section(Block):
    type: Literal["section"]
    text: Mrkdwn | Plain


class Context(Block):
    type: Literal["context"]
    elements: Annotated[list[Mrkdwn | Plain], Field(min_length=1, max_length=10)]


class Divider(Block):
    type: Literal["divider"]


class Actions(Block):
    type: Literal["actions"]
    elements: Annotated[list[Button], Field(min_length=1, max_length=25)]

    @model_validator(mode="after")
    def _unique(self) -> "Actions":
        assert len({button.action_id for button in self.elements}) == len(self.elements), "an action_id twice"
        return self


class RichWords(Part):
    type: Literal["text"]
    text: Annotated[str, Field(min_length=1)]


class Preformatted(Part):
    type: Literal["rich_text_preformatted"]
    elements: Annotated[list[RichWords], Field(min_length=1)]


class RichText(Block):
    type: Literal["rich_text"]
    elements: Annotated[list[Preformatted], Field(min_length=1)]


class Input(Block):
    type: Literal["input"]
    label: Plain
    element: TextInput
    optional: bool = False
    dispatch_action: bool = False


Shown = Annotated[Section | Context | Divider | Actions | RichText, Field(discriminator="type")]
MESSAGE = TypeAdapter(Annotated[list[Shown], Field(min_length=1, max_length=50)])


class Modal(Part):
    type: Literal["modal"]
    callback_id: Annotated[str, _text(255)]
    title: Title
    submit: Title
    close: Title
    private_metadata: Annotated[str, Field(max_length=3000)]
    blocks: Annotated[list[Annotated[Input | Section, Field(discriminator="type")]], Field(max_length=100)]


def said(blocks: list[dict[str, object]]) -> str:
    """The words of a message, buttons in brackets, as a reader sees them."""
    lines: list[str] = []
    for block in MESSAGE.validate_python(blocks):
        match block:
            case Section():
                lines.append(block.text.text)
            case Context():
                lines.extend(element.text for element in block.elements)
            case RichText():
                lines.extend(word.text for element in block.elements for word in element.elements)
            case Actions():
                lines.append(" ".join(f"[{button.text.text}]" for button in block.elements))
            case Divider():
                lines.append("———")
    return "\n".join(lines)
