"""Whether the columns that a rulebook names stand in the tables they are read from."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from leadscore_analysis.errors import Fault, InputError, did_you_mean
from leadscore_analysis.rulebook.conditions import Condition, column_faults
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.walk import placed_columns, placed_wheres
from leadscore_analysis.settings_file import path_text


def missing_columns(model: RulebookModel, tables: Mapping[str, Collection[str]]) -> list[Fault]:
    """A fault for each column that the rulebook names and the history's table of that name does not have."""
    faults: list[Fault] = []
    for where in placed_wheres(model):
        try:
            condition = Condition.parse(where.text)
        except InputError:
            continue
        spot = path_text(where.path)
        faults += column_faults(condition, tables[where.table], table=where.table, optional=model.optional_columns, where=spot)
    optional = {name.lower() for name in model.optional_columns}
    for column in placed_columns(model):
        known = tables[column.table]
        if column.name.lower() not in optional and column.name.lower() not in {name.lower() for name in known}:
            hint = f"{did_you_mean(column.name, known)} or list it under optional_columns"
            faults.append(Fault(path_text(column.path), f"column '{column.name}' must stand in {column.table}; it does not", hint))
    return faults
