"""The narrator: asks the LLM to answer from numbered sources, and streams whole sentences."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import frontmatter
from opentelemetry import trace

from corpus.vocabulary import Evidence
from ingest.budgets import LLM_PAUSE_S
from server.breaker import Breaker
from server.sentences import Sentence, SentenceSplitter

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

tracer = trace.get_tracer(__name__)

PROMPT = Path(__file__).parent / "prompts" / "narrate.md"
# What the prompt asks for when the sources do not answer.
_NOTHING = "none"
_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk"
# More than any request takes.
_MOST_TOKENS = 1_000_000_000


class NarratorError(RuntimeError):
    """The LLM failed before or during its answer; sentences already given stay valid. A reader may be told the
    `reason`; the `detail` is for the log."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


@dataclass(frozen=True)
class Prompt:
    """The static part of the prompt, the `reminder` that follows the question (a small model
    forgets to cite without it), and the version both are released under."""

    text: str
    reminder: str
    version: str


@dataclass(frozen=True)
class FirstToken:
    """The LLM began to answer, `seconds` after it was asked."""

    seconds: float


@dataclass(frozen=True)
class TokenUsage:
    """What the whole request took, as the server counted it; last of the stream."""

    prompt: int
    completion: int


Narrated = FirstToken | Sentence | TokenUsage


def load_prompt(path: Path = PROMPT) -> Prompt:
    """Read a prompt file; raises ValueError when it lacks its version or reminder."""
    post = frontmatter.loads(path.read_text(encoding="utf-8"))
    for name in ("version", "reminder"):
        if name not in post.metadata:
            raise ValueError(f"{path.name} has no {name}: add one to its front matter")
    return Prompt(post.content.strip(), str(post["reminder"]), str(post["version"]))


class Narrator:
    """Narrates sources with an LLM. The static text comes first so that servers reuse its prefix.

    An LLM that has said nothing for `first_token_s` seconds counts as failed; None waits as long as it takes. Whoever
    asks it passes the `breaker` first.
    """

    def __init__(
        self, llm: "LLM", prompt: Prompt, first_token_s: float | None = None, breaker: Breaker | None = None
    ) -> None:
        self._llm = llm
        self._prompt = prompt
        self._first_token_s = first_token_s
        self.breaker = breaker or Breaker(LLM_PAUSE_S)

    def messages(self, question: str, facts: Sequence[str], evidence: Sequence[Evidence]) -> list["ChatMessage"]:
        """What the LLM reads: sources numbered from 1, the facts first and then the evidence."""
        from llama_index.core.llms import ChatMessage, MessageRole

        sources = [*facts, *(piece.excerpt for piece in evidence)]
        numbered = "\n".join(f"[{number}] {inert(text)}" for number, text in enumerate(sources, start=1))
        return [
            ChatMessage(role=MessageRole.SYSTEM, content=self._prompt.text),
            ChatMessage(
                role=MessageRole.USER,
                content=f"Sources:\n{numbered}\n\nQuestion: {inert(question)}\n\n{self._prompt.reminder}",
            ),
        ]

    async def narrate(
        self, question: str, facts: Sequence[str], evidence: Sequence[Evidence]
    ) -> AsyncGenerator[Narrated, None]:
        """Whole sentences as they finish, citing the sources as `messages` numbers them.

        A sentence that the token limit cut off is left out. Closing the iterator early ends the
        request, and with it the generation at the server. Raises NarratorError when the LLM fails.
        """
        splitter = SentenceSplitter()
        asked = perf_counter()
        first = True
        usage: TokenUsage | None = None
        async with aclosing(self._responses(self.messages(question, facts, evidence))) as responses:
            async for response in responses:
                usage = _usage(response.raw) or usage
                if not response.delta:
                    continue
                if first:
                    first = False
                    yield FirstToken(perf_counter() - asked)
                for sentence in splitter.feed(response.delta):
                    if _says_something(sentence):
                        yield sentence
        for sentence in splitter.close():
            if _says_something(sentence):
                yield sentence
        if usage is not None:
            yield usage

    async def _responses(self, messages: list["ChatMessage"]) -> AsyncGenerator["ChatResponse", None]:
        """The LLM's stream, read by a task: closing LlamaIndex's nested generators leaves the connection
        to the garbage collector, while cancelling whoever waits for the network closes it at once.
        A stream of which nothing is an event, such as a page of HTML, is a failure too."""
        queue: asyncio.Queue[ChatResponse | None] = asyncio.Queue()
        empty = True

        async def read() -> None:
            asked, begun = perf_counter(), False
            # Here and not around the whole: a span may be current only where nothing is yielded.
            with tracer.start_as_current_span("advisor.narrate") as span:
                try:
                    async for response in await self._llm.astream_chat(messages):
                        if response.delta and not begun:
                            begun = True
                            span.set_attribute(_FIRST_CHUNK, perf_counter() - asked)
                        queue.put_nowait(response)
                finally:
                    queue.put_nowait(None)

        reader = asyncio.create_task(read(), name="narrator-stream")
        bound = None if self._first_token_s is None else asyncio.get_running_loop().time() + self._first_token_s
        try:
            while (response := await self._next(queue, bound)) is not None:
                bound = None if response.delta else bound
                empty = False
                yield response
            await _ended(reader)
            if empty:
                raise NarratorError("the LLM failed", "nothing in its stream is an event")
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)

    async def _next(self, queue: "asyncio.Queue[ChatResponse | None]", bound: float | None) -> "ChatResponse | None":
        """The next piece of the stream; raises NarratorError when there is none by the event loop's time `bound`."""
        try:
            async with asyncio.timeout_at(bound):
                return await queue.get()
        except TimeoutError as error:
            raise NarratorError(f"the LLM said nothing for {self._first_token_s:g} s") from error


def _says_something(sentence: Sentence) -> bool:
    return sentence.complete and sentence.text.strip(" .").casefold() != _NOTHING


def inert(text: str) -> str:
    """One line without chat-template tokens: a question must not close its own message."""
    return " ".join(text.replace("<|", "< ").replace("|>", " >").split())


def named(error: Exception) -> str:
    """The error by its class, with the status of HTTP where it has one. What it says is the LLM server's text, which
    may quote the question or tell of that server's inside."""
    status = getattr(error, "status_code", None)
    return f"{type(error).__name__} (HTTP {status})" if status else type(error).__name__


async def _ended(reader: "asyncio.Task[None]") -> None:
    """Wait for the end of the stream; raises NarratorError for whatever went wrong in it."""
    try:
        await reader
    except Exception as error:
        # The client takes what the server sends for what it should be; what it trips over has no class of its own.
        raise NarratorError("the LLM failed", named(error)) from error


def _usage(raw: Any) -> TokenUsage | None:
    """What the server counted; None where that is no count of tokens."""
    usage = getattr(raw, "usage", None)
    match getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None):
        case int(prompt), int(completion) if 0 <= min(prompt, completion) <= max(prompt, completion) <= _MOST_TOKENS:
            return TokenUsage(prompt, completion)
    return None
