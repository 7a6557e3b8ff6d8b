"""A scripted LLM that does what its prompt says, to the letter, so that damage to a prompt shows.

It retells its sources word by word where the prompt confines it to them and invents freely where it does not;
it cites where it is told to, and says NONE where it may. A real model obeys less and knows more: this proves
that the gate sees what a prompt lacks, not how a given model takes it.
"""

import re
from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING, cast

from server.narrator import Narrator, Prompt
from server.schema import Readiness

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

_SOURCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_CONFINED = re.compile(r"what the numbered sources say|no other knowledge|from the sources", re.IGNORECASE)
_CITING = re.compile(r"with the number|ends? (?:each|every)? ?(?:sentence )?with (?:its|the) \[?number", re.IGNORECASE)
_INVENTED = (
    "Most experienced teams prefer a managed platform for that",
    "Industry surveys show that costs fall by 40 percent within a year",
)
_TOLD = 2


class Ready:
    """An endpoint that always answers."""

    base_url = ""

    @property
    def state(self) -> Readiness:
        """Ready."""
        return "ready"

    async def start(self) -> None:
        """Nothing to start."""

    async def wait_ready(self, timeout_s: float) -> None:
        """It is."""

    async def stop(self) -> None:
        """Nothing to stop."""


class Obedient:
    """What the narrator asks of an LLM."""

    async def astream_chat(self, messages: Sequence["ChatMessage"]) -> AsyncGenerator["ChatResponse", None]:
        """The answer in one piece."""
        from llama_index.core.llms import ChatMessage, ChatResponse, MessageRole

        text = told(*(str(message.content) for message in messages))
        message = ChatMessage(role=MessageRole.ASSISTANT, content=text)

        async def pieces() -> AsyncGenerator[ChatResponse, None]:
            yield ChatResponse(message=message, delta=text)

        return pieces()


def told(system: str, user: str) -> str:
    """What the instructions make of the sources."""
    sources, _, rest = user.partition("\n\nQuestion:")
    reminder = rest.rpartition("\n\n")[2]
    orders = f"{system}\n{reminder}"
    if not _CONFINED.search(orders):
        return " ".join(f"{sentence} [1]." for sentence in _INVENTED)
    found = [(number, text.split(". ")[0].rstrip(".")) for number, text in _SOURCE.findall(sources)]
    cites = bool(_CITING.search(orders))
    return " ".join(f"{text} [{number}]." if cites else f"{text}." for number, text in found[-_TOLD:])


def narrator(prompt: Prompt) -> Narrator:
    """The real narrator over the scripted LLM."""
    return Narrator(cast("LLM", Obedient()), prompt)
