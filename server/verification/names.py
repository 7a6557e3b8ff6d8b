"""Catalogue names and catalogue relations in a sentence."""

import re
from collections.abc import Iterable

from corpus.catalogue import Catalogue
from corpus.linker import Kind, Linker, Mention
from corpus.vocabulary import PhaseCode

_NEGATED = re.compile(r"n't\b|\b(?:not|no|never|cannot|without|neither|nor|proprietary)\b", re.IGNORECASE)
_PRICE = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)")
_USES = re.compile(r"\b(?:cover|use|support|part|involve|ticked|phase|work|belong)", re.IGNORECASE)


def foreign(sentence: str, evidence: Iterable[str], linker: Linker) -> str | None:
    """A tool, role, maturity model or named phase of the sentence that the evidence does not mention."""
    known = {
        (mention.kind, mention.name)
        for text in evidence
        for mention in linker.link(text, typos=False)
        if mention.kind != "phase" or _names_phase(mention, text)
    }
    for mention in linker.link(sentence, typos=False):
        if mention.kind == "phase" and not _names_phase(mention, sentence):
            continue
        if (mention.kind, mention.name) not in known and not _within(mention, known):
            return mention.name
    return None


def contradiction(sentence: str, catalogue: Catalogue, linker: Linker) -> str | None:
    """What the tables say instead, where the sentence makes a plain statement about one tool or role."""
    mentions = linker.link(sentence, typos=False)
    tools = [catalogue.tools[mention.name] for mention in mentions if mention.kind == "tool"]
    roles = [catalogue.roles[mention.name] for mention in mentions if mention.kind == "role"]
    phases = [
        PhaseCode(mention.name) for mention in mentions if mention.kind == "phase" and _names_phase(mention, sentence)
    ]
    negated = _NEGATED.search(sentence) is not None
    prices = [float(price.replace(",", "")) for price in _PRICE.findall(sentence)]
    if len(tools) == 1 and not roles:
        tool = tools[0]
        if len(prices) == 1 and (tool.cost.usd != prices[0]) != negated:
            return f"Table IV: {tool.name} costs {tool.cost.words}"
        if re.search(r"open[- ]source", sentence, re.IGNORECASE) and tool.open_source == negated:
            return f"Table IV: {tool.name} is {'' if tool.open_source else 'not '}open source"
        if phases and _USES.search(sentence) and any(tool.covers(phase) == negated for phase in phases):
            return f"Table IV: {tool.name} covers {', '.join(tool.phases)}"
    if len(roles) == 1 and not tools:
        role = roles[0]
        if len(prices) == 1 and (role.monthly_wage_usd != prices[0]) != negated:
            return f"Table III: {role.name} earns ${role.monthly_wage_usd:,} a month"
        if phases and _USES.search(sentence) and any(role.covers(phase) == negated for phase in phases):
            return f"Table III: {role.name} takes part in {', '.join(role.phases)}"
    return None


def _names_phase(mention: Mention, text: str) -> bool:
    """Whether the words name a phase (`MDT`, `Version Control`, `in Deployment`) and not just an activity."""
    # A capital that only begins the sentence names nothing: `Business needs are ...`.
    if mention.step is not None or any(word[0].islower() for word in re.findall(r"\w+", mention.text)):
        return False
    placed = re.search(r"\b(?:in|during|of|for|cover|covers)(?: the)? $", text[: mention.start], re.IGNORECASE)
    labelled = re.match(r" ?(?:phase|stage|\()", text[mention.end :])
    return bool(mention.text.isupper() or " " in mention.text or placed or labelled)


def _within(mention: Mention, known: set[tuple[Kind, str]]) -> bool:
    return mention.kind == "phase" and any(
        kind == "phase" and PhaseCode(name).meets(PhaseCode(mention.name)) for kind, name in known
    )
