"""Facts from Table I: the levels of the models, their number, their order, the asker's own standing."""

from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.vocabulary import MaturityLevel, MaturityModel
from server.conditions import compare, compared
from server.facts.next_steps import next_steps
from server.facts.ways_up import way_up
from server.maturity.assessor import MaturityAssessor
from server.maturity.statements import COLUMNS, MaturityWording, level_words
from server.query import Query
from server.schema import Value
from server.sheet import Row, Sheet, Statement
from server.wording import listed

_Level = tuple[MaturityModel, MaturityLevel]


@dataclass(frozen=True)
class Maturity:
    """Answers queries that select maturity."""

    catalogue: Catalogue

    def answer(self, query: Query) -> Sheet:
        """The sheet for a query with `select` maturity."""
        if query.target:
            return way_up(self.catalogue, query)
        if query.measure == "check":
            return self._assessed(query)
        if query.measure == "attribute":
            return self._asking_for(query)
        if query.combine == "common":
            return self._shared(self._models(query))
        if query.combine == "gap":
            return self._without(query)
        if query.level or query.order:
            return self._chosen(query)
        return self._counted(query)

    def _models(self, query: Query) -> list[MaturityModel]:
        return [self.catalogue.maturity[name] for name in query.named or self.catalogue.maturity]

    def _counted(self, query: Query) -> Sheet:
        """All levels of the models, with what is asked of their number."""
        models = self._models(query)
        rest = (self.catalogue.column("Table I", "Maturity Level Proposed(s)"),)
        values: tuple[Value, ...] = ()
        statements = [Statement(_levels(model), (self.catalogue.maturity_cell(model),)) for model in models]
        if query.measure in ("min", "max"):
            extreme = (max if query.measure == "max" else min)(len(model.levels) for model in models)
            models = [model for model in models if len(model.levels) == extreme]
            word = "most" if query.measure == "max" else "fewest"
            text = f"The {word} levels, {extreme}, are proposed by {_names(models)}"
            statements = [Statement(text, rest)]
            values = tuple(Value(name=model.name, value=extreme, unit="levels") for model in models)
        elif query.amount is not None and not query.premise:
            return self._so_many(query)
        elif query.measure == "compare" and query.combine == "difference":
            statements = [*self._differences(models), *statements]
        elif query.measure == "compare" and len(models) == 2:
            longer, shorter = sorted(models, key=lambda model: -len(model.levels))
            more = len(longer.levels) - len(shorter.levels)
            text = f"{longer.name} proposes {more} more {'level' if more == 1 else 'levels'} than {shorter.name}"
            statements.insert(0, Statement(text if more else f"{_names(models)} propose as many levels", rest))
            values = (Value(name="difference", value=more, unit="levels"),)
        elif query.measure == "count" and not query.named:
            statements = [Statement(f"Table I compares {len(models)} maturity models: {_names(models)}", rest)]
            if query.premise and query.amount != len(models):
                return self._sheet(statements, [], refuted=True)
            values = (Value(name="number of maturity models", value=len(models), unit="models"),)
        elif query.measure == "sum":
            total = sum(len(model.levels) for model in models)
            statements.insert(0, Statement(f"Together {_names(models)} propose {total} levels", rest))
            values = (Value(name="levels in total", value=total, unit="levels"),)
        elif query.measure == "describe":
            statements += [said for model in models for said in self._added(model)]
        elif query.measure == "count":
            values = tuple(Value(name=model.name, value=len(model.levels), unit="levels") for model in models)
        return self._sheet(statements, [(model, level) for model in models for level in model.levels], values)

    def _added(self, model: MaturityModel) -> list[Statement]:
        """What each level of a model asks for beyond the one below it, by the questionnaire."""
        questionnaire, told = self.catalogue.questionnaire, list[Statement]()
        for level, needs in zip(model.levels, questionnaire.of_model(model.name), strict=True):
            names = [questionnaire.practices[each].name for each in needs.needs]
            names += [f"some {questionnaire.practices[each].name}" for each in needs.partly]
            adds = f"adds {listed(names)}" if names else "asks for none of the practices yet"
            text = f"By this project's judgement {model.name}'s {level_words(level)} {adds}"
            told.append(Statement(text, (questionnaire.level_entry(model.name, level.label),)))
        return told

    def _differences(self, models: list[MaturityModel]) -> list[Statement]:
        """That none is called the best, who proposes the fewest and the most levels, and what only one names."""
        whole = (self.catalogue.column("Table I", "Maturity Level Proposed(s)"),)
        lengths = {model.name: len(model.levels) for model in models}
        few, many = min(lengths.values()), max(lengths.values())
        told = [Statement("Table I recommends no maturity model, and no level to aim at, before the others", whole)]
        if few < many:
            ends = [listed([name for name, length in lengths.items() if length == end]) for end in (few, many)]
            text = f"They differ in their number of levels: {few} with {ends[0]}, {many} with {ends[1]}"
            told.append(Statement(text, whole))
        for model in models:
            others = {level.name for other in models if other is not model for level in other.levels}
            own = [level.name for level in model.levels if level.name not in others]
            if own:
                text = f"Of these only {model.name} has levels called so: {listed(own)}"
                told.append(Statement(text, (self.catalogue.maturity_cell(model),)))
        return told

    def _so_many(self, query: Query) -> Sheet:
        """The models with a number of levels."""
        amount, sign = query.amount or 0, query.comparison
        models = [model for model in self._models(query) if compare(len(model.levels), sign, amount)]
        said = f"{compared(sign)}{amount} {'level' if amount == 1 else 'levels'}"
        verb = "proposes" if len(models) < 2 else "propose"
        text = f"{_names(models) or 'No model of Table I'} {verb} {said}"
        statements = [Statement(text, (self.catalogue.column("Table I", "Maturity Level Proposed(s)"),))]
        statements += [Statement(_levels(model), (self.catalogue.maturity_cell(model),)) for model in models]
        counted = (Value(name="number of maturity models", value=len(models), unit="models"),)
        values = counted if query.measure == "count" else ()
        return self._sheet(statements, [(model, level) for model in models for level in model.levels], values)

    def _assessed(self, query: Query) -> Sheet:
        """The asker's own maturity: by the practices stated, or where the questionnaire is to be found."""
        wording = MaturityWording(self.catalogue)
        if not query.stated and query.order != "after":
            listing = self._counted(query.model_copy(update={"measure": "list"}))
            return replace(listing, statements=(wording.invitation(), wording.preface(), *listing.statements))
        assessment = MaturityAssessor(self.catalogue).assess(dict(query.stated), query.named)
        if query.order == "after":
            return next_steps(self.catalogue, assessment)
        standings = [said for standing in assessment.standings for said in wording.standing(standing)]
        told = [
            wording.summed_up(assessment),
            wording.understood(assessment),
            *standings,
            *wording.open_practices(assessment),
        ]
        statements = (*told, wording.preface(), wording.invitation())
        return Sheet(statements, columns=COLUMNS, rows=wording.rows(assessment))

    def _chosen(self, query: Query) -> Sheet:
        """One level of each model: by its label or name, behind or before it, or at an end of the model. What a
        named model does not have refutes the question."""
        models = self._models(query)
        rows = [(model, level) for model in models for level in _picked(model, query)]
        statements = [
            Statement(self._called(model, level), (self.catalogue.maturity_cell(model),)) for model, level in rows
        ]
        if query.measure == "compare" and len({model.name for model, _ in rows}) > 1:
            statements.insert(0, self._likeness(rows))
        missing = [model for model in models if query.named and model not in [holder for holder, _ in rows]]
        statements += [self._lacking(model, query) for model in missing]
        if not rows and not query.named:
            text = f"No model of Table I has {query.level}"
            statements = [Statement(text, (self.catalogue.column("Table I", "Maturity Level Proposed(s)"),))]
        counted = (Value(name="number of maturity models", value=len(rows), unit="models"),)
        values = counted if query.measure == "count" else ()
        return self._sheet(statements, rows, values, refuted=not rows)

    def _without(self, query: Query) -> Sheet:
        """The models that have no such level, or none at that end."""
        models = [model for model in self._models(query) if not _picked(model, query)]
        does = {"first": "start at", "last": "end with"}.get(query.order or "")
        lack = "no" if (query.level or "").startswith("Level ") else "no level called"
        one = len(models) == 1
        said = f"{'does' if one else 'do'} not {does}" if does else f"{'has' if one else 'have'} {lack}"
        whole = (self.catalogue.column("Table I", "Maturity Level Proposed(s)"),)
        number = f"{len(models)} of the {len(self._models(query))} models of Table I"
        statements = [Statement(f"{number} {said} {query.level}: {_names(models) or 'none'}", whole)]
        statements += [Statement(_levels(model), (self.catalogue.maturity_cell(model),)) for model in models]
        counted = (Value(name="number of maturity models", value=len(models), unit="models"),)
        values = counted if query.measure == "count" else ()
        return self._sheet(statements, [(model, level) for model in models for level in model.levels], values)

    def _called(self, model: MaturityModel, level: MaturityLevel) -> str:
        end = {0: ", its lowest level", len(model.levels) - 1: ", its highest level"}.get(model.levels.index(level), "")
        return f"{model.name} calls its {level.label} {level.name}{end}"

    def _likeness(self, rows: list[_Level]) -> Statement:
        names = {level.name for _, level in rows}
        text = (
            f"Table I prints the same name, {rows[0][1].name}, for both"
            if len(names) == 1
            else "The names differ, and Table I prints no more of a level than its label and its name"
        )
        return Statement(text, tuple(self.catalogue.maturity_cell(model) for model, _ in rows))

    def _lacking(self, model: MaturityModel, query: Query) -> Statement:
        where = {"after": "level above ", "before": "level below "}.get(query.order or "", "")
        return Statement(
            f"{model.name} has no {where}{query.level}; {_levels(model)}", (self.catalogue.maturity_cell(model),)
        )

    def _asking_for(self, query: Query) -> Sheet:
        """The levels that are named for something, and those from which on practices are needed, by judgement."""
        models = self._models(query)
        whole = (self.catalogue.column("Table I", "Maturity Level Proposed(s)"),)
        words = set((query.level or "").split())
        named = [
            (model, level) for model in models for level in model.levels if words & set(level.name.lower().split())
        ]
        fully = [row for row in named if words <= set(row[1].name.lower().split())]
        rows = fully or named
        statements = [Statement(self._called(*row), (self.catalogue.maturity_cell(row[0]),)) for row in rows]
        practices = [self.catalogue.questionnaire.practices[name] for name, _ in query.stated]
        subject = query.level or listed([practice.name for practice in practices])
        if not rows:
            of = f" of {_names(models)}" if query.named else ""
            statements.append(Statement(f"Table I names no level{of} for {subject}", whole))
        needed = self.catalogue.questionnaire.needed
        entry = self.catalogue.questionnaire.level_entry
        for practice in practices:
            first = [
                next(((model, level) for level in model.levels if practice.id in needed[model.name, level.label]), None)
                for model in models
            ]
            found = [row for row in first if row is not None]
            told = listed([f"{model.name}'s {level_words(level)}" for model, level in found])
            text = f"By this project's judgement {practice.name} is needed "
            text += f"from {told} on" if found else "by none of these levels"
            evidence = tuple(entry(model.name, level.label) for model, level in found)
            statements.append(Statement(text, evidence or (self.catalogue.questionnaire.whole(),)))
            rows = [*rows, *(row for row in found if row not in rows)]
        return self._sheet(statements, rows)

    def _shared(self, models: list[MaturityModel]) -> Sheet:
        """The names that levels of several models have."""
        holders: dict[str, list[_Level]] = {}
        for model in models:
            for level in model.levels:
                holders.setdefault(level.name, []).append((model, level))
        shared = {name: rows for name, rows in holders.items() if len(rows) > 1}
        statements = [
            Statement(
                f"{name} is the name of " + listed([f"{model.name}'s {level.label}" for model, level in rows]),
                tuple(self.catalogue.maturity_cell(model) for model, _ in rows),
            )
            for name, rows in shared.items()
        ]
        if not shared:
            text = f"{_names(models)} have no level name in common"
            statements = [Statement(text, tuple(self.catalogue.maturity_cell(model) for model in models))]
        return self._sheet(statements, [row for rows in shared.values() for row in rows])

    def _sheet(
        self,
        statements: list[Statement],
        levels: list[_Level],
        values: tuple[Value, ...] = (),
        *,
        refuted: bool = False,
    ) -> Sheet:
        rows = tuple(
            Row((model.name, level.label, level.name), (self.catalogue.maturity_cell(model),))
            for model, level in levels
        )
        columns = ("Model", "Level", "Name")
        return Sheet(tuple(statements), values=values, columns=columns, rows=rows, refuted=refuted)


def _picked(model: MaturityModel, query: Query) -> tuple[MaturityLevel, ...]:
    """The levels of one model that a query chooses."""
    levels = model.levels
    at = next((place for place, level in enumerate(levels) if query.level in (level.label, level.name)), None)
    match query.order:
        case "first" | "last":
            end = levels[0 if query.order == "first" else -1]
            return (end,) if query.level in (None, end.label, end.name) else ()
        case "after" | "before" if at is not None:
            place = at + (1 if query.order == "after" else -1)
            return (levels[place],) if 0 <= place < len(levels) else ()
        case None:
            return () if at is None else (levels[at],)
        case _:
            return ()


def _levels(model: MaturityModel) -> str:
    levels = listed([level_words(level) for level in model.levels])
    return f"{model.name} proposes {len(model.levels)} levels: {levels}"


def _names(models: list[MaturityModel]) -> str:
    return listed([model.name for model in models])
