"""The ``where`` of rules: a small SQL expression on one row, allow-listed node by node and printed for the engine.

What stands in a ``where`` never reaches the engine as it was typed: it is parsed to a tree, every node of the tree must
be on the list below, its columns are looked up in the table, and the tree is printed anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from leadscore_analysis.clock import instant_us, utc_datetime
from leadscore_analysis.column_types import holds_numbers
from leadscore_analysis.errors import Fault, InputError, did_you_mean
from leadscore_analysis.rulebook.where_words import DEEPEST, HINT, checked_words, reason, short

MOST_NODES = 10_000

_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
_LOGIC = (exp.And, exp.Or, exp.Not, exp.Paren)
_TESTS = (exp.In, exp.Like, exp.Between, exp.Is)
_TEXT_FUNCTIONS = (exp.Lower, exp.Upper, exp.Trim, exp.Length)
_ARGUMENTS: dict[type[exp.Expr], tuple[str, ...]] = {
    **dict.fromkeys((*_COMPARISONS, exp.And, exp.Or), ("this", "expression")),
    **dict.fromkeys((exp.Not, exp.Paren, exp.Neg, exp.Column, exp.Boolean, *_TEXT_FUNCTIONS), ("this",)),
    exp.In: ("this", "expressions"),
    exp.Like: ("this", "expression", "negate"),
    exp.Between: ("this", "low", "high"),
    exp.Is: ("this", "expression"),
    exp.Identifier: ("this", "quoted"),
    exp.Literal: ("this", "is_string"),
    exp.Null: (),
}
"""The nodes that a tree may hold, and what each may be told: anything else that a parser may know is refused."""


@dataclass(frozen=True)
class Condition:
    """A parsed ``where``: ``columns`` are the names it reads, :meth:`sql` prints it for an engine and a table."""

    text: str
    tree: exp.Expr

    @classmethod
    def parse(cls, text: str) -> Condition:
        """The condition that ``text`` says; InputError with what is not allowed and where."""
        words = checked_words(text)
        try:
            trees = sqlglot.parse(words, dialect="duckdb")
        except (SqlglotError, RecursionError) as error:
            raise InputError(f"where must be a condition; got {short(text)} ({reason(error)})", hint=HINT) from None
        if len(trees) != 1 or trees[0] is None:
            raise InputError(f"where must be one condition; got {short(text)}", hint=HINT)
        tree = trees[0]
        _check_depth(tree, text)
        if _printed_nodes(tree) > MOST_NODES:
            raise InputError(f"where must be shorter; got {short(text)}", hint="split the rule, or use values")
        for node in tree.walk():
            _check_node(node)
        _check_boolean(tree)
        return cls(text, tree)

    @property
    def columns(self) -> frozenset[str]:
        """The names of the columns it reads."""
        return frozenset(column.name for column in self.tree.find_all(exp.Column))

    @property
    def compared_columns(self) -> frozenset[str]:
        """The columns whose value matters, and not only whether they are filled in."""
        return frozenset(column.name for column in self.tree.find_all(exp.Column) if not isinstance(column.parent, exp.Is))

    def sql(self, types: Mapping[str, str], *, table: str, optional: Collection[str] = (), timezone: str = "UTC") -> str:
        """The condition as SQL text on ``table``, whose columns have ``types``; ``optional`` columns that are not there are NULL.

        Instants that it writes without an offset are read in ``timezone``.
        """
        known = {name.lower(): (name, kind) for name, kind in types.items()}
        printed = _Typed(known, table, frozenset(name.lower() for name in optional), timezone).condition(self.tree.copy())
        return printed.sql(dialect="duckdb")


def column_faults(condition: Condition, known: Collection[str], *, table: str, optional: Collection[str], where: str) -> list[Fault]:
    """A fault for each column of the condition that the table does not have."""
    lowered = {name.lower() for name in known} | {name.lower() for name in optional}
    return [
        Fault(
            where, f"column '{name}' must stand in {table}; it does not", f"{did_you_mean(name, known)} or list it under optional_columns"
        )
        for name in sorted(condition.columns)
        if name.lower() not in lowered
    ]


def _check_depth(tree: exp.Expr, text: str) -> None:
    """Chains of AND and of OR may be long, nothing may be nested deep: neither Python nor an engine could follow."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            raise InputError(
                f"where must have at most {DEEPEST} conditions nested in one another; got {short(text)}", hint="use AND and OR"
            )
        waiting += [(part, depth + 1) for part in _parts(node)]


