"""A sentence about the tables as symbols: names, amounts and numbers stand for what they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from corpus.vocabulary import MaturityModel, PhaseCode, Role, Tool
from server.verification.lexicon import NUMBER_WORDS

_FIGURE = re.compile(
    r"(?P<code>\d\d-\d{4})|\$\s?(?P<money>\d[\d,]*)|(?P<dollars>\d[\d,]*) dollars\b|(?P<number>\b\d+\b)"
    r"|(?P<word>[^\W\d_]+)"
)
_TITLE = re.compile(r"\b(?:title|occupation|filed|matched)\b[^.;]{0,60}$", re.IGNORECASE)
_JOINED = re.compile(r"<([trpl])(\d+)>(?:\s*,?\s*\band\s+|\s*,?\s*\bor\s+|\s*,\s*)<\1(\d+)>")
_GLOSSED = re.compile(r"<p(\d+)>\s*(?:phase\s*)?\(\s*<p(\d+)>\s*\)")

Thing = Tool | Role | MaturityModel


@dataclass(frozen=True)
class Symbol:
    """What one symbol stands for: `t` tools, `r` roles, `m` models, `p` phases, `l` level names,
    `d` dollars, `n` a number, `c` an occupation code, `o` an occupation title."""

    kind: str
    values: tuple[object, ...]


@dataclass(frozen=True)
class Symbolic:
    """The sentence with `<t0>` for its symbols, lower case, and the symbols by their number."""

    text: str
    symbols: tuple[Symbol, ...]

    def at(self, number: str) -> Symbol:
        """The symbol of this number."""
        return self.symbols[int(number)]


def symbolic(sentence: str, catalogue: Catalogue, linker: Linker) -> Symbolic:
    """The sentence with every name and figure replaced; enumerations become one symbol."""
    symbols: list[Symbol] = []
    parts: list[str] = []
    end = 0
    for start, stop, symbol in sorted(_names(sentence, catalogue, linker), key=lambda found: found[0]):
        if start < end:
            continue
        parts += [_figures(sentence[end:start], symbols), f"<{symbol.kind}{len(symbols)}>"]
        symbols.append(symbol)
        end = stop
    parts.append(_figures(sentence[end:], symbols))
    return Symbolic(_joined("".join(parts), symbols), tuple(symbols))


def _names(sentence: str, catalogue: Catalogue, linker: Linker) -> Iterator[tuple[int, int, Symbol]]:
    levels = {level.name for model in catalogue.maturity.values() for level in model.levels}
    titles = {role.dol_title for role in catalogue.roles.values()}
    for kind, names in (("l", levels), ("o", titles)):
        for name in sorted(names, key=len, reverse=True):
            for match in re.finditer(rf"\b{re.escape(name)}\b", sentence, re.IGNORECASE):
                # `Data Scientists` is a role, and the title of an occupation where that is what is spoken of.
                role = any(mention.text == name for mention in linker.link(name, typos=False))
                if kind == "l" or not role or _TITLE.search(sentence[: match.start()]):
                    yield *match.span(), Symbol(kind, (name,))
    for mention in linker.link(sentence, typos=False):
        value: object
        match mention.kind:
            case "tool":
                kind, value = "t", catalogue.tools[mention.name]
            case "role":
                kind, value = "r", catalogue.roles[mention.name]
            case "maturity":
                kind, value = "m", catalogue.maturity[mention.name]
            case "phase" if mention.step is None:
                kind, value = "p", PhaseCode(mention.name)
            case _:
                continue
        yield mention.start, mention.end, Symbol(kind, (value,))


def _figures(text: str, symbols: list[Symbol]) -> str:
    def replaced(match: re.Match[str]) -> str:
        money = match["money"] or match["dollars"]
        number = match["number"] or NUMBER_WORDS.get((match["word"] or "").casefold())
        if money:
            symbol = Symbol("d", (int(money.replace(",", "")),))
        elif match["code"]:
            symbol = Symbol("c", (match["code"],))
        elif number:
            symbol = Symbol("n", (int(number),))
        else:
            return match.group().casefold()
        symbols.append(symbol)
        return f"<{symbol.kind}{len(symbols) - 1}>"

    return _FIGURE.sub(replaced, text)


def _joined(text: str, symbols: list[Symbol]) -> str:
    for pattern in (_GLOSSED, _JOINED):
        while match := pattern.search(text):
            *_, first, second = match.groups()
            kind = symbols[int(first)].kind
            values = dict.fromkeys((*symbols[int(first)].values, *symbols[int(second)].values))
            symbols.append(Symbol(kind, tuple(values)))
            text = f"{text[: match.start()]}<{kind}{len(symbols) - 1}>{text[match.end() :]}"
    return text
