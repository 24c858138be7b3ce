"""A part of a rulebook as facts that can be held beside those of another rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from leadscore_analysis.rulebook.walk import FilePath

Of = Literal["rulebook", "score", "group", "rule", "band", "matrix", "cell", "path", "paths", "alert", "population"]


@dataclass(frozen=True)
class Fact:
    """One thing that a part says: ``value`` is what it means, ``text`` how people read it.

    A fact that is not the part's ``own`` comes from what holds the part, and is told there.
    """

    value: object
    text: str
    own: bool = True


@dataclass(frozen=True)
class TermFact:
    """One point value of a part, under what people call it."""

    points: Decimal
    what: str
    path: FilePath


@dataclass(frozen=True)
class Part:
    """A part of a rulebook: its name is unique among parts of its kind, ``place`` says where it stands and ``text`` all of it."""

    of: Of
    name: str
    title: str
    path: FilePath
    text: str = ""
    place: Fact | None = None
    shape: object = None
    """Parts of different shapes (an event rule, a ladder) are told as a whole and not fact by fact."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    terms: Mapping[object, TermFact] = field(default_factory=dict)