def _parts(node: exp.Expr) -> list[exp.Expr]:
    """The nodes below; a chain of AND or of OR has all its members side by side."""
    if not isinstance(node, exp.And | exp.Or):
        return list(node.iter_expressions())
    found, waiting = [], [node.expression, node.this]
    while waiting:
        part = waiting.pop()
        if type(part) is type(node):
            waiting += [part.expression, part.this]
        else:
            found.append(part)
    return found


def _printed_nodes(node: exp.Expr) -> int:
    """How many nodes will be printed: what BETWEEN and IN test is printed once for each value that it is tested against."""
    inner = [_printed_nodes(part) for part in _parts(node)]
    again = 2 if isinstance(node, exp.Between) else len(node.expressions) if isinstance(node, exp.In) else 1
    return 1 + sum(inner) + (again - 1) * sum(inner[:1])


def _check_node(node: exp.Expr) -> None:
    known = _ARGUMENTS.get(type(node))
    if known is None or any(value not in (None, False, []) and name not in known for name, value in node.args.items()):
        raise InputError(f"where must not hold {short(node.sql())} ({type(node).__name__})", hint=HINT)
    if isinstance(node, exp.Column) and (node.table or not isinstance(node.this, exp.Identifier)):
        raise InputError(f"where must name plain columns; got {short(node.sql())}", hint="write the column's name alone")
    if isinstance(node, exp.In) and (not node.expressions or node.args.get("query") or node.args.get("unnest") or node.args.get("field")):
        raise InputError(f"IN must have a list of literals; got {short(node.sql())}", hint="write country IN ('NL', 'BE')")
    if isinstance(node, exp.Is) and not isinstance(node.expression, exp.Null):
        hint = "write the column alone, or NOT before it" if isinstance(node.expression, exp.Boolean) else "write country IS NULL"
        raise InputError(f"IS must be followed by NULL or NOT NULL; got {short(node.sql())}", hint=hint)
    if isinstance(node, exp.Neg) and not (isinstance(node.this, exp.Literal) and not node.this.is_string):
        raise InputError(f"'-' must stand before a number; got {short(node.sql())}", hint=HINT)
    if isinstance(node, exp.Trim) and (node.args.get("expression") or node.args.get("position")):
        raise InputError(f"trim must have one value; got {short(node.sql())}", hint="write trim(country) = 'NL'")


def _check_boolean(node: exp.Expr) -> None:
    """What stands where a truth value is needed must be one: a test, a truth value or a bare column."""
    if isinstance(node, exp.And | exp.Or):
        for part in _parts(node):
            _check_boolean(part)
    elif isinstance(node, exp.Not | exp.Paren):
        _check_boolean(node.this)
    elif not isinstance(node, (*_COMPARISONS, *_TESTS, exp.Boolean, exp.Column, exp.Null)):
        raise InputError(f"where must be a condition; got {short(node.sql())}", hint="compare it with something")


