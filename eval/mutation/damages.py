"""The damages of the suite. Each is small: the smallest that a reader would call broken."""

import random
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from corpus.linker import Linker
from corpus.vocabulary import Evidence
from eval.mutation.damage import Damage, DamageError, Stored, replaced
from server.citations import marked
from server.facts.engine import FactEngine
from server.query import Query
from server.sheet import Sheet
from server.understanding.parser import Parse, Parser
from server.verifier import Judgement

_SEED = 7

Patches = Sequence[AbstractContextManager[object]]


def damages() -> tuple[Damage, ...]:
    """All of them, by part."""
    return (*_PROMPTS, *_INDEX, *_TABLES, *_DOCUMENTS, *_VERIFIER, *_READING, *_ANSWERING)


def _patched(target: str, value: object) -> Callable[[], Patches]:
    return lambda: [patch(target, value)]


def _prompt(name: str, what: str, *changes: tuple[str, str]) -> Damage:
    def change(root: Path) -> None:
        for old, new in changes:
            replaced("prompts/narrate.md", old, new)(root)

    return Damage(name, "prompt", what, "prose", files=change, narrated=True)


def _emptied(root: Path) -> None:
    path = root / "prompts" / "narrate.md"
    head, body = path.read_text(encoding="utf-8").rsplit("---\n", 1)
    if not body.strip():
        raise DamageError("narrate.md has no text")
    path.write_text(f"{re.sub('reminder: .*', 'reminder: Answer.', head)}---\nYou are a helpful assistant.\n", "utf-8")


_PROMPTS = (
    Damage("prompt-emptied", "prompt", "the instructions are a single friendly line", "prose", files=_emptied,
           narrated=True),
    _prompt(
        "prompt-unconfined",
        "the LLM is no longer confined to the sources",
        (" with what the numbered sources say", ""),
        (", and add no other knowledge", ""),
        ("Answer from the sources; every", "Every"),
    ),
    _prompt(
        "prompt-uncited",
        "the LLM is no longer told to cite",
        (" End each sentence with the number of its one source, like [2].", ""),
        ("; every sentence ends with its [number]. Or NONE.", ". Or NONE."),
    ),
)  # fmt: skip


def _dropped(share: float) -> Callable[[Stored], Stored]:
    def damage(stored: Stored) -> Stored:
        entries, vectors = stored
        lost = set(random.Random(_SEED).sample(range(len(entries)), int(len(entries) * share)))  # noqa: S311 -- no secret
        kept = [at for at in range(len(entries)) if at not in lost]
        return [entries[at] for at in kept], [vectors[at] for at in kept]

    return damage


def _shuffled_vectors(stored: Stored) -> Stored:
    entries, vectors = stored
    return entries, random.Random(_SEED).sample(vectors, len(vectors))  # noqa: S311 -- no secret


def _rotated(field: str) -> Callable[[Stored], Stored]:
    def damage(stored: Stored) -> Stored:
        entries, vectors = stored
        values = [getattr(entry, field) for entry in entries]
        # Rotated by a third: neighbours often serve the same question.
        by = len(values) // 3
        turned = [*values[by:], *values[:by]]
        return [entry.model_copy(update={field: value}) for entry, value in zip(entries, turned, strict=True)], vectors

    return damage


def _same_vectors(stored: Stored) -> Stored:
    entries, vectors = stored
    return entries, [vectors[0]] * len(vectors)


_INDEX = (
    Damage("index-half", "index", "half of the entries are missing", "prose", index=_dropped(0.5)),
    Damage("index-tenth", "index", "a tenth of the entries is missing", "prose", index=_dropped(0.1)),
    Damage("index-shuffled", "index", "dense vectors belong to other entries", "prose", index=_shuffled_vectors),
    Damage("index-alike", "index", "all dense vectors are the same", "prose", index=_same_vectors),
    Damage("index-locators", "index", "locators belong to other entries", "prose", index=_rotated("locator")),
    Damage("index-texts", "index", "texts belong to other entries", "prose", index=_rotated("text")),
)


