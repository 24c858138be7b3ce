"""How well leads could be ordered at all: gradient boosting, which nobody can read or discuss, judged as the cards are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logit
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from leadscore_analysis.engine import Progress
from leadscore_analysis.labels.hashing import stable_hashes
from leadscore_analysis.scorecard import Flags, Floats
from leadscore_analysis.suggestion.cards import log_losses
from leadscore_analysis.suggestion.material import Material, Places, at_once
from leadscore_analysis.suggestion.raw_history import RawHistory
from leadscore_analysis.suggestion.rolling import FittedFold, JudgedRows

ON_UNITS = "boosting on the same units"
ON_RAW = "boosting on raw history too"

MOST_ROWS = 40_000
"""Boosting learns from at most so many rows: all that convert, and every n-th of the others."""
_ROUNDS = 60
_LEAST_CONVERTING = 20
_LEAST_CHANCE = 1e-9


def with_ceilings(
    judged: JudgedRows, material: Material, folds: Sequence[FittedFold], raw: RawHistory, *, progress: Progress | None = None
) -> JudgedRows:
    """The judged rows with the scores and probabilities of two boosted models beside those of the cards.

    ``ON_UNITS`` knows the current score and the units of its terms (none of what leaks), ``ON_RAW`` also the raw history. Each is fitted on
    the thinned training rows of a fold and judged on all its test rows. With few conversions boosting may do worse than a card: then these
    rows tell no more than the card does.
    """
    if not len(judged.places):
        return judged
    models = []
    for done, each in enumerate(folds):
        if progress is not None:
            progress(f"boosting, fold {done + 1} of {len(folds)}", done / len(folds))
        models.append(_models(_known(material, raw, _some(material, each.fold.train)), material))
    chances = {name: np.full(len(material.examples.rows), np.nan) for name in (ON_UNITS, ON_RAW)}
    for places in at_once(judged.places):
        columns = _columns(material, raw, places, material.units_of(places))
        for each, of_fold in zip(folds, models, strict=True):
            rows = np.isin(places, each.fold.test, assume_unique=True)
            for name, model in of_fold.items():
                chances[name][places[rows]] = model.chances(columns[rows])
    found = {name: chance[judged.places] for name, chance in chances.items()}
    scores = {name: np.asarray(logit(np.clip(chance, _LEAST_CHANCE, 1 - _LEAST_CHANCE))) for name, chance in found.items()}
    return replace(judged, scores={**judged.scores, **scores}, probabilities={**judged.probabilities, **found})


@dataclass(frozen=True)
class _Known:
    """Rows to learn from: what is known of them, which columns number values without an order, and which are held back to choose the
    number of rounds by (a third of the accounts). A row that does not convert stands for ``every`` such rows.
    """

    columns: Floats
    categories: Flags
    converted: Flags
    back: Flags
    every: int

    def only(self, columns: Flags) -> _Known:
        return replace(self, columns=self.columns[:, columns], categories=self.categories[columns])


@dataclass(frozen=True)
class _Model:
    """What is predicted: the rate alone where nothing can be learnt."""

    rate: float
    used: Flags
    every: int
    boosting: HistGradientBoostingClassifier | None = None

    def chances(self, columns: Floats) -> Floats:
        if self.boosting is None or not len(columns):
            return np.full(len(columns), self.rate)
        with threadpool_limits(limits=1):
            return among_all(self.boosting.predict_proba(columns[:, self.used])[:, 1], self.every)


def among_all(chances: Floats, every: int) -> Floats:
    """The chances of conversion among all rows, from those among the converting ones and every n-th of the others: leaving out others
    moves all log odds by the same number. (As weights they would tell the same, but scikit-learn takes far longer to bin weighted rows.)

    >>> among_all(np.array([0.5, 0.0]), 4).tolist()
    [0.2, 0.0]
    """
    return np.asarray(chances / (chances + (1 - chances) * every))


def _some(material: Material, train: Places) -> tuple[Places, int]:
    """Thinned training rows, rising, and how many each of those that do not convert stands for."""
    places = material.thinned_of(train)
    won = material.examples.converted[places]
    every = max(1, -(-int((~won).sum()) // max(MOST_ROWS - int(won.sum()), 1)))
    kept = won | (np.cumsum(~won) % every == 0)
    return places[kept], every


def _columns(material: Material, raw: RawHistory, places: Places, units: Floats) -> Floats:
    leaks = np.array([bool(term.leak) for term in material.terms])
    return np.column_stack([material.examples.score[places], np.where(leaks, 0.0, units), raw.table(places)])


def _known(material: Material, raw: RawHistory, some: tuple[Places, int]) -> _Known:
    places, every = some
    examples = material.examples
    units = material.units[np.searchsorted(material.places, places)] * material.weights
    third = stable_hashes(examples.clusters, salt=f"held back {examples.seed}") % np.uint64(3) == 0
    return _Known(
        columns=_columns(material, raw, places, units),
        categories=np.array([False] * (1 + len(material.terms)) + list(raw.categories)),
        converted=examples.converted[places],
        back=third[examples.rows["cluster"].to_numpy()[places]],
        every=every,
    )


def _models(known: _Known, material: Material) -> Mapping[str, _Model]:
    units = np.arange(known.columns.shape[1]) <= len(material.terms)
    return {name: _model(known, used, material.examples.seed) for name, used in ((ON_UNITS, units), (ON_RAW, np.ones_like(units)))}


def _model(known: _Known, used: Flags, seed: int) -> _Model:
    """The model on the ``used`` columns, with as many rounds as do best on the rows held back."""
    rate = float(among_all(known.converted.mean(), known.every))
    if int(known.converted.sum()) < _LEAST_CONVERTING or known.converted.all():
        return _Model(rate, used, known.every)
    # scikit-learn's bins need two values; columns that never vary tell nothing anyway.
    used = used & _varies(known.columns) & _varies(known.columns[~known.back])
    # On one thread sums are added in one order, so that the same rows give the same figures on every machine.
    with threadpool_limits(limits=1):
        rounds = _rounds(known.only(used), seed) if used.any() else 0
        if not rounds:
            return _Model(rate, used, known.every)
        part = known.only(used)
        return _Model(rate, used, known.every, _boosting(part, rounds, seed).fit(part.columns, part.converted))


def _varies(columns: Floats) -> Flags:
    known = np.where(np.isfinite(columns), columns, np.nan)
    low, high = (np.nan_to_num(end(np.where(np.isnan(known), fill, known), axis=0)) for end, fill in ((np.min, np.inf), (np.max, -np.inf)))
    return np.asarray(low < high)


def _rounds(known: _Known, seed: int) -> int:
    """How many rounds have the least log loss on the rows held back; 0 where not even the first is better than the rate."""
    back, rest = known.back, ~known.back
    if not back.any() or not 0 < known.converted[rest].sum() < rest.sum():
        return 0
    model = _boosting(known, _ROUNDS, seed).fit(known.columns[rest], known.converted[rest])
    rate = np.full(int(back.sum()), known.converted[rest].mean())
    staged = (chance[:, 1] for chance in model.staged_predict_proba(known.columns[back]))
    losses = [float(log_losses(chance, known.converted[back]).mean()) for chance in (rate, *staged)]
    return int(np.argmin(losses))


def _boosting(known: _Known, rounds: int, seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=rounds,
        learning_rate=0.1,
        max_leaf_nodes=6,
        min_samples_leaf=40,
        l2_regularization=10.0,
        max_bins=64,
        categorical_features=known.categories if known.categories.any() else None,
        early_stopping=False,
        random_state=seed,
    )
