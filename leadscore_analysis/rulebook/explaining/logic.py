"""What a ``where`` asks, as plain tests joined by "and" and "or": every NOT is carried down to the test that it turns round.

SQL's third truth value obeys the same laws, so nothing changes for missing values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

How = Literal["and", "or"]


@dataclass(frozen=True)
class Test:
    """One question about a row: its name (a key of the words), what it is about, and what that is held against."""

    name: str
    subject: exp.Expr
    values: tuple[exp.Expr, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Joined:
    """Questions of which all or any must be answered with yes."""

    how: How
    parts: tuple[Test | Joined, ...]


Meaning = Test | Joined

_ORDERED: dict[type[exp.Expr], str] = {
    exp.EQ: "is",
    exp.NEQ: "is_not",
    exp.LT: "less",
    exp.LTE: "at_most",
    exp.GT: "more",
    exp.GTE: "at_least",
}
_OPPOSITE = {"is": "is_not", "is_not": "is", "less": "at_least", "at_least": "less", "more": "at_most", "at_most": "more"}
_MIRRORED = {"less": "more", "more": "less", "at_most": "at_least", "at_least": "at_most"}


def meaning(tree: exp.Expr, *, negated: bool = False) -> Meaning:
    """What the parsed condition asks; ``negated`` asks the opposite."""
    if isinstance(tree, exp.Paren):
        return meaning(tree.this, negated=negated)
    if isinstance(tree, exp.Not):
        return meaning(tree.this, negated=not negated)
    if isinstance(tree, exp.And | exp.Or):
        how: How = "and" if isinstance(tree, exp.And) is not negated else "or"
        return _joined(how, [meaning(part, negated=negated) for part in _chained(tree)])
    return _test(tree, negated=negated)


def canonical(asked: Meaning) -> object:
    """A value that is equal for conditions that differ only in layout, capitals of names, the order of parts, or where NOT stands."""
    if isinstance(asked, Joined):
        return (asked.how, frozenset(canonical(part) for part in asked.parts))
    values = tuple(_plain(value) for value in asked.values)
    return (asked.name, _plain(asked.subject), frozenset(values) if asked.name in ("is", "is_not") else values, asked.text)


def _chained(tree: exp.And | exp.Or) -> list[exp.Expr]:
    """The parts of a long row of ANDs or ORs, without going down it by recursion."""
    parts: list[exp.Expr] = []
    left: exp.Expr = tree
    while type(left) is type(tree):
        parts.insert(0, left.expression)
        left = left.this
    return [left, *parts]


def _joined(how: How, parts: Sequence[Meaning]) -> Joined:
    flat: list[Meaning] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Joined) and part.how == how else [part])
    return Joined(how, tuple(flat))


def _test(tree: exp.Expr, *, negated: bool) -> Test:
    name = _ORDERED.get(type(tree))
    if name is not None:
        return _compared(name, tree.this, tree.expression, negated=negated)
    if isinstance(tree, exp.Like):
        return _like(tree.this, tree.expression, negated=negated is not bool(tree.args.get("negate")))
    if isinstance(tree, exp.Is):
        return Test("known" if negated else "unknown", tree.this)
    return _listed(tree, negated=negated) if isinstance(tree, exp.In | exp.Between) else _answered(tree, negated=negated)


def _listed(tree: exp.In | exp.Between, *, negated: bool) -> Test:
    if isinstance(tree, exp.In):
        return Test("is_not" if negated else "is", tree.this, tuple(tree.expressions))
    return Test("between_not" if negated else "between", tree.this, (tree.args["low"], tree.args["high"]))


def _answered(tree: exp.Expr, *, negated: bool) -> Test:
    if isinstance(tree, exp.Boolean):
        return Test("always" if bool(tree.this) is not negated else "never", tree)
    return Test("no" if negated else "yes", tree)


def _compared(name: str, left: exp.Expr, right: exp.Expr, *, negated: bool) -> Test:
    name = _OPPOSITE[name] if negated else name
    if _fixed(left) and not _fixed(right):
        name, left, right = _MIRRORED.get(name, name), right, left
    if isinstance(left, exp.Null) or isinstance(right, exp.Null):
        return Test("never", left)
    if isinstance(right, exp.Boolean) and name in ("is", "is_not"):
        return Test("yes" if bool(right.this) is (name == "is") else "no", left)
    return Test(name, left, (right,))


def _like(subject: exp.Expr, pattern: exp.Expr, *, negated: bool) -> Test:
    ending = "_not" if negated else ""
    if not (isinstance(pattern, exp.Literal) and pattern.is_string):
        return Test(f"form{ending}", subject, (pattern,))
    text = str(pattern.this)
    inner = text.strip("%")
    if "%" in inner or "_" in inner or (not inner and text != "%"):
        return Test(f"form{ending}", subject, (), text.replace("%", "…").replace("_", "?"))
    if text == "%":
        return Test("never" if negated else "known", subject)
    if inner == text:
        return Test("is_not" if negated else "is", subject, (pattern,))
    name = "contains" if text[0] == text[-1] == "%" else "begins" if text[-1] == "%" else "ends"
    return Test(f"{name}{ending}", subject, (), inner)


def _fixed(tree: exp.Expr) -> bool:
    return not any(tree.find_all(exp.Column))


def _plain(tree: exp.Expr) -> str:
    plain = tree.copy()
    for name in plain.find_all(exp.Identifier):
        name.set("this", name.name.lower())
        name.set("quoted", False)
    return plain.sql(dialect="duckdb")
