"""The types of properties from a source that knows none: a column is a number or a truth value when every text in it is one."""

from __future__ import annotations

from collections.abc import Sequence

from leadscore_analysis.engine import quoted
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.sources.contract import TEXT

_SAMPLE = 2000
_TYPES = {"BIGINT": "is_whole_number", "DOUBLE": "is_number", "BOOLEAN": "is_truth_value"}


def property_types(engine: DuckDBEngine, rows: str, columns: Sequence[str]) -> dict[str, str]:
    """The type of each text column of ``rows``: BIGINT, DOUBLE, BOOLEAN, or VARCHAR where some text fits none of them.

    ``007`` is no number: it would not come back as it was. A sample rules out most columns before all rows are looked at.
    """
    sampled = _fitting(engine, f"({projection(rows=f'{rows} LIMIT {_SAMPLE}')})", {name: list(_TYPES) for name in columns})
    fitting = _fitting(engine, rows, {name: kinds for name, kinds in sampled.items() if kinds})
    return {name: fitting[name][0] if fitting.get(name) else TEXT for name in columns}


def _fitting(engine: DuckDBEngine, rows: str, candidates: dict[str, list[str]]) -> dict[str, list[str]]:
    """The types that every text of a column has; none for a column without any text."""
    counts = {
        f"{kind} {name}": f"COUNT(CASE WHEN {_TYPES[kind]}({quoted(name)}) THEN 1 END)"
        for name, kinds in candidates.items()
        for kind in kinds
    }
    if not counts:
        return {}
    filled = {f"filled {name}": f"COUNT({quoted(name)})" for name in candidates}
    [found] = engine.arrow(projection(counts | filled, rows=rows)).to_pylist()
    return {
        name: [kind for kind in kinds if found[f"{kind} {name}"] == found[f"filled {name}"]]
        for name, kinds in candidates.items()
        if found[f"filled {name}"]
    }
