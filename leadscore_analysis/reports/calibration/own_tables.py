"""The tables that the calibration report shows and that no other part of a study writes."""

from __future__ import annotations

from pandas import DataFrame

from leadscore_analysis.reports.calibration.data import loaded_rows
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.calibration.limits import ingredients


def own_tables(inputs: CalibrationInputs) -> dict[str, DataFrame]:
    """By the name of their file: the history's counts, what was loaded and rejected, and what the report was made from."""
    tables = {"history.csv": inputs.history_counts, "ingredients.csv": ingredients(inputs)}
    if inputs.load is not None:
        tables["loading.csv"] = loaded_rows(inputs.load)
        tables["rejected.csv"] = DataFrame(inputs.load.reasons, columns=["table", "reason", "rows"])
    return tables
