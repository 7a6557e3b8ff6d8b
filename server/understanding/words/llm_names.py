"""Names of LLMs that only tell which one is in use: each is an existing LLM, of which the corpus does speak."""

import re
from collections.abc import Iterable

LLM = "existing LLM"
_ARTICLE = re.compile(r"\b(?:our|my|an?) $", re.IGNORECASE)
_APP = (
    r"(?:chat ?bots?|bots?|assistants?|apps?|applications?|agents?|copilots?|features?|products?|prompts?|wrappers?"
    r"|pipelines?|systems?|setups?|integrations?)"
)
_SETTLED = r"(?:chat ?bots?|bots?|assistants?|apps?|agents?|built|runs?|running|based|works?|working|relies|rely)"
_HANDS = (
    r"(?:past(?:e|ing)|put(?:ting)?|send(?:ing)?|upload(?:ing)?|enter(?:ing)?|feed(?:ing)?|shar(?:e|ing)"
    r"|copy(?:ing)?|typ(?:e|ing))"
)
_DATA = r"(?:data|documents?|files?|records?|letters?|contracts?|e-?mails?|secrets?|information)"


class LLMNames:
    """Finds these names where they set the scene; a question about one of them is left as it is."""

    def __init__(self, names: Iterable[str]) -> None:
        name = "|".join(re.escape(each) for each in sorted(names, key=lambda name: (-len(name), name)))
        x = rf"(?<![\w-])(?P<x>(?:{name})(?:[- ]\d+b)?(?![\w.]*\d)(?!\w))"
        self._scenes = tuple(
            re.compile(pattern.format(x=x), re.IGNORECASE)
            for pattern in (
                # `our GPT-4 based assistant`
                rf"\b(?:our|my|an?) {{x}}(?:[- ](?:based|powered|driven|backed))?(?: \w+){{{{0,2}}}} {_APP}\b",
                # `a chatbot built on GPT-4`
                rf"\b{_SETTLED}(?: \w+){{{{0,2}}}} (?:on|with|by|via|through|over|around|using)(?: top of)? {{x}}",
                # `if we only use GPT-4 through its API`
                r"\b(?:us(?:e|es|ing)|call(?:s|ing)?|on|with) {x}(?= (?:via|through|over|by) (?:\w+ )?apis?\b)",
                # `is GPT-4 enough?`, `can we just use GPT-4?`
                r"\b(?:is|are|would) {x}(?= (?:alone |really |already )?(?:good|enough|sufficient|okay?|fine))",
                r"\b(?:should|can|could|shall|may|can['’]t|why not)(?: (?:we|i|you|one))?(?: \w+)? use {x}",
                # `can we paste letters into ChatGPT?`, `to use GPT-4 with data of patients`
                rf"\b{_HANDS}(?: [\w'’]+){{{{1,6}}}}? (?:in|into|to|with|at) {{x}}",
                rf"\b(?:us(?:e|es|ing)|run|take) {{x}}(?= (?:with|on|for) (?:[\w'’]+ ){{{{0,4}}}}?{_DATA}\b)",
                r"\bbetween {x}(?= (?:and|or) (?:an? )?(?:own|our|open|custom))",
                # `use GPT-4 or train our own`
                r"\b{x} or (?:rather |better )?(?:train|build|develop|creat|mak)\w*\b",
                r"\b(?:train|build|develop|creat|mak)\w*[^.?!,]{{0,40}} or (?:\w+ ){{0,3}}{x}",
            )
        )

    def generalised(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text with each of these names as an existing LLM, and the names."""
        found = sorted({match.span("x") for scene in self._scenes for match in scene.finditer(text)}, reverse=True)
        names = tuple(text[start:end] for start, end in reversed(found))
        for start, end in found:
            article = "" if _ARTICLE.search(text[:start]) else "an "
            text = f"{text[:start]}{article}{LLM}{text[end:]}"
        return text, tuple(dict.fromkeys(names))
