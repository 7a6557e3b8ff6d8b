"""The wire schema of OpenAI's chat completions, as far as an advisor can keep it.

What clients send by habit (temperature, max_tokens, seed …) is accepted and without effect. What would change the
kind of answer (tools, several choices, images, JSON) is refused: a client that asked for it could not go on.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, field_validator
from pydantic_core import PydanticCustomError

from server.schema import MAX_QUESTION_CHARS, Answer, Usage, Wire

REFUSED = "refused"
"""The type of a validation error whose message is a whole sentence."""
MAX_MESSAGES = 500
MAX_PARTS = 20
# Instructions to a model: what the advisor says follows from its sources alone.
_INSTRUCTIONS = frozenset({"system", "developer"})


# A constrained string has to be valid Unicode, a plain one need not.
Text = Annotated[str, StringConstraints(strip_whitespace=True)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class TextPart(_Sent):
    """A piece of a message's text."""

    type: Literal["text"]
    text: Text


# A list is judged up to its first fault: one of many faults keeps the event loop for seconds.
Content = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[tuple[TextPart, ...], Field(max_length=MAX_PARTS, fail_fast=True), Tag("parts")],
    Discriminator(lambda content: "text" if isinstance(content, str) else "parts"),
]


class Message(_Sent):
    """One message of a conversation."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Content | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        return "\n".join(part.text for part in self.content).strip()


class StreamOptions(_Sent):
    """With `include_usage`, a chunk of its own ends the stream with the tokens."""

    include_usage: bool | None = None


class ResponseFormat(_Sent):
    """Answers are Markdown."""

    type: Literal["text"]


class ChatRequest(_Sent):
    """A conversation that ends in a question."""

    model: Text
    messages: Annotated[tuple[Message, ...], Field(max_length=MAX_MESSAGES, fail_fast=True)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    response_format: ResponseFormat | None = None
    tools: None = None
    functions: None = None

    @field_validator("messages")
    @classmethod
    def _end_in_a_question(cls, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        said = [message for message in messages if message.role not in _INSTRUCTIONS]
        if not said or said[-1].role != "user":
            raise PydanticCustomError(REFUSED, "messages do not end in a question: let the last one be the user's")
        if not _is_question(said[-1].text):
            raise PydanticCustomError(
                REFUSED,
                "the last user message is {fault}: send 1 to {limit} characters",
                {"fault": "too long" if said[-1].text else "empty", "limit": MAX_QUESTION_CHARS},
            )
        return messages

    @field_validator("tools", "functions", mode="before")
    @classmethod
    def _no_tools(cls, tools: object) -> None:
        if tools:
            raise PydanticCustomError(REFUSED, "tools and functions cannot be called here: leave them out")

    @property
    def questions(self) -> tuple[str, ...]:
        """The user's messages, the question last; one that could not be answered when it was sent is left out."""
        texts = (message.text for message in self.messages if message.role == "user")
        return tuple(filter(_is_question, texts))


def _is_question(text: str) -> bool:
    return 0 < len(text) <= MAX_QUESTION_CHARS


class Tokens(Wire):
    """What the LLM behind the advisor read and wrote; 0 where the tables alone answered."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int

    @classmethod
    def of(cls, usage: Usage) -> "Tokens":
        """The tokens of an Answer."""
        prompt, completion = usage.prompt_tokens, usage.completion_tokens
        return cls(prompt_tokens=prompt, completion_tokens=completion, total_tokens=prompt + completion)


class Reply(Wire):
    """The answer as a message."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(Wire):
    """The only choice."""

    index: Literal[0] = 0
    message: Reply
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class ChatCompletion(Wire):
    """A whole answer; `advisor` is the Answer that its text was made of."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: tuple[Choice]
    usage: Tokens
    advisor: Answer


def _is_absent(value: object) -> bool:
    return value is None


class Delta(Wire):
    """What comes next of the message; its role stands in the first one."""

    role: Literal["assistant"] | None = Field(default=None, exclude_if=_is_absent)
    content: str | None = Field(default=None, exclude_if=_is_absent)


class ChunkChoice(Wire):
    """The only choice, as far as it has come."""

    index: Literal[0] = 0
    delta: Delta = Delta()
    logprobs: None = None
    finish_reason: Literal["stop"] | None = None


class ChatCompletionChunk(Wire):
    """A piece of a stream; the one with the `finish_reason` carries the Answer under `advisor`."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str
    choices: tuple[ChunkChoice, ...] = ()
    usage: Tokens | None = Field(default=None, exclude_if=_is_absent)
    advisor: Answer | None = Field(default=None, exclude_if=_is_absent)


class Model(Wire):
    """A name that the advisor answers to."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: Literal["mlops-advisor"] = "mlops-advisor"


class ModelList(Wire):
    """The names that the advisor answers to."""

    object: Literal["list"] = "list"
    data: tuple[Model, ...]


class ErrorDetail(Wire):
    """What is wrong and what to do about it; `param` is the field at fault."""

    message: str
    type: Literal["invalid_request_error", "rate_limit_error", "server_error"]
    param: str | None
    code: str | None
    trace_id: str


class ErrorReply(Wire):
    """An error in the shape that OpenAI's clients turn into their exceptions."""

    error: ErrorDetail
