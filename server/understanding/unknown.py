"""Names that a question is about and that the corpus does not know."""

import re
from collections.abc import Iterable

from corpus.linker import Mention

_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9.+#'’-]*[A-Za-z0-9+#]|[A-Za-z]")
_STARTS = re.compile(r"(?:^|[.?!:;]\s+|[\"“(]\s*)$")
_PLAIN = frozenset(
    """i i'm i'd i've a an the we our us you your they he she it its is are was were be been do does did can could should would will
    may might must have has had what which who whom whose when where why how if whether and or but not no yes ok please thanks hi hello
    hey english usd january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday dear mr mrs dr etc eg ie q a ai ml llm llms api apis gpu gpus cpu cpus tpu rag nlp it hr ceo cto
    mlops llmops devops rlhf ci cd kpi kpis okr okrs sre saas""".split()
)


class Vocabulary:
    """The words that the corpus uses, to tell a foreign name from a known word."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = {word for text in texts for word in _words(text)} | _PLAIN

    def __contains__(self, word: object) -> bool:
        form = str(word).lower().removesuffix("'s").removesuffix("’s")
        return any(variant in self._words for variant in (form, form.removesuffix("s"), f"{form}s"))

    def foreign_names(self, question: str, mentions: Iterable[Mention]) -> list[str]:
        """Capitalised words of the question, runs joined, that neither the catalogue nor the corpus uses."""
        spans = [(mention.start, mention.end) for mention in mentions]
        if question.isupper():
            return []
        names: list[str] = []
        last_end = -2
        for token in _TOKEN.finditer(question):
            word = token.group()
            linked = any(start < token.end() and token.start() < end for start, end in spans)
            inner = any(character.isupper() for character in word[1:]) or any(c.isdigit() for c in word)
            starts = bool(_STARTS.search(question[: token.start()]))
            capital = word[0].isupper() and (not starts or inner)
            if linked or word in self or not (capital or inner):
                continue
            if names and token.start() - last_end <= 1:
                names[-1] = f"{names[-1]} {word}"
            else:
                names.append(word)
            last_end = token.end()
        return names

    def strange_words(self, question: str, mentions: Iterable[Mention]) -> list[str]:
        """Every word that neither the catalogue nor the corpus uses, whatever its case."""
        spans = [(mention.start, mention.end) for mention in mentions]
        return [
            token.group()
            for token in _TOKEN.finditer(question)
            if token.group() not in self and not any(s < token.end() and token.start() < e for s, e in spans)
        ]


def _words(text: str) -> list[str]:
    return [part for token in _TOKEN.findall(text.lower()) for part in {token, *re.split(r"[.'’-]", token)} if part]
