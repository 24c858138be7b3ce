"""What the suggestion makes of worlds whose truth is known: a row per seed and term, and a row per seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.figures import places_at_a_moment
from leadscore_analysis.evaluation.winners import winners
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.card import Card
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.path import change_path
from leadscore_analysis.suggestion.rolling import fitted_folds
from leadscore_analysis.world.truth import Hazard, World
from tests.truth.samples import material, sample
from tests.truth.worlds import Worked, arrivals, truth_study, until_holdout, worked

WILLING = Hazard(base=-7.05)
"""Leads about six times as willing to buy: 40,000 of them hold the 2,000 converting leads that 160,000 usual ones do."""


def terms_of(card: Card, fit: CardFit) -> pd.DataFrame:
    """A row per term: its points now and suggested, the verdict, the interval, and how many converting leads have it."""
    told = {
        "term": [entry.term.name for entry in card.terms],
        "current": [float(entry.term.points) for entry in card.terms],
        "suggested": [float(entry.suggested) for entry in card.terms],
        "verdict": [entry.verdict for entry in card.terms],
        "low": fit.intervals[:, 0],
        "high": fit.intervals[:, 1],
        "converting_leads": fit.support["converting_leads"],
    }
    return pd.DataFrame(told)


def usual_world(seed: int, *, leads: int) -> pd.DataFrame:
    """The terms of a usual world, with follow-up and without it, and all changes there is reason for."""
    world = World(leads=leads, seed=seed)
    plan, study, parts = worked(until_holdout(world)), truth_study(world), []
    for follow_up in (True, False):
        found = sample(replace(plan, world=replace(plan.world, follow_up=follow_up)), study)
        fit = found.fit()
        told = terms_of(fit.card(), fit)
        parts.append(told.assign(follow_up=follow_up, all_converting_leads=found.converting.converting_leads))
    return pd.concat(parts, ignore_index=True).assign(seed=seed)


def small_world(seed: int, *, leads: int) -> pd.DataFrame:
    """The terms of a world with few leads, and what is recommended there."""
    world = World(leads=leads, seed=seed)
    study = truth_study(world)
    with seen(worked(until_holdout(world)), study) as found:
        made = suggested(found, study)
        return terms_of(made.recommended, made.fit).assign(seed=seed, all_converting_leads=found.converting_leads)


@dataclass(frozen=True)
class Suggested:
    """The card suggested in one world with all changes there is reason for, and the one that is recommended."""

    fit: CardFit
    card: Card
    recommended: Card


def suggested(found: Material, study: Study) -> Suggested:
    """The suggestion of a world, as ``leadscore suggest`` makes it."""
    fit = found.fit()
    path = change_path(found, fitted_folds(found), fit, places_at_a_moment(study))
    return Suggested(fit, fit.card(), fit.card(path.recommended))


def willing_worlds(seeds: Sequence[int], *, leads: int, hazard: Hazard = WILLING) -> Iterator[pd.DataFrame]:
    """The terms of each seed's suggestion, with the share of winners that it and the old card reach in the next seed's world.

    Nothing of the world that judges a suggestion was seen when it was made. ``recommended`` holds the points of the recommended card.
    """
    last: pd.DataFrame | None = None
    for seed in [*seeds, seeds[-1] + 1]:
        world = World(leads=leads, seed=seed, hazard=hazard)
        study = truth_study(world)
        with seen(worked(until_holdout(world)), study) as found:
            if last is not None:
                yield last.assign(**shares(found, study, last))
            if seed <= seeds[-1]:
                made = suggested(found, study)
                last = terms_of(made.card, made.fit).assign(
                    recommended=[float(entry.suggested) for entry in made.recommended.terms],
                    all_converting_leads=found.converting_leads,
                    seed=seed,
                )


@contextmanager
def seen(of: Worked, study: Study) -> Iterator[Material]:
    """The material of a world that ends where its holdout begins; its replay is open within the block."""
    with arrivals(of, range(of.world.last_week)) as history, material(history, study) as found:
        yield found


def shares(found: Material, study: Study, terms: pd.DataFrame) -> dict[str, float]:
    """The share of winners at capacity of the cards in ``terms`` on all rows of a world."""
    units, places = found.units_of(np.arange(len(found.examples.rows))), places_at_a_moment(study)
    return {
        f"share_{card}": winners(found.examples, found.scores(units, terms[card].to_numpy()), places).share
        for card in ("current", "suggested", "recommended")
    }
