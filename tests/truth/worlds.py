"""Sample worlds in process: whom sales contact in them, and the history that follows, one stretch of arrivals after the other."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from leadscore_analysis.history import History
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.settings_file import settings_tree
from leadscore_analysis.study import Study
from leadscore_analysis.world.chance import Ints
from leadscore_analysis.world.cohort import cohort
from leadscore_analysis.world.exports import exports
from leadscore_analysis.world.folder import study_text, template
from leadscore_analysis.world.pace import first_leads
from leadscore_analysis.world.phases import Phase, whole_list
from leadscore_analysis.world.sales import contacts, nobody
from leadscore_analysis.world.tables import Tables, tables_of
from leadscore_analysis.world.truth import World
from leadscore_analysis.world.unworked import unworked

SALES_SCORE = "interest"
JUDGED_SCORE = "total"
TABLES = ("events.parquet", "leads.parquet", "accounts.parquet", "deals.parquet", "stage_changes.parquet")
_STAGE_COLUMNS = ["lead_id", "deal_id", "stage", "entered_at", "reject_reason", "lost_reason"]


def truth_rulebook() -> Rulebook:
    """The sample world's old rulebook with a total of its two scores, so that all its rules are judged."""
    total = "  - {score: total, formula: {fit: 1, interest: 1}}\n\nbands:"
    return Rulebook.from_text(template("old_rulebook.yml").replace("\nbands:", total, 1))


def truth_study(world: World, *, score: str = JUDGED_SCORE) -> Study:
    """The study that belongs to the world, of that score."""
    return Study.model_validate(dict(settings_tree(study_text(world))) | {"judge": {"score": score}})


def until_holdout(world: World) -> World:
    """The same world up to the day on which its holdout begins; what happened before is the same."""
    return replace(world, end_week=world.weeks * 5 // 8)


@dataclass(frozen=True)
class Worked:
    """A world, and the instant at which sales contact each of its leads, worked by a rulebook."""

    world: World
    contacted_us: Ints


def worked(world: World, *, weeks: int | None = None) -> Worked:
    """The world worked by its old rulebook; the leads of so many weeks are replayed at a time (None: all at once)."""
    with tempfile.TemporaryDirectory(prefix="leadscore-") as folder:
        facts = unworked(world, Path(folder), weeks=weeks)
        old = Phase(0, world.last_week, SALES_SCORE, template("old_rulebook.yml"))
        rows = whole_list(world, (old,), nobody(), facts)
    return Worked(world, contacts(rows, facts.arrived_us.size))


def histories(of: Worked, *, until_week: int, weeks: int | None = None) -> Iterator[History]:
    """The histories of the leads that arrive before a week, those of so many weeks at a time (None: all at once).

    Each is gone when the next one comes.
    """
    for start in range(0, until_week, weeks or until_week):
        with arrivals(of, range(start, min(start + (weeks or until_week), until_week))) as history:
            yield history


@contextmanager
def arrivals(of: Worked, weeks: range) -> Iterator[History]:
    """The history of the leads that arrive in those weeks."""
    first = first_leads(of.world.leads, of.world.weeks, of.world.last_week)
    with tempfile.TemporaryDirectory(prefix="leadscore-") as folder:
        with exports(Path(folder), TABLES) as files:
            for week in weeks:
                contacted_us = of.contacted_us[first[week] : first[week + 1]]
                files.add(_loaded(tables_of(of.world, cohort(of.world, week, contacted_us))))
        yield History.open(folder)


def _loaded(tables: Tables) -> Tables:
    """The tables as a study's loading names their columns."""
    return replace(tables, stage_changes=tables.stage_changes.rename_columns(_STAGE_COLUMNS))