def _row(table: str, label: str, old: str, new: str, key: str = "label") -> Callable[[Path], None]:
    """The first `old` after the row of this label becomes `new`."""

    def change(root: Path) -> None:
        path = root / "corpus" / "tables" / table
        head, found, rest = path.read_text(encoding="utf-8").partition(f'{key} = "{label}"\n')
        row, gap, others = rest.partition("\n\n")
        if not found or row.count(old) != 1:
            raise DamageError(f"{table}: the row of {label} holds {old!r} {row.count(old)} times: mend the mutation")
        path.write_text(head + found + row.replace(old, new) + gap + others, encoding="utf-8")

    return change


def _cell(name: str, what: str, change: Callable[[Path], None]) -> Damage:
    return Damage(name, "tables", what, "typed", files=change)


_TABLES = (
    _cell("price", "MLFlow costs $9 and not $0", _row("tools.toml", "MLFlow", 'cost = "$0"', 'cost = "$9"')),
    _cell("price-rare", "Whylabs costs $205, not $250",
          _row("tools.toml", "Whylabs", 'cost = "$250"', 'cost = "$205"')),
    _cell("tick-lost", "Jenkins is no longer ticked under CI but under D",
          _row("tools.toml", "Jenkins", 'phases = ["CI"]', 'phases = ["D"]')),
    _cell("tick-added", "Seldon is ticked under CI too",
          _row("tools.toml", "Seldon", '["MDT", "VC", "D", "M"]', '["MDT", "VC", "CI", "D", "M"]')),
    _cell("licence", "Hugging Face is no longer open source",
          _row("tools.toml", "Hugging Face", "open_source = true", "open_source = false")),
    _cell("wage", "a Data Architect earns $11,149 and not $11,419",
          _row("roles.toml", "Data Architect", "11419", "11149", key="name")),
    _cell("role-phase", "a Business Analyst takes part in BN and D, not in M",
          _row("roles.toml", "Business Analyst", '["BN", "M"]', '["BN", "D"]', key="name")),
    _cell("dol-code", "a digit of a Business Analyst's DOL code",
          _row("roles.toml", "Business Analyst", "13-1199", "13-1189", key="name")),
    _cell("level-renamed", "the highest level of Amazon's maturity model is called Scaling Phase",
          _row("maturity.toml", "Amazon", "Scalable Phase", "Scaling Phase", key="name")),
    _cell("level-lost", "the highest level of Amazon's maturity model is gone",
          _row("maturity.toml", "Amazon", '    { label = "Level 4", name = "Scalable Phase" },\n', "", key="name")),
)  # fmt: skip


def _gated(root: Path) -> str:
    for path in sorted((root / "corpus" / "documents").rglob("*.md")):
        if "Gated Approval, sentence 1}" in path.read_text(encoding="utf-8"):
            return path.relative_to(root).as_posix()
    raise DamageError("no document tells of Gated Approval: mend the mutation")


def _without_gated(root: Path) -> None:
    path = root / _gated(root)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ", Gated Approval, sentence" not in line), encoding="utf-8")


def _turned_gated(root: Path) -> None:
    replaced(_gated(root), "demands an authorization before a model may go on", "demands no authorization")(root)


_DOCUMENTS = (
    Damage("sentence-turned", "documents", "a sentence about Gated Approval says the opposite", "prose",
           files=_turned_gated),
    Damage("sentence-lost", "documents", "the two sentences about Gated Approval are missing", "prose",
           files=_without_gated),
)  # fmt: skip


def _always(self: object, text: str, cited: Sequence[Evidence]) -> Judgement:
    return Judgement("supported", "damaged", tuple(range(len(cited))))


def _never(self: object, text: str, cited: Sequence[Evidence]) -> Judgement:
    return Judgement("unsupported", "damaged")


def _verifier(name: str, what: str, target: str, value: object) -> Damage:
    return Damage(name, "verifier", what, "claims", code=_patched(target, value))


