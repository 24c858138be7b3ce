"""Played forward: a world goes on, worked by the old and by the suggested rulebook, with the same leads, seeds and capacity."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.suggestion.suggesting import changed_points
from leadscore_analysis.world.chance import Ints
from leadscore_analysis.world.cohort import cohort
from leadscore_analysis.world.folder import template
from leadscore_analysis.world.pace import first_leads
from leadscore_analysis.world.phases import Phase, whole_list
from leadscore_analysis.world.sales import contacts, nobody
from leadscore_analysis.world.truth import World
from leadscore_analysis.world.unworked import Unworked, unworked
from tests.truth.recovery import seen, suggested
from tests.truth.worlds import SALES_SCORE, Worked, truth_rulebook, truth_study, until_holdout

WEEKS = 26


@dataclass(frozen=True)
class Plan:
    """A world that goes on, what its leads do by themselves, and whom sales take up by the old rulebook all along."""

    world: World
    facts: Unworked
    by_old: pd.DataFrame

    @property
    def fork_us(self) -> int:
        """The instant from which on the rulebooks differ."""
        return self.world.start_us + self.world.weeks * WEEK_US

    def list_by(self, rulebook: Rulebook) -> pd.DataFrame:
        """Whom sales take up when they work by another rulebook from the fork on."""
        earlier = self.by_old[self.by_old["moment_us"] < self.fork_us]
        phase = Phase(self.world.weeks, self.world.last_week, SALES_SCORE, rulebook.text())
        return whole_list(self.world, (phase,), earlier, self.facts)

    def won(self, rows: pd.DataFrame) -> int:
        """The deals won from the fork until the world's end when sales contact the leads of a list."""
        contacted_us, won = contacts(rows, self.facts.arrived_us.size), 0
        first = first_leads(self.world.leads, self.world.weeks, self.world.last_week)
        for week in range(self.world.last_week):
            won += self._won_of(week, contacted_us[first[week] : first[week + 1]])
        return won

    def _won_of(self, week: int, contacted_us: Ints) -> int:
        won_us = cohort(self.world, week, contacted_us).outcomes.won_us
        return int(((won_us >= self.fork_us) & (won_us < self.world.end_us)).sum())


def played_forward(seed: int, *, leads: int, weeks: int = WEEKS) -> dict[str, float]:
    """Deals won in the weeks that a world goes on: by the old rulebook, by the suggested one, and with nobody called from then on."""
    world = World(leads=leads, seed=seed)
    longer = replace(world, end_week=world.weeks + weeks)
    with tempfile.TemporaryDirectory(prefix="leadscore-") as folder:
        facts = unworked(longer, Path(folder))
        old = Phase(0, longer.last_week, SALES_SCORE, template("old_rulebook.yml"))
        plan = Plan(longer, facts, whole_list(longer, (old,), nobody(), facts))
        book, changes = suggested_rulebook(world, plan.by_old)
        rows = plan.list_by(book)
    before = plan.by_old["moment_us"] < plan.fork_us
    told = {"old": plan.won(plan.by_old), "suggested": plan.won(rows), "nobody": plan.won(plan.by_old[before])}
    return {"seed": seed, "changes": changes, **told}


def suggested_rulebook(world: World, rows: pd.DataFrame) -> tuple[Rulebook, int]:
    """What is suggested on the day on which the holdout begins, from the world as sales worked it, and how many terms change."""
    short = until_holdout(world)
    first = first_leads(short.leads, short.weeks, short.last_week)
    contacted_us = contacts(rows[rows["lead"] < first[-1]], int(first[-1]))
    study = truth_study(world, score=SALES_SCORE)
    with seen(Worked(short, contacted_us), study) as found:
        card = suggested(found, study).recommended
    points = changed_points(card)
    return truth_rulebook().with_points(points), len(points)
