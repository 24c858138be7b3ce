"""Units are kept: rows with equal units are found in the engine, and only what differs is read from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import csc_array

from leadscore_analysis.clock import instant_us
from leadscore_analysis.engine import Engine, frame, relation_text, run_plan
from leadscore_analysis.replay.moments import Moment, instants_of, moment_rows
from leadscore_analysis.replay.row_tables import rows_of
from leadscore_analysis.replay.units.kept import KeptUnits
from leadscore_analysis.replay.units.portions import Portions, portions_of
from leadscore_analysis.rulebook.book import Rulebook

_KINDS = ("signed_rows", "unit_kinds")
_LARGEST_SIGN = 2**44
"""Drawn numbers stay below this, so that their sums over half a million awards fit in 64 bits."""


def kept_units(engine: Engine, rulebook: Rulebook, moments: pd.DataFrame | Sequence[Moment] | Moment) -> KeptUnits:
    """The units at the moments, from the replay's ``awards`` and ``entities`` in the engine."""
    portions = portions_of(rulebook.model)
    for name, table in _portion_tables(portions).items():
        engine.table(name, table)
    _ask(engine, moments)
    run_plan(engine, ("portion_spans", *_KINDS))
    rows = _rows(engine)
    found = engine.arrow(relation_text("kept_counts"))
    return KeptUnits(rulebook, rows, counts_of(found, len(portions.portions), rows))


def counts_of(found: pa.Table, portions: int, rows: pd.DataFrame) -> csc_array:
    """The rows (units_no, portion_key, times), ordered by portion and number, as a matrix: a row a number, a column a portion."""
    kinds = int(rows["units_no"].max()) + 1 if len(rows) else 0
    ends = np.searchsorted(found["portion_key"].to_numpy(), np.arange(portions + 1))
    columns = (found["times"].to_numpy().astype(np.int64), found["units_no"].to_numpy().astype(np.int32), ends.astype(np.int32))
    return csc_array(columns, shape=(kinds, portions))


def _portion_tables(portions: Portions) -> dict[str, pa.Table]:
    drawn = np.random.default_rng(0).integers(1, _LARGEST_SIGN, size=(len(portions.portions), 2)).tolist()
    kinds = {"shape_key": int, "portion_key": int, "age_us": int, "until_age_us": int, "times": int}
    steps = [(step.shape_key, step.portion_key, step.age_us, step.until_age_us, step.times) for step in portions.steps]
    signs = [(portion.portion_key, *pair) for portion, pair in zip(portions.portions, drawn, strict=True)]
    return {
        "portion_steps": rows_of(kinds, steps),
        "portion_signs": rows_of({"portion_key": int, "sign": int, "second_sign": int}, signs),
    }


def _ask(engine: Engine, moments: pd.DataFrame | Sequence[Moment] | Moment) -> None:
    """Makes ``unit_asks``: the rows of a table in its order, or all entities at each instant."""
    if isinstance(moments, pd.DataFrame):
        asked = moment_rows(moments)
        engine.table("ask_list", asked.append_column("ask_no", pa.array(np.arange(asked.num_rows, dtype=np.int64))))
        engine.create("unit_asks", relation_text("unit_asks"))
        return
    instants = sorted({instant_us(instant) for instant in instants_of(moments)})
    listed = [(number, us, len(instants)) for number, us in enumerate(instants)]
    engine.table("all_moments", rows_of({"moment_no": int, "moment_us": int, "moments": int}, listed))
    engine.create("unit_asks", relation_text("unit_asks_of_all"))


def _rows(engine: Engine) -> pd.DataFrame:
    """The rows asked for, in order: their entity, moment and the number of their units. Names are held once an entity."""
    found = engine.arrow(relation_text("kept_rows"))
    entities = frame(engine, "SELECT entity_key, entity, entity_id FROM entities ORDER BY entity_key")
    place = np.searchsorted(entities["entity_key"].to_numpy(), found["entity_key"].to_numpy()).astype(np.int32)
    return pd.DataFrame(
        {
            "entity": pd.Categorical(entities["entity"]).take(place),
            "entity_id": pd.Categorical(entities["entity_id"]).take(place),
            "moment": pd.Series(found["moment_us"].to_numpy().view("datetime64[us]")).dt.tz_localize("UTC"),
            "units_no": found["units_no"].to_numpy().astype(np.int32),
        }
    )
