"""Spark as an engine: for histories beyond one machine. The same relations run on it, read by sqlglot and printed in its dialect."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from leadscore_analysis.engine import plain_texts
from leadscore_analysis.errors import InputError
from leadscore_analysis.files import written_whole

_SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": str(os.cpu_count() or 1),
}
"""How a session is made where none is active: on this machine, told to nobody."""

_NUMBER = r"^\\s*(true|false|[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?)\\s*$"
_FUNCTIONS = f"""
CREATE OR REPLACE TEMPORARY FUNCTION floor_div(a BIGINT, b BIGINT) RETURNS BIGINT RETURN (a - pmod(a, b)) DIV b;
CREATE OR REPLACE TEMPORARY FUNCTION micros(t TIMESTAMP) RETURNS BIGINT RETURN unix_micros(t);
CREATE OR REPLACE TEMPORARY FUNCTION instant(us BIGINT) RETURNS TIMESTAMP RETURN timestamp_micros(us);
CREATE OR REPLACE TEMPORARY FUNCTION text_hash(a STRING) RETURNS BIGINT RETURN xxhash64(a);
CREATE OR REPLACE TEMPORARY FUNCTION finite(written STRING, a DOUBLE) RETURNS DOUBLE
    RETURN CASE WHEN written RLIKE '{_NUMBER}' AND abs(a) < double('Infinity') THEN a END
"""
_IN_ORDER = {
    "next_in_order": "LEAD({}) OVER ({})",
    "previous_in_order": "LAG({}) OVER ({})",
    "latest_so_far": "LAST_VALUE({}) IGNORE NULLS OVER ({} ROWS UNBOUNDED PRECEDING)",
    "sum_so_far": "SUM({}) OVER ({} ROWS UNBOUNDED PRECEDING)",
}
"""Spark keeps no rows in order between its machines: each entity and key is a window of its own."""

_NO_ESCAPE = "\uffff"
"""No LIKE has an escape, and Spark always has one: a character that no text holds."""

_KINDS = {
    "string": "VARCHAR",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "timestamp_ntz": "TIMESTAMP",
}


class SparkEngine:
    """A Spark session of its own, in the cluster of the active session, else on this machine; closed with :meth:`close`.

    Relations are kept as Parquet files under ``folder``, which all machines of a cluster must see (default: a temporary one here).
    InputError when pyspark or Java is not there. Numbers of ten million and more, as text, are written ``1.0E7``, as Spark writes them.
    """

    def __init__(self, *, folder: Path | None = None) -> None:
        self._session = _session()
        self.folder = Path(tempfile.mkdtemp(prefix="leadscore-", dir=folder))
        self._free_folder = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self._made = 0
        self._named: set[str] = set()
        for name, value in _SESSION.items():
            self._session.conf.set(name, value)
        for text in _FUNCTIONS.split(";\n"):
            self._session.sql(text)

    @property
    def too_large(self) -> tuple[type[Exception], ...]:
        """What is raised when a number grows beyond its type."""
        from pyspark.errors import ArithmeticException, NumberFormatException

        return ArithmeticException, NumberFormatException

    def close(self) -> None:
        """Lets go of the relations; Spark itself goes on for others."""
        for name in sorted(self._named):
            self.drop(name)
        self._free_folder()

    def table(self, name: str, rows: pa.Table) -> None:
        """Keeps ``rows`` as the relation ``name``."""
        with _quiet():
            self._session.createDataFrame(plain_texts(rows)).createOrReplaceTempView(name)

    def read(self, name: str, path: Path) -> None:
        """Gives the rows of a Parquet file a name."""
        self._name(name, self._session.read.parquet(str(path.resolve())))

    def view(self, name: str, select: str) -> None:
        """Gives a SELECT a name without running it; what it reads is looked up anew each time."""
        self._session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {spark_text(select)}")
        self._named.add(name)

    def create(self, name: str, select: str) -> None:
        """Makes the relation ``name`` from a SELECT, in the place of an earlier one.

        Its rows are written and read again: what they were made from is forgotten, so that no plan grows from step to step.
        """
        self._made += 1
        place = str(self.folder / f"{self._made:04d}-{name}")
        rows = self._session.sql(spark_text(select))
        rows.write.parquet(place)
        self._name(name, self._session.read.schema(rows.schema).parquet(place))

    def drop(self, name: str) -> None:
        """Frees the relation ``name``."""
        self._session.catalog.dropTempView(name)
        self._named.discard(name)

    def arrow(self, select: str, values: Sequence[Any] = ()) -> pa.Table:
        """The rows of a SELECT; ``values`` fill its ``?`` marks."""
        with _quiet():
            rows: pa.Table = self._session.sql(spark_text(select), args=list(values) or None).toArrow()
        return rows

    def _name(self, name: str, rows: Any) -> None:
        rows.createOrReplaceTempView(name)
        self._named.add(name)

    def columns(self, relation: str) -> dict[str, str]:
        """The relation's column names and types, in order; types are named as DuckDB names them."""
        return {name: _kind(kind) for name, kind in self._session.table(relation).dtypes}

    def write_parquet(self, select: str, path: Path) -> None:
        """Writes the rows of a SELECT to one Parquet file, whole or not at all."""
        with written_whole(path) as draft, tempfile.TemporaryDirectory(prefix=".leadscore-", dir=path.parent) as folder:
            self._session.sql(spark_text(select)).coalesce(1).write.mode("overwrite").parquet(folder)
            [part] = Path(folder).glob("part-*.parquet")
            part.replace(draft)


