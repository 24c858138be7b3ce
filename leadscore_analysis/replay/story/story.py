"""The story of one lead, account or deal: what earned, what faded, what was held back, and the score after each line."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import escape

from leadscore_analysis.clock import utc_datetime, zone
from leadscore_analysis.errors import InputError
from leadscore_analysis.replay.points import exact_points
from leadscore_analysis.replay.story.facts import facts_of
from leadscore_analysis.replay.story.happened import Telling
from leadscore_analysis.replay.story.line import Line
from leadscore_analysis.replay.story.telling import Teller
from leadscore_analysis.replay.story.turns import turns_of
from leadscore_analysis.rulebook.models import EntityKind, RulebookModel
from leadscore_analysis.words import ENGLISH, Words

if TYPE_CHECKING:
    from leadscore_analysis.replay.replay import Replay

COLUMNS = ("posted_at", "score", "entry", "rule", "label", "event_id", "happened", "why", "points", "total")
SHOWN = ("posted_at", "happened", "rule", "why", "points", "total")


@dataclass(frozen=True)
class Story:
    """A readable account of one entity's scores. ``str(story)`` is its text; a notebook shows it as a table.

    ``lines``, in time: ``posted_at`` (UTC), ``score``, ``entry`` (the ledger's, or ``appeared``, ``crossing``, ``qualified``, ``alert``,
    ``end`` of the history), ``rule``, its ``label``, ``event_id``, ``happened``, ``why``, ``points``, ``total`` (the score after the line).
    The lines with points are the ledger's postings of the entity, each once. ``nothing``: rules with matches that earned nothing, or
    without any posting: ``score``, ``rule``, ``label``, ``matches``, ``first_at``, ``last_at``, ``why``. ``shown_as`` names the entity.
    People are told instants on the clock of ``timezone``, the rulebook's.
    """

    entity: EntityKind
    entity_id: str = field(repr=False)
    shown_as: str
    lines: pd.DataFrame = field(repr=False)
    nothing: pd.DataFrame = field(repr=False)
    words: Words = field(default=ENGLISH, repr=False)
    timezone: str = "UTC"

    @property
    def title(self) -> str:
        """Whose story it is."""
        return self.words.say(f"story.title.{self.entity}", name=self.shown_as)

    def cells(self, lines: pd.DataFrame | None = None) -> list[tuple[str, ...]]:
        """The lines written out, in the order of ``SHOWN``; what happened is told once for lines that follow each other at one instant."""
        rows = [self._row(line) for line in (self.lines if lines is None else lines).to_dict("records")]
        return rows[:1] + [row if row[:2] != before[:2] else (row[0], "", *row[2:]) for before, row in pairwise(rows)]

    def headings(self) -> tuple[str, ...]:
        """The headings above :meth:`cells`."""
        return tuple(self.words.say(f"story.columns.{name}", timezone=self.timezone) for name in SHOWN)

    def __str__(self) -> str:
        rows = [self.headings(), *self.cells()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(SHOWN))]
        right = {SHOWN.index("points"), SHOWN.index("total")}
        lines = [
            "  ".join(cell.rjust(w) if i in right else cell.ljust(w) for i, (cell, w) in enumerate(zip(r, widths, strict=True)))
            for r in rows
        ]
        return "\n".join([self.title, "", *(line.rstrip() for line in lines), *self._nothing_text()])

    def html(self) -> str:
        """The lines as an HTML table, everything from the data escaped."""
        head = "".join(f"<th>{escape(text)}</th>" for text in self.headings())
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self.cells())
        return f"<table><caption>{escape(self.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _repr_html_(self) -> str:
        return self.html()

    def to_json(self, *, names: bool = False) -> dict[str, Any]:
        """The story for machines: instants as ISO text, points as numbers. Without ``names`` no event ids, which may tell whose."""
        lines = self.lines if names else self.lines.drop(columns="event_id")
        return {"entity": self.entity, "name": self.shown_as, "lines": _records(lines), "nothing": _records(self.nothing)}

    def _row(self, line: dict[Any, Any]) -> tuple[str, ...]:
        words, moment = self.words, line["posted_at"].astimezone(zone(self.timezone))
        rule = line["label"] if not line["score"] or line["rule"] == line["score"] else f"{line['score']}: {line['label']}"
        return words.instant(moment), line["happened"], rule, line["why"], self._signed(line["points"]), self._number(line["total"])

    def _signed(self, points: Decimal | None) -> str:
        return "" if points is None else self.words.signed(points)

    def _number(self, points: Decimal | None) -> str:
        return "" if points is None else self.words.points(points)

    def _nothing_text(self) -> list[str]:
        if self.nothing.empty:
            return []
        told = self.nothing.assign(label=[self._times(label, times) for label, times in self.nothing[["label", "matches"]].to_numpy()])
        rows = [f"  {why}: {', '.join(labels)}" for why, labels in told.groupby("why", sort=False)["label"]]
        return ["", self.words.say("story.nothing.title"), *rows]

    def _times(self, label: str, matches: int) -> str:
        return self.words.say("story.nothing.times", rule=label, number=matches) if matches else label


def refuse_unscored(model: RulebookModel, entity: EntityKind) -> None:
    """Raises InputError when the rulebook has no score of that kind of entity."""
    if entity not in {score.entity for score in model.scores}:
        raise InputError(f"the rulebook must have a score of entity {entity}; it has none", hint=f"add a score with entity: {entity}")


def story_of(replay: Replay, entity: EntityKind, entity_id: str, *, telling: Telling, shown_as: str) -> Story:
    """The story from the replay of the entity's part of a history."""
    engine, model = replay.relations(), replay.rulebook.model
    nodes = {row["node_key"]: row["node"] for row in engine.arrow("SELECT node_key, node FROM nodes").to_pylist()}
    teller = Teller(model, entity, facts_of(engine, entity, entity_id), telling, nodes)
    lines = teller.lines(list(turns_of(replay, teller, entity, entity_id)))
    return Story(entity, entity_id, shown_as, _frame(lines), _nothing(teller), telling.words, telling.timezone)


def _frame(lines: list[Line]) -> pd.DataFrame:
    rows = [
        (utc_datetime(x.posted_us), x.score, x.entry, x.rule, x.label, x.event_id, x.happened, x.why, _points(x.points), _points(x.total))
        for x in lines
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"points": "object", "total": "object"})


def _nothing(teller: Teller) -> pd.DataFrame:
    rows = []
    for placed, idle, why in teller.unearned():
        first, last = (None, None) if idle is None else (utc_datetime(idle.first_us), utc_datetime(idle.last_us))
        name = placed.rule.rule
        rows.append((placed.score.score, name, teller.label(name), 0 if idle is None else idle.times, first, last, why))
    columns = ["score", "rule", "label", "matches", "first_at", "last_at", "why"]
    return pd.DataFrame(rows, columns=columns).astype({"first_at": "datetime64[us, UTC]", "last_at": "datetime64[us, UTC]"})


def _points(value: int | None) -> Decimal | None:
    return None if value is None else exact_points(value)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
