"""Asks the LLM whether a sentence follows from its evidence: a second, stricter opinion on prose.

It is asked only about what the rules support, and can only take support away; when it fails, the rules' verdict
stands and the failure is logged.
"""

import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.narrator import Prompt, inert, named

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

log = logging.getLogger(__name__)

PROMPT = Path(__file__).parent.parent / "prompts" / "entail.md"
_ENTAILED = "entailed"
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"verdict": {"type": "string", "enum": [_ENTAILED, "contradicted", "not stated"]}},
    "required": ["verdict"],
    "additionalProperties": False,
}
_FORMAT = {"type": "json_schema", "json_schema": {"name": "verdict", "strict": True, "schema": _SCHEMA}}


class Entailment:
    """The judge; `connect` gives it its LLM once that answers."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._llm: LLM | None = None

    def connect(self, llm: "LLM") -> None:
        """From now on ask this LLM."""
        self._llm = llm

    def denies(self, sentence: str, texts: Sequence[str]) -> bool:
        """Whether the LLM finds the sentence not entailed by the texts; False also when it cannot be asked.

        Blocks until the LLM has answered: call it from a thread without an event loop.
        """
        if self._llm is None:
            log.warning("no LLM to judge entailment yet: the rules' verdict stands")
            return False
        messages = self._messages(sentence, texts)
        try:
            verdict = json.loads(asyncio.run(_answer(self._llm, messages)))["verdict"]
        except Exception as error:
            # What the client trips over in a malformed stream has no class of its own.
            log.warning("entailment was not judged, the rules' verdict stands: %s", named(error))
            return False
        return bool(verdict != _ENTAILED)

    def _messages(self, sentence: str, texts: Sequence[str]) -> list["ChatMessage"]:
        from llama_index.core.llms import ChatMessage, MessageRole

        said = f"Text: {inert(' '.join(texts))}\n\nSentence: {inert(sentence)}\n\n{self._prompt.reminder}"
        return [
            ChatMessage(role=MessageRole.SYSTEM, content=self._prompt.text),
            ChatMessage(role=MessageRole.USER, content=said),
        ]


async def _answer(llm: "LLM", messages: list["ChatMessage"]) -> str:
    # The client asks every request for usage figures in its stream, which only a stream may do.
    responses = await llm.astream_chat(messages, response_format=_FORMAT)
    return "".join([response.delta or "" async for response in responses])
