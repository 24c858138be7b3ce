"""The rows that points are fitted on in a sample world, and the cards that they suggest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.history import History
from leadscore_analysis.labels import Examples, label
from leadscore_analysis.replay import Replay
from leadscore_analysis.scorecard import Cap, Integers
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.card import JudgedTerm
from leadscore_analysis.suggestion.fit import CardFit, card_fit
from leadscore_analysis.suggestion.material import Material, Places
from leadscore_analysis.suggestion.orders import Order
from leadscore_analysis.suggestion.study_material import study_material
from leadscore_analysis.suggestion.support import FitRows
from tests.truth.worlds import Worked, histories, truth_rulebook

_NO_LEAKS = pd.DataFrame({name: pd.Series(dtype=object) for name in ("kind", "name", "named", "allowed")})

_WORLD = 10_000_000
"""No world has so many leads."""


@contextmanager
def material(history: History, study: Study) -> Iterator[Material]:
    """What the study's fit period of a history gives to fit on, as a suggestion makes it; its replay is open within the block."""
    score = study.judged_score([each.score for each in truth_rulebook().model.scores])
    with closing(Replay(history, truth_rulebook())) as replay:
        yield study_material(replay, study, label(replay, study), _NO_LEAKS, score)


@dataclass(frozen=True)
class Sample:
    """The thinned rows of a world's fit period and all its converting ones, with the terms that their units belong to."""

    terms: tuple[JudgedTerm, ...]
    caps: tuple[Cap, ...]
    orders: tuple[Order, ...]
    thinned: FitRows
    converting: FitRows
    seed: int

    def fit(self) -> CardFit:
        """The cards that the rows suggest."""
        return card_fit(
            self.thinned,
            self.terms,
            converting_leads=self.converting.converting_leads,
            converting=self.converting,
            caps=self.caps,
            orders=self.orders,
            seed=self.seed,
        )


def sample(of: Worked, study: Study, *, weeks: int | None = None) -> Sample:
    """The sample of a world that ends where its holdout begins, gathered from the leads that arrive in so many weeks at a time."""
    parts = []
    no_more = of.world.last_week - -(-study.horizon // WEEK_US)  # Who arrives after the last moment has no row.
    for history in histories(of, until_week=no_more, weeks=weeks):
        with material(history, study) as found:
            thinned, won = _rows(found.examples, found.places, found.units), _rows(found.examples, found.won_places, found.won_units)
            parts.append(Sample(found.terms, found.caps, found.orders, thinned, won, study.seed))
    return _together(parts)


def pooled(worlds: Sequence[Sample]) -> Sample:
    """The sample of several worlds, whose leads and accounts have nothing to do with each other."""
    return _together([_renumbered(each, place * _WORLD) for place, each in enumerate(worlds)])


def _renumbered(found: Sample, first: int) -> Sample:
    thinned, converting = (
        FitRows(rows.units, rows.converted, rows.lead + first, rows.groups + first) for rows in (found.thinned, found.converting)
    )
    return replace(found, thinned=thinned, converting=converting)


def _rows(examples: Examples, places: Places, units: np.ndarray) -> FitRows:
    """Rows by the numbers that the world gives leads and accounts, which are the same in every part."""
    lead, account = (_numbers(examples.rows[name].iloc[places]) for name in ("lead_id", "account"))
    return FitRows(units.astype(np.float32), examples.converted[places], lead, account)


def _numbers(ids: pd.Series[str]) -> Integers:
    return ids.str[1:].to_numpy(dtype=np.int64)


def _together(parts: Sequence[Sample]) -> Sample:
    first = parts[0]
    thinned, converting = (_joined([getattr(part, name) for part in parts]) for name in ("thinned", "converting"))
    return Sample(first.terms, first.caps, first.orders, thinned, converting, first.seed)


def _joined(parts: Sequence[FitRows]) -> FitRows:
    units, converted, lead, account = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("units", "converted", "lead", "account")
    )
    return FitRows(units, converted, lead, account)