@dataclass(frozen=True)
class _Typed:
    """Prints a condition so that no value of any type can make it fail: what cannot be compared is NULL."""

    types: dict[str, tuple[str, str]]
    table: str
    optional: frozenset[str]
    timezone: str

    def condition(self, node: exp.Expr) -> exp.Expr:  # noqa: PLR0911 -- one return for each kind of node
        if isinstance(node, exp.And | exp.Or):
            return reduce(lambda left, right: type(node)(this=left, expression=right), map(self.condition, _parts(node)))
        if isinstance(node, exp.Not | exp.Paren):
            return type(node)(this=self.condition(node.this))
        if isinstance(node, exp.Column):
            return self._as(node, "BOOLEAN")
        if isinstance(node, exp.Between):
            low = exp.GTE(this=node.this.copy(), expression=node.args["low"])
            high = exp.LTE(this=node.this.copy(), expression=node.args["high"])
            return exp.Paren(this=exp.And(this=self.condition(low), expression=self.condition(high)))
        if isinstance(node, exp.In):
            return self._in(node)
        if isinstance(node, exp.Like):  # some versions of sqlglot have NOT LIKE as a node of its own
            like = exp.Like(this=self._as(node.this, "VARCHAR"), expression=self._as(node.expression, "VARCHAR"))
            return exp.Not(this=exp.Paren(this=like)) if node.args.get("negate") else like
        if isinstance(node, exp.Is):
            return exp.Is(this=self._value(node.this), expression=node.expression)
        if isinstance(node, _COMPARISONS):
            kind = self._common(node.this, node.expression)
            return type(node)(this=self._as(node.this, kind), expression=self._as(node.expression, kind))
        return node

    def _in(self, node: exp.In) -> exp.Expr:
        tests = [exp.EQ(this=node.this.copy(), expression=value) for value in node.expressions]
        return exp.Paren(this=exp.or_(*(self.condition(test) for test in tests), copy=False))

    def _common(self, left: exp.Expr, right: exp.Expr) -> str:
        """The type in which two values are compared: numbers before truth values before instants before text.

        A truth value is compared with a text literal as text.
        """
        kinds = {self._kind(left), self._kind(right)}
        if any(isinstance(node, exp.Literal) and node.is_string for node in (left, right)):
            kinds -= {"BOOLEAN"}
        return next((kind for kind in ("DOUBLE", "BOOLEAN", "TIMESTAMPTZ", "TIMESTAMP") if kind in kinds), "VARCHAR")

    def _instant(self, node: exp.Literal) -> exp.Literal:
        """An instant written as text, in UTC; text that is none stays as it is."""
        try:
            return exp.Literal.string(utc_datetime(instant_us(node.this, self.timezone)).isoformat())
        except InputError:
            return node

    def _kind(self, node: exp.Expr) -> str:
        if isinstance(node, exp.Paren):
            return self._kind(node.this)
        if isinstance(node, exp.Column):
            return _family(self._found(node)[1])
        if isinstance(node, (exp.Boolean, *_COMPARISONS, *_LOGIC, *_TESTS)):
            return "BOOLEAN"
        if isinstance(node, exp.Neg | exp.Length) or (isinstance(node, exp.Literal) and not node.is_string):
            return "DOUBLE"
        return "VARCHAR"

    def _as(self, node: exp.Expr, kind: str) -> exp.Expr:
        value = self._value(node)
        if self._kind(node) == kind:
            return value
        if kind == "DOUBLE":
            return _number(value)
        if kind == "TIMESTAMPTZ" and isinstance(node, exp.Literal):
            value = self._instant(node)
        return exp.TryCast(this=value, to=exp.DataType.build(kind))

    def _value(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            return self._column(node)
        if isinstance(node, exp.Paren):
            return exp.Paren(this=self._value(node.this))
        if isinstance(node, _TEXT_FUNCTIONS):
            return type(node)(this=self._as(node.this, "VARCHAR"))
        if isinstance(node, (*_COMPARISONS, *_LOGIC, *_TESTS)):
            return exp.Paren(this=self.condition(node))
        return node

    def _column(self, node: exp.Column) -> exp.Expr:
        name, kind = self._found(node)
        if not name:
            return exp.Null()
        column = exp.column(exp.to_identifier(name, quoted=True), table=self.table)
        if kind == "FLOAT":  # counts as the number that it is shown as
            return _number(exp.cast(column, "VARCHAR"))
        if _family(kind) == "VARCHAR":
            return column if kind == "VARCHAR" else exp.cast(column, "VARCHAR")
        return _number(column) if kind.startswith(("DOUBLE", "DECIMAL")) else column

    def _found(self, node: exp.Column) -> tuple[str, str]:
        found = self.types.get(node.name.lower())
        if found is not None:
            return found
        if node.name.lower() in self.optional:
            return "", "VARCHAR"
        raise InputError(
            f"column '{node.name}' must stand in the table; it does not",
            hint=did_you_mean(node.name, [name for name, _ in self.types.values()]),
        )


def _family(kind: str) -> str:
    if kind == "BOOLEAN":
        return "BOOLEAN"
    if kind.partition(" ")[0].partition("_")[0] in ("TIMESTAMP", "DATE"):
        return "TIMESTAMPTZ" if kind == "TIMESTAMP WITH TIME ZONE" else "TIMESTAMP"
    return "DOUBLE" if holds_numbers(kind) else "VARCHAR"


def _number(value: exp.Expr) -> exp.Expr:
    """A value as a number: NULL where it is none, as of text and NaN."""
    return exp.Anonymous(this="number", expressions=[value])
