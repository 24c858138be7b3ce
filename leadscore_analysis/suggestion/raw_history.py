"""What a history says about leads at moments without any rule: counts and recency by event type, and the attributes then in force."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from leadscore_analysis.clock import DAY_US, WEEK_US
from leadscore_analysis.engine import Engine, frame, run_plan
from leadscore_analysis.evaluation.leaks import NO_VERSIONS
from leadscore_analysis.labels import Examples
from leadscore_analysis.scorecard import Floats, Integers
from leadscore_analysis.study import Study

MOST_TYPES = 40
MOST_VALUES = 30
"""More event types, and more values of an attribute, are taken together."""
LATELY_US = 4 * WEEK_US
_KEYS = ("lead_key", "lead_id", "account_id", "starts_us", "ends_us", "valid_from")


@dataclass(frozen=True)
class _Steps:
    """What changes at moments: ``place`` is lead key x moments + moment number, rising; a row a change."""

    place: Integers
    values: Floats

    def at(self, places: Integers, first: Integers) -> Floats:
        """The values of the latest change at or before each place and not before ``first``; NaN where there is none."""
        if not len(self.place):
            return np.full((len(places), self.values.shape[1]), np.nan)
        found = np.searchsorted(self.place, places, side="right") - 1
        known = (found >= 0) & (self.place[np.maximum(found, 0)] >= first)
        return np.where(known[:, None], self.values[np.maximum(found, 0)], np.nan)


@dataclass(frozen=True)
class RawHistory:
    """The changes of every event type's count and latest instant (``events``), and of every attribute (``attributes``)."""

    examples: Examples
    events: dict[str, _Steps]
    attributes: dict[str, _Steps]
    categories: tuple[bool, ...]

    @classmethod
    def of(cls, engine: Engine, examples: Examples, left_out: Collection[tuple[str, str]]) -> RawHistory:
        """The raw history of the examples; ``left_out`` names kinds (event type | attribute) and names that must not be read."""
        types, names = ({name for kind, name in left_out if kind == wanted} for wanted in ("event type", "attribute"))
        attributes = _attributes(engine, examples, names)
        events = _events(engine, examples, types)
        categories = (False,) * (3 + 3 * len(events)) + tuple(named for _, named in attributes.values())
        return cls(examples, events, {name: steps for name, (steps, _) in attributes.items()}, categories)

    @property
    def names(self) -> list[str]:
        """The columns of :meth:`table`."""
        counted = [f"{name}: {what}" for name in self.events for what in ("events", "events lately", "days since")]
        return ["days since first seen", "days since latest event", "event types seen", *counted, *self.attributes]

    def table(self, rows: Integers) -> Floats:
        """A column a name, a row a row of the examples at the places ``rows``; NaN where nothing is known."""
        table, looking = self.examples.rows.iloc[rows], self.examples.looking
        number = table["moment_no"].to_numpy()
        first = self.examples.leads["lead_key"].to_numpy()[table["lead"].to_numpy()] * looking.moments
        now_us = looking.moment_us[number]
        before = np.maximum(number - LATELY_US // looking.every_us, -1)
        columns = []
        for steps in self.events.values():
            seen, earlier = steps.at(first + number, first), steps.at(first + before, first)
            count = np.nan_to_num(seen[:, 0])
            columns += [count, count - np.nan_to_num(earlier[:, 0]), (now_us - seen[:, 1]) / DAY_US]
        columns += [steps.at(first + number, first)[:, 0] for steps in self.attributes.values()]
        since = (now_us - self.examples.latest_event_us[rows]) / DAY_US
        kinds = np.sum([column > 0 for column in columns[: 3 * len(self.events) : 3]], axis=0) if self.events else np.zeros(len(rows))
        return np.column_stack([table["tenure_days"].to_numpy(), since, kinds, *columns])


def not_to_read(leaks: pd.DataFrame, study: Study) -> set[tuple[str, str]]:
    """The kinds and names that no model may learn from unless the study's ``allow`` names them: what the leak check's table names, what is
    known only as it is today, and the events of sales' own work.
    """
    today = leaks["why"].str.contains(NO_VERSIONS, regex=False) if "why" in leaks else False
    against = leaks[(leaks["named"].astype(bool) | today) & ~leaks["allowed"].astype(bool)]
    worked = set(study.worked.event or () if study.worked is not None else ()) - set(study.allow)
    return {*zip(against["kind"], against["name"], strict=True), *(("event type", name) for name in worked)}


def _events(engine: Engine, examples: Examples, left_out: Collection[str]) -> dict[str, _Steps]:
    looking = examples.looking
    settings = {"until_us": looking.last_us(examples.part), "most_types": MOST_TYPES}
    engine.table("raw_settings", pa.table({name: pa.array([value], pa.int64()) for name, value in settings.items()}))
    engine.table("raw_left_out", pa.table({"event_type": pa.array(sorted(left_out), pa.string())}))
    run_plan(engine, ("raw_types", "raw_steps"))
    names = frame(engine, "SELECT DISTINCT event_type FROM raw_steps ORDER BY event_type")["event_type"]
    return {str(name): _changes(engine, str(name), looking.moments) for name in names}


def _changes(engine: Engine, event_type: str, moments: int) -> _Steps:
    """The changes of the count and the latest instant of one event type."""
    found = engine.arrow("SELECT * FROM raw_steps WHERE event_type = ? ORDER BY lead_key, moment_no", [event_type])
    lead, number, events, latest_us = (found[name].to_numpy() for name in ("lead_key", "moment_no", "events", "latest_us"))
    return _Steps(lead.astype(np.int64) * moments + number, np.column_stack([events, latest_us]).astype(np.float64))


def _attributes(engine: Engine, examples: Examples, left_out: Collection[str]) -> dict[str, tuple[_Steps, bool]]:
    """The changes of each attribute of leads, as numbers, and whether these number its values."""
    versions, looking = frame(engine, "SELECT * FROM lead_versions ORDER BY lead_key, starts_us"), examples.looking
    versions = versions[versions["starts_us"] <= looking.last_us(examples.part)]
    number = np.maximum(-((looking.from_us - versions["starts_us"].to_numpy(dtype=np.int64)) // looking.every_us), 0)
    place = versions["lead_key"].to_numpy(dtype=np.int64) * looking.moments + number
    last = np.append(place[1:] != place[:-1], True) if len(place) else np.zeros(0, dtype=bool)
    found = {}
    for name in versions.columns.difference([*_KEYS, *left_out], sort=False):
        numbers, named = _numbers(versions[name])
        if np.isfinite(numbers).any():
            found[str(name)] = (_Steps(place[last], numbers[last][:, None]), named)
    return found


def _numbers(values: pd.Series[str]) -> tuple[Floats, bool]:
    """An attribute as numbers: its own, or numbers of its commonest values and one for all others; nothing for instants."""
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return values.to_numpy(dtype=np.float64, na_value=np.nan), False
    if not (pd.api.types.is_object_dtype(values) or pd.api.types.is_string_dtype(values)):
        return np.full(len(values), np.nan), False
    counted = values.value_counts()
    commonest = sorted(counted.index, key=lambda value: (-counted[value], str(value)))[:MOST_VALUES]
    numbers = values.map({value: place for place, value in enumerate(commonest)}).to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(values.notna() & np.isnan(numbers), len(commonest), numbers), True