_VERIFIER = (
    _verifier("verifier-always", "everything is supported", "server.verifier.Verifier.verify", _always),
    _verifier("verifier-never", "nothing is supported", "server.verifier.Verifier.verify", _never),
    _verifier("polarity-off", "negations and hedges are not compared", "server.verification.polarity.flaw",
              lambda *_: None),
    _verifier("relations-off", "who does what, and in which order, is not compared",
              "server.verification.relations.torn", lambda *_: None),
    _verifier("names-off", "names that the evidence lacks are let through", "server.verification.names.foreign",
              lambda *_: None),
    _verifier("tables-off", "statements about the tables are not computed", "server.verification.tables.reading",
              lambda *_: None),
)  # fmt: skip

_add, _parse, _facts = Linker._add, Parser.parse, FactEngine.answer


def _first_spelling(self: Linker, name: object, *spellings: str) -> None:
    _add(self, name, *spellings[:1])  # type: ignore[arg-type]


def _untyped(self: Parser, question: str) -> Parse:
    return replace(_parse(self, question), query=None)


def _without_last(self: FactEngine, query: Query) -> Sheet:
    sheet = _facts(self, query)
    items = sheet.items.model_copy(update={"tools": sheet.items.tools[:-1]})
    return replace(sheet, items=items) if len(sheet.items.tools) > 1 else sheet


_READING = (
    Damage("typos-off", "linker", "misspelt names are not found", "mixed",
           code=_patched("corpus.linker.Linker._misspelt", lambda *_: [])),
    Damage("aliases-off", "linker", "names are known by one spelling alone", "mixed",
           code=_patched("corpus.linker.Linker._add", _first_spelling)),
    Damage("homonyms-off", "linker", "everyday words are taken for names", "mixed",
           code=_patched("corpus.linker.Linker._is_other", lambda *_: False)),
    Damage("parser-off", "parser", "no question becomes a typed query", "typed",
           code=_patched("server.understanding.parser.Parser.parse", _untyped)),
    Damage("negation-off", "parser", "`not` is not heard", "typed",
           code=_patched("server.conditions.Not.holds", lambda self, record: self.of.holds(record))),
    Damage("commands-obeyed", "parser", "commands are not taken out of a question", "refused",
           code=_patched("server.understanding.reader.without_commands", lambda question: question)),
    Damage("memory-off", "conversation", "the turns before are forgotten", "turns",
           code=_patched("server.understanding.followups.memory.Memory.turns", lambda *_: ())),
    Damage("set-short", "facts", "sets of tools lose their last one", "typed",
           code=_patched("server.facts.engine.FactEngine.answer", _without_last)),
)  # fmt: skip


def _off_by_one(text: str, numbers: Sequence[int]) -> str:
    return marked(text, [number + 1 for number in numbers])


def _all_first(text: str, numbers: Sequence[int]) -> str:
    return marked(text, [1] if numbers else [])


_ANSWERING = (
    Damage("gate-open", "refusal", "no passage is too far from the question", "refused",
           code=_patched("server.retrieval.relevance._THRESHOLD", -1.0)),
    Damage("gate-shut", "refusal", "hardly any passage is near enough", "prose",
           code=_patched("server.retrieval.relevance._THRESHOLD", 1.0)),
    Damage("names-unasked", "refusal", "names that the corpus does not know are not noticed", "refused",
           code=_patched("server.understanding.reach.unknown.Vocabulary.foreign_names", lambda *_, **__: [])),
    Damage("words-ignored", "ranking", "passages are ranked by meaning alone", "prose",
           code=_patched("server.retrieval.relevance._COVERAGE_WEIGHT", 0.0)),
    Damage("marks-off-by-one", "citations", "each mark names the next citation", "mixed",
           code=_patched("server.draft.marked", _off_by_one)),
    Damage("marks-all-first", "citations", "each mark names the first citation", "mixed",
           code=_patched("server.draft.marked", _all_first)),
)  # fmt: skip
