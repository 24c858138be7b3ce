"""What the page of a comparison is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pandas import DataFrame, Series, isna

from leadscore_analysis.charts.comparison_parts import count_text
from leadscore_analysis.comparison import Comparison, shown_tables
from leadscore_analysis.comparison.qualifying import Qualifying
from leadscore_analysis.words import Words

LEAST_LEADS = 20
"""A group of fewer leads is not said to convert better or worse than another."""


@dataclass(frozen=True)
class CompareInputs:
    """A comparison, the sentences that say how its rulebooks differ in meaning (none: they mean the same), and the command that makes it
    again.
    """

    comparison: Comparison
    differences: Sequence[str]
    command: str

    @cached_property
    def tables(self) -> dict[str, DataFrame]:
        """The comparison's tables as they may be shown."""
        return shown_tables(self.comparison)

    def group(self, name: str) -> Series[Any]:
        """One row of the groups as it may be shown."""
        groups = self.tables["groups"]
        return groups[groups["group"] == name].iloc[0]

    def leads(self, name: str, words: Words) -> str:
        """How many leads a group has, as people read it; "some" where its size would tell that of a small one."""
        leads = self.group(name)["leads"]
        return words.say("comparison.some") if isna(leads) else count_text(leads, words)

    def figure(self, name: str) -> Series[float] | None:
        """One row of the figures; None where it is not told."""
        figures = self.tables["figures"]
        rows = figures[figures["figure"] == name]
        return rows.iloc[0] if len(rows) else None

    def rulebook(self, side: Qualifying, words: Words) -> str:
        """What a rulebook is called: by name and version, or by its file where both have the same."""
        a, b = self.comparison.a.own, self.comparison.b.own
        if (a.name, a.version) == (b.name, b.version) and a.file.path != b.file.path:
            return side.own.file.path.stem
        return words.say("comparison.side", rulebook=side.own.name, version=str(side.own.version))