def spark_text(select: str) -> str:
    """A SELECT of the relations as Spark reads it: the same tree, printed in Spark's dialect."""
    return sqlglot.parse_one(select, dialect="duckdb").transform(_as_spark).sql(dialect="spark", comments=False)


def _as_spark(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Like) and not isinstance(node.parent, exp.Escape):
        return exp.Escape(this=node.copy(), expression=exp.Literal.string(_NO_ESCAPE))
    if isinstance(node, exp.Anonymous) and node.name.lower() == "number":
        [value] = node.expressions
        return exp.Anonymous(
            this="finite", expressions=[exp.cast(value.copy(), "VARCHAR"), exp.TryCast(this=value.copy(), to=_DOUBLE, safe=True)]
        )
    if isinstance(node, exp.Anonymous) and node.name.lower() in _IN_ORDER:
        value, entity_key, key, *order = (argument.sql(dialect="spark") for argument in node.expressions)
        window = f"PARTITION BY {entity_key}, {key} ORDER BY {', '.join(order)}"
        return sqlglot.parse_one(_IN_ORDER[node.name.lower()].format(value, window), dialect="spark")
    return node


_DOUBLE = exp.DataType.build("DOUBLE")


def _kind(name: str) -> str:
    return _KINDS.get(name, name.upper() if name.startswith("decimal") else "VARCHAR")


def _session() -> Any:
    """A new session beside the active one; where there is none, of a Spark on this machine."""
    try:
        with _quiet():
            from pyspark.sql import SparkSession
    except ImportError:
        hint = "pip install 'leadscore-analysis[spark]', or take the engine duckdb"
        raise InputError("the engine spark must have pyspark; it is not installed", hint=hint) from None
    if shutil.which("java", path=_java_path()) is None:
        raise InputError("the engine spark must have Java; no java was found", hint="install Java 17, or take the engine duckdb")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with _quiet():
        active = SparkSession.getActiveSession()
        if active is None:
            builder = SparkSession.builder.appName("leadscore")
            for name, value in _LOCAL.items():
                builder = builder.config(name, value)
            active = builder.getOrCreate()
    return active.newSession()


def _java_path() -> str:
    home = os.environ.get("JAVA_HOME")
    return os.pathsep.join([*([str(Path(home) / "bin")] if home else []), os.environ.get("PATH", "")])


def _quiet() -> warnings.catch_warnings[None]:
    """Keeps back pyspark's word about pandas 3: rows go through Arrow alone."""
    return warnings.catch_warnings(action="ignore", category=FutureWarning)
