"""A small grammar of English questions: drawn words that carry the set of names that they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from tests.oracle import tables
from tests.oracle.tables import PHASES, ROLES, TOOLS, Kind, Names

T = TypeVar("T")

# Aliases that are verbs or participles cannot stand where the grammar wants a noun.
_VERBS = """
    collect gather prepare clean create build develop train use work adapt evaluate fine-tune fine deploy go ship
    serve monitor watch keep built set continuously
    """.split()
_NO_NOUNS = frozenset(
    """
    deployed deploys monitored monitors versioned version-controlled administrative setup set-up test datasets
    admin fine-tune
    """.split()
) | {"model development", "create monitors", "fine tune", "custom models", "release to production"}
# Aliases of roles that are plurals or fields of work take neither an article nor an `s`.
_NO_PERSON = ("s", "people", "role", "ration", "nce")
_PRICES = (1, 5, 10, 19, 20, 30, 33, 50, 70, 100, 110, 150, 250, 290, 300, 390, 400, 500, 600)
_WAGES = (7000, 7427, 8000, 8381, 9000, 9369, 9500, 9920, 10000, 10395, 11000, 11419, 11500, 11509, 12000)


def _nouns(phase: dict[str, Any]) -> list[str]:
    words: list[str] = [phase["name"], *phase.get("aliases", ())]
    for step in phase.get("steps", ()):
        words += [step["name"], *step.get("aliases", ())]
    return [word for word in words if word.lower() not in _NO_NOUNS and word.lower().split()[0] not in _VERBS]


NOUNS: dict[str, list[str]] = {code: [phase["name"], *_nouns(phase)[1:]] for code, phase in PHASES.items()}


@dataclass(frozen=True)
class Part:
    """A phrase, the names that it leaves, and whether it denies something (then `but` may lead to it)."""

    text: str
    names: Names
    denies: bool = False


class Writer:
    """Draws phrases."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def one(self, *options: T) -> T:
        return self._random.choice(options)

    def pick(self, options: Sequence[T], least: int = 1, most: int = 1) -> list[T]:
        return self._random.sample(options, self._random.randint(least, most))

    def chance(self, percent: int) -> bool:
        return self._random.randrange(100) < percent

    # Names

    def tool(self, name: str) -> str:
        """A tool by its name, mostly, or by an alias."""
        words: str = self.one(name, name, name, *TOOLS[name].get("aliases", ()))
        return self.one(words, words, words.lower()) if len(words) > 3 else words

    def role(self, name: str, *, many: bool = False) -> str:
        """A role without an article, in singular or plural."""
        aliases = [alias for alias in ROLES[name].get("aliases", ()) if not alias.endswith(_NO_PERSON)]
        words = self.one(name, name, name, *aliases)
        words = self.one(words, words, words.lower()) if len(words) > 3 else words
        return f"{words}s" if many else words

    def a_role(self, name: str) -> str:
        words = self.role(name)
        article = "an" if words.lower().startswith(("ml", "swe", *"aeio")) else "a"
        return f"{self.one(article, article, 'the')} {words}"

    # Phases

    def phase(self, code: str) -> str:
        """A phase as a noun phrase: its code, its name, a step of it or an alias."""
        form = self._random.randrange(10)
        if form < 3:
            return self.one(code, code, f"the {code} phase", f"{code} phase")
        if form < 7:
            name = str(PHASES[code]["name"])
            name = self.one(name, name.lower(), name.lower())
            return self.one(name, name, f"the {name} phase", f"the {name} stage")
        return self.one(*NOUNS[code])

    def label(self, code: str) -> str:
        """A phase in front of a noun: `CI tools`."""
        name = str(PHASES[code]["name"])
        return self.one(code, name, name.lower(), self.one(*NOUNS[code]))

    def codes(self, least: int, most: int) -> list[str]:
        """Phases that have no column in common."""
        chosen: list[str] = []
        for code in self.pick(list(PHASES), least, most):
            if not any(tables.spread([code]) & tables.spread([other]) for other in chosen):
                chosen.append(code)
        return chosen

    def listing(self, words: Sequence[str], joint: str) -> str:
        """`A, B and C`."""
        if len(words) < 2:
            return "".join(words)
        comma = self.one("", ",") if len(words) > 2 else ""
        return f"{', '.join(words[:-1])}{comma} {joint} {words[-1]}"

    def phases(self, kind: Kind, *, most: int = 3) -> Part:
        """What follows `cover` or `for`: one phase, several, alternatives, exceptions, a bound."""
        codes = self.codes(1, most)
        sets = [tables.covering(kind, code) for code in codes]
        words = [self.phase(code) for code in codes]
        if len(codes) == 1:
            if self.chance(15):
                text = self.one("only {0}", "nothing but {0}", "{0} only", "{0} and nothing else", "exclusively {0}")
                return Part(text.format(words[0]), sets[0] & tables.confined(kind, codes))
            return Part(words[0], sets[0])
        form = self.one("and", "or", "but")
        if form == "and":
            if len(words) > 2:
                return Part(self.listing(words, "and"), tables.all_of(sets))
            text = self.one("{} and {}", "{} and {}", "both {} and {}", "{} as well as {}", "{} plus {}")
            return Part(text.format(*words), tables.all_of(sets))
        if form == "or":
            text = self.listing(words, "or")
            return Part(self.one("", "", "either ", "at least one of ") + text, tables.any_of(sets))
        kept, dropped = words[:-1], words[-1]
        joint = self.one("and", "or") if len(kept) > 1 else "and"
        but = self.one("but not", "but not", "and not", "without", "yet not")
        names = (tables.all_of if joint == "and" else tables.any_of)(sets[:-1]) & ~sets[-1]
        return Part(f"{self.listing(kept, joint)} {but} {dropped}", names)

    # Money

    def usd(self, amount: int) -> str:
        digits = self.one(f"{amount:,}", f"{amount}")
        text = self.one(f"${digits}", f"${digits}", f"${digits}", f"{digits} dollars", f"{digits} USD")
        return text + self.one("", "", " a month", " per month", " monthly")

    def bounds(self, amounts: Sequence[int]) -> tuple[str, int, str]:
        """A comparison, its amount and the words behind `cost` or `earn`."""
        sign = self.one("=", "<", "<=", ">", ">=")
        amount = self.one(*amounts)
        money = self.usd(amount)
        words = {
            "=": ("exactly {}", "{}", "precisely {}"),
            "<": ("less than {}", "under {}", "below {}"),
            "<=": ("at most {}", "up to {}", "no more than {}", "{} or less", "not more than {}", "a maximum of {}"),
            ">": ("more than {}", "over {}", "above {}", "upwards of {}"),
            ">=": ("at least {}", "no less than {}", "{} or more", "a minimum of {}"),
        }[sign]
        return sign, amount, self.one(*words).format(money)

    def span(self, amounts: Sequence[int]) -> tuple[int, int, str]:
        low, high = sorted(self.pick(amounts, 2, 2))
        first, last = f"${low:,}", self.usd(high)
        return low, high, self.one(f"between {first} and {last}", f"from {first} to {last}")

    def cost(self, *, many: bool) -> Part:
        """A verb phrase about the price of tools."""
        cost, are, have = ("cost", "are", "have") if many else ("costs", "is", "has")
        do = "do" if many else "does"
        form = self.one("free", "bound", "bound", "span", "cell", "not free", "not fixed")
        if form == "free":
            text = self.one(
                "{are} free", "{cost} nothing", "{are} free of charge", "{cost} $0", "{do} not cost anything"
            )
            return Part(text.format(are=are, cost=cost, do=do), tables.priced("=", 0))
        if form == "bound":
            sign, usd, words = self.bounds(_PRICES)
            return Part(f"{cost} {words}", tables.priced(sign, usd))
        if form == "span":
            low, high, words = self.span(_PRICES)
            return Part(f"{cost} {words}", tables.priced(">=", low) & tables.priced("<=", high))
        if form == "not free":
            return Part(self.one(f"{are} not free", f"{are}n't free"), ~tables.priced("=", 0), denies=True)
        if form == "not fixed":
            text = self.one(
                f"{have} no fixed price", f"{do} not have a fixed price", f"lack{'' if many else 's'} a fixed price"
            )
            return Part(text, ~tables.billed("fixed"), denies=True)
        cell = self.one("CB", "By Request", "fixed")
        wordings = {
            "CB": ("{are} consumption based", "{are} priced by consumption", "{are} billed by consumption"),
            "By Request": ("{are} priced by request", "{are} priced on request", "{have} a price by request"),
            "fixed": ("{have} a fixed price", "{have} a fixed monthly price"),
        }[cell]
        return Part(self.one(*wordings).format(are=are, have=have), tables.billed(cell))

    def licence(self, *, many: bool) -> Part:
        """A verb phrase about the open-source tick."""
        are, do = ("are", "do") if many else ("is", "does")
        if self.chance(55):
            text = self.one(f"{are} open source", f"{are} open-source", f"{are} ticked as open source")
            return Part(text, tables.open_source())
        text = self.one(
            f"{are} not open source",
            f"{are}n't open source",
            f"{are} proprietary",
            f"{are} closed source",
            f"{do} not count as open source",
            f"{are} not ticked as open source",
        )
        return Part(text, ~tables.open_source(), denies=" not " in text or "n't" in text)

    def wage(self, *, many: bool) -> Part:
        """A verb phrase about the pay of roles."""
        verb = self.one("earn", "make", "get paid") if many else self.one("earns", "makes", "gets paid")
        if self.chance(20):
            low, high, words = self.span(_WAGES)
            return Part(f"{verb} {words}", tables.earning(">=", low) & tables.earning("<=", high))
        sign, usd, words = self.bounds(_WAGES)
        if "month" not in words:
            words += self.one("", " a month", " per month")
        return Part(f"{verb} {words}", tables.earning(sign, usd))

    def coverage(self, kind: Kind, *, many: bool) -> Part:
        """A verb phrase about phases."""
        verbs = {
            "tools": (
                "cover/covers",
                "support/supports",
                "are ticked for/is ticked for",
                "are used for/is used for",
                "are listed for/is listed for",
                "serve/serves",
            ),
            "roles": (
                "cover/covers",
                "work in/works in",
                "take part in/takes part in",
                "are involved in/is involved in",
                "participate in/participates in",
                "are needed for/is needed for",
            ),
        }[kind]
        verb = self.one(*verbs).split("/")[not many]
        if self.chance(12):
            code = self.one(*PHASES)
            no = self.one("do not cover", "don't cover") if many else self.one("does not cover", "doesn't cover")
            return Part(f"{no} {self.phase(code)}", ~tables.covering(kind, code), denies=True)
        phases = self.phases(kind)
        return Part(f"{verb} {phases.text}", phases.names)

    def verb_phrases(self, kind: Kind, parts: Sequence[str], *, many: bool) -> Part:
        """Several verb phrases joined: `cover CI, are free and are not open source`."""
        made = [
            getattr(self, part)(many=many) if part != "coverage" else self.coverage(kind, many=many) for part in parts
        ]
        text = made[0].text
        for index, part in enumerate(made[1:], start=1):
            last = index == len(made) - 1
            joint = " but " if part.denies and last and self.chance(50) else " and " if last else ", "
            text += joint + part.text
        return Part(text, tables.all_of([part.names for part in made]))

    # Around the noun

    def adjective(self) -> Part:
        """Licence, price or both in front of the noun."""
        text, names = self.one(
            (self.one("open-source", "open source", "OSS"), tables.open_source()),
            (self.one("proprietary", "closed-source", "non-open-source"), ~tables.open_source()),
            ("free", tables.priced("=", 0)),
            ("free open-source", tables.priced("=", 0) & tables.open_source()),
            (self.one("consumption-based", "consumption-priced"), tables.billed("CB")),
            ("fixed-price", tables.billed("fixed")),
        )
        return Part(text, names)

    def beside(self, kind: Kind) -> Part:
        """A prepositional phrase behind the noun: `for CI but not for D`."""
        codes = self.codes(1, 2)
        words = [self.phase(code) for code in codes]
        sets = [tables.covering(kind, code) for code in codes]
        prep = self.one("for", "for", "in")
        if len(codes) == 1:
            return Part(f"{prep} {words[0]}", sets[0])
        form = self.one("and", "or", "not")
        if form == "and":
            text = self.one("{p} both {0} and {1}", "{p} {0} and {1} at the same time", "{p} {0} as well as {p} {1}")
            return Part(text.format(*words, p=prep), sets[0] & sets[1])
        if form == "or":
            text = self.one("{p} {0} or {1}", "{p} either {0} or {1}", "{p} {0} or {p} {1}")
            return Part(text.format(*words, p=prep), sets[0] | sets[1])
        text = self.one("{p} {0} but not {p} {1}", "{p} {0} but not {1}", "{p} {0}, not {1}", "{p} {0} excluding {1}")
        return Part(text.format(*words, p=prep), sets[0] & ~sets[1])

    # The whole sentence

    def dress(self, text: str, form: str) -> str:
        """Capitals, courtesy, marks. `form`: `question`, `order` or `fragment`."""
        codes = any(word.strip(",.?:") in ("AS", "D", "M", "ARM") for word in text.split())
        before, after = "", ""
        if form == "question":
            before = self.one(
                "", "", "", "", "Hi, ", "Hello! ", "Quick question: ", "According to the paper, ", "Hey, ", "So, "
            )
            after = self.one("?", "?", "?", "", "?", " please?", "? Thanks!", "?", "? Thank you.")
        elif form == "order":
            before = self.one(
                "", "", "", "Please ", "Could you please ", "Can you ", "Hi! Please ", "I would like you to "
            )
            asks = before.startswith(("Could", "Can"))
            after = self.one("?", "", "?") if asks else self.one(".", "", "", ", please.", " please", "!")
            if "lease" in before:
                after = after.replace(", please.", ".").replace(" please", "")
        else:
            before, after = self.one("", "", "", "hi, "), self.one("", "?", "", " please")
        plain = before.endswith(("! ", ": ")) or not before
        text = before + (text[0].upper() + text[1:] if plain and self.chance(75) else text) + after
        style = self._random.randrange(20)
        if style < 4 and not codes:
            return text.lower()
        return text.upper() if style == 19 else text
