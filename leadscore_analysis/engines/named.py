"""An engine by its name."""

from __future__ import annotations

from leadscore_analysis.engine import Engine
from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.errors import InputError, did_you_mean

ENGINES = ("duckdb", "spark")


def engine_named(name: str, *, memory_limit: str | None = None) -> Engine:
    """A new session of the engine ``duckdb`` or ``spark``; InputError when it is another, or not installed here."""
    if name == "spark":
        from leadscore_analysis.engines.spark import SparkEngine

        if memory_limit is not None:
            raise InputError(
                "the memory limit must be left to Spark; it has its own", hint="set spark.driver.memory, or take the engine duckdb"
            )
        return SparkEngine()
    if name != "duckdb":
        raise InputError(f"the engine must be {' or '.join(ENGINES)}; got '{name}'", hint=did_you_mean(name, ENGINES))
    return DuckDBEngine(memory_limit=memory_limit)
