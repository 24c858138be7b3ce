"""Units are kept: rows with equal units are found in the engine, and only what differs is read from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csc_array

from leadscore_analysis.engine import Engine, frame, relation_text, run_plan
from leadscore_analysis.replay.moments import Moment, instants_us, moment_rows
from leadscore_analysis.replay.row_tables import rows_of
from leadscore_analysis.replay.units.kept import KeptUnits
from leadscore_analysis.replay.units.members import combined
from leadscore_analysis.replay.units.portions import Portions, portions_of
from leadscore_analysis.replay.units.structure import rolls_up
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
    if rolls_up(rulebook.model):
        run_plan(engine, ("unit_members",))
        engine.create("unit_asks", relation_text("unit_asks_and_members"))
    run_plan(engine, ("portion_spans", *_KINDS))
    found = engine.arrow(relation_text("kept_rows"))
    numbers = np.asarray(found["units_no"].to_numpy(), dtype=np.int32)
    counts = _counts(engine.arrow(relation_text("kept_counts")), len(portions.portions), int(numbers.max(initial=-1)) + 1)
    if not rolls_up(rulebook.model):
        return KeptUnits(rulebook, _named(engine, found, numbers), counts)
    members = engine.arrow("SELECT row_no, account_row_no FROM unit_members ORDER BY row_no")
    asked = found.slice(0, found.num_rows - members.num_rows)
    owner = np.searchsorted(asked["row_no"].to_numpy(), members["account_row_no"].to_numpy())
    told = combined(numbers[: asked.num_rows], owner=owner, member_no=numbers[asked.num_rows :], kinds=counts.shape[0])
    return KeptUnits(rulebook, _named(engine, asked, told.units_no), csc_array(counts.tocsr()[told.own]), told.members)


def _counts(found: pa.Table, portions: int, kinds: int) -> csc_array:
    """The rows (units_no, portion_key, times), ordered by portion and number, as a matrix: a row a number, a column a portion."""
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
    instants = sorted(set(instants_us(moments)))
    listed = [(number, us, len(instants)) for number, us in enumerate(instants)]
    engine.table("all_moments", rows_of({"moment_no": int, "moment_us": int, "moments": int}, listed))
    engine.create("unit_asks", relation_text("unit_asks_of_all"))


def _named(engine: Engine, found: pa.Table, units_no: NDArray[np.int32]) -> pd.DataFrame:
    """The rows found, in order: their entity, moment and the number of their units. Names are held once an entity."""
    entities = frame(engine, "SELECT entity_key, entity, entity_id FROM entities ORDER BY entity_key")
    place = np.searchsorted(entities["entity_key"].to_numpy(), found["entity_key"].to_numpy()).astype(np.int32)
    return pd.DataFrame(
        {
            "entity": pd.Categorical(entities["entity"]).take(place),
            "entity_id": pd.Categorical(entities["entity_id"]).take(place),
            "moment": pd.Series(found["moment_us"].to_numpy().view("datetime64[us]")).dt.tz_localize("UTC"),
            "units_no": units_no,
        }
    )
