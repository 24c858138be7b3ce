"""How the replay's relations are made in an engine: each once, in the order of the plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import pandas as pd
import pyarrow as pa

from leadscore_analysis.engine import Engine, Progress
from leadscore_analysis.errors import InputError
from leadscore_analysis.replay import plans
from leadscore_analysis.replay.fragments import Fragments
from leadscore_analysis.replay.nodes import SCORE_LEVEL
from leadscore_analysis.replay.row_tables import Key, Name, rows_of
from leadscore_analysis.replay.rows import RuleRows, same_awards
from leadscore_analysis.replay.shares import Shares
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.reach import LARGEST_SCORE

_ENTRIES = ((1, "award"), (2, "step"), (3, "withdraw"), (4, "cap"), (5, "derived"))
_SUMS = "sums of scores"
_LARGEST_BLOCK = 40
"""No account has more than 2 to this power of instants."""


_CHANGES: dict[str, type] = {"rule_key": Key, "tier_no": Key, "entity_key": Key, "us": int, "change": int}
_EMPTY: dict[str, dict[str, type]] = {
    "caps": {"node_key": Key, "entity_key": Key, "posted_us": int, "points": int},
    "derived_so_far": {"rule_key": Key, "entity_key": Key, "entry_no": Key, "posted_us": int, "points": int},
    "derived_sums": {"entity_key": Key, "score_key": Key, "starts_us": int, "ends_us": int, "total": int},
}
"""Relations that grow with each level of bounds and each depth of scores made from scores; they start empty."""


class Making:
    """The relations of one rulebook over the history that ``engine`` has attached; what was made stays."""

    def __init__(self, engine: Engine, model: RulebookModel, rows: RuleRows, progress: Progress | None) -> None:
        self.engine = engine
        self.rows = rows
        self._progress = progress
        self._fragments = Fragments(engine, model, rows)
        self._made: set[str] = set()
        self._shares = Shares()
        self._shares.before("keys")
        self._shares.expect([*plans.STAGING, *plans.AWARDS, *map(_bounds, self._lower_levels()), _SUMS, *plans.SCORES])
        self._views = plans.VIEWS
        if rows.tables["tiers"].num_rows == 0:
            self._without_tiers()
        for name, table in rows.tables.items():
            engine.table(name, table)
        engine.table("entry_names", rows_of({"entry_no": Key, "entry": Name}, _ENTRIES))
        engine.table("block_sizes", rows_of({"size": int}, [(2**power,) for power in range(_LARGEST_BLOCK)]))
        for name, kinds in _EMPTY.items():
            engine.table(name, rows_of(kinds, ()))

    def _without_tiers(self) -> None:
        """Where no rule counts how often something happens, anchors are read once and need not be kept."""
        self._views = plans.VIEWS | {"stopped_anchors"}
        self.engine.table("frequency_changes", rows_of(_CHANGES, ()))
        self._made.add("frequency_changes")

    def earns_as(self, other: Making) -> bool:
        """Whether the other rulebook earns the awards that were made here, and has not made its own."""
        return "awards" in self._made and "awards" not in other._made and same_awards(self.rows, other.rows)

    def take_awards(self, select: str) -> None:
        """Takes the awards from elsewhere: a SELECT of all rows of the relation ``awards``."""
        self.plan(plans.STAGING)
        self.tell("awards")
        self.engine.create("awards", select)
        self._made.add("awards")

    def awards(self) -> None:
        """Makes the entities, their versions and their awards."""
        self.plan(plans.STAGING)
        self.plan(("postings",) if "awards" in self._made else plans.AWARDS)
        for name in plans.PASSING_AWARDS:
            if name not in self._views:
                self.engine.drop(name)

    def scores(self) -> None:
        """Makes everything that the scores are told from: staging, awards, postings, bounds, stretches, and scores made from scores."""
        with self.within_reach():
            self.awards()
            for level in self._lower_levels():
                self._once(_bounds(level), partial(self._cap, level))
            self._once(_SUMS, self._sum)
            self.plan(plans.SCORES)
            for depth in self.rows.derived:
                self._once(f"scores of depth {depth}", partial(self._combine, depth))

    def plan(self, names: Sequence[str]) -> None:
        """Makes the relations of a plan that were not made yet, and after each what accounts and deals add to it."""
        for name in names:
            if name not in self._made:
                self.tell(name)
                (self.engine.view if name in self._views else self.engine.create)(name, self.text(name))
                for other, relation in plans.OTHERS.get(name, ()) if self.rows.others else ():
                    self.engine.create(other, self.text(relation))
                self._made.add(name)

    def moments(self, moments: pa.Table) -> None:
        """Makes ``moment_values`` for the rows (entity_id, moment) asked for."""
        self.engine.table("moment_list", moments)
        for name in plans.MOMENTS:
            self.engine.create(name, self.text(name))

    def text(self, relation: str) -> str:
        """The SELECT of a relation, with the rulebook's own conditions and columns."""
        return self._fragments.text(relation)

    @contextmanager
    def within_reach(self) -> Iterator[None]:
        """Raises InputError in the place of the engine's own error when a score grows beyond the numbers that it can be told in."""
        try:
            yield
        except self.engine.too_large:
            hint = "lower its points or the weights of its formula, or give the scores that it is made from a max"
            raise InputError(f"every score must stay below {LARGEST_SCORE:,} points; one goes beyond", hint=hint) from None

    def expect(self, steps: Iterable[str]) -> None:
        """Counts steps that are still to come, for the share of the work that the progress is told."""
        self._shares.expect(steps)

    def tell(self, step: str) -> None:
        """Tells the progress that a step begins."""
        share = self._shares.before(step)
        if self._progress is not None:
            self._progress(step, share)

    def _lower_levels(self) -> list[int]:
        return [level for level in self.rows.levels if level < SCORE_LEVEL]

    def _once(self, step: str, work: Callable[[], None]) -> None:
        if step not in self._made:
            self.tell(step)
            work()
            self._made.add(step)

    def _cap(self, level: int) -> None:
        """Holds the rules, then the groups, within their bounds."""
        members = self.rows.tables["members"].to_pandas()
        nodes = self._level_nodes(level)
        self.engine.table("level_members", pa.Table.from_pandas(members[members["node_key"].isin(nodes["node_key"])], preserve_index=False))
        away_from_zero = nodes[(nodes["lower"] > 0) | (nodes["upper"] < 0)]
        summed = away_from_zero[["node_key", "entity"]].rename(columns={"node_key": "score_key"})
        self._sums("level_sums", "level_changes", pa.Table.from_pandas(summed, preserve_index=False))
        self._create(plans.CAPS)
        self.engine.drop("level_sums")

    def _cap_scores(self, level: int) -> None:
        """Holds the scores of one depth within their bounds."""
        self._level_nodes(level)
        self.engine.view("level_sums", self.text("all_sums"))
        self._create(plans.CAPS)

    def _level_nodes(self, level: int) -> pd.DataFrame:
        """The rules, groups or scores that are bounded at that level, which become ``level_nodes``."""
        bounds = self.rows.tables["bounds"].to_pandas()
        nodes: pd.DataFrame = bounds[bounds["level"] == level]
        self.engine.table("level_nodes", pa.Table.from_pandas(nodes, preserve_index=False))
        return nodes

    def _sum(self) -> None:
        """Makes the sums of the scores that have rules, and holds the scores within their bounds."""
        self._sums("rule_sums", "rule_changes", self.rows.summed[0])
        self.engine.view("all_sums", self.text("all_sums"))
        if SCORE_LEVEL in self.rows.levels:
            self._cap_scores(SCORE_LEVEL)

    def _sums(self, name: str, changes: str, summed: pa.Table) -> None:
        """Makes the sums that a relation of changes comes to; those of ``summed`` are told from first appearance on."""
        self.engine.table("summed_scores", summed)
        self.engine.view("changes", self.text(changes))
        self.engine.create("changes_in_order", self.text("changes_in_order"))
        self.engine.create(name, self.text("score_sums"))
        self.engine.drop("changes_in_order")

    def _combine(self, depth: int) -> None:
        """Makes the scores of one depth from those below, their sums, and what holds them within their bounds."""
        derived = self.rows.derived[depth]
        for rows, table, plan in ((derived.formulas, "formula_weights", plans.FORMULAS), (derived.rollups, "rollups", plans.ROLLUPS)):
            if rows.num_rows:
                self.engine.table(table, rows)
                self._create(plan)
        for name in plans.PASSING:
            self.engine.drop(name)
        self._sums("depth_sums", "derived_changes", self.rows.summed[depth])
        self._create(plans.DERIVED_SUMS)
        if SCORE_LEVEL + depth in self.rows.levels:
            self._cap_scores(SCORE_LEVEL + depth)

    def _create(self, plan: Sequence[tuple[str, str]]) -> None:
        for name, relation in plan:
            self.engine.create(name, self.text(relation))


def _bounds(level: int) -> str:
    return f"bounds of level {level}"
