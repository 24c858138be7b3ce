"""What each term does for the order of leads on rows that the fit of its points never saw, stretch of time by stretch of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadscore_analysis.labels.labelling import instants
from leadscore_analysis.scorecard import Flags, Floats, Integers
from leadscore_analysis.suggestion.card import Card
from leadscore_analysis.suggestion.fold_scales import comparable, known_line, same_points
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.rolling import FittedFold

_SURE = 1.96


@dataclass(frozen=True)
class Effects:
    """``terms``: a row a term, in the order of the card. ``windows``: a row per term and stretch of time.

    =====  =======  ======  ==========  ===========  =====  ===========
    term   against  effect  effect_low  effect_high  folds  folds_agree
    =====  =======  ======  ==========  ===========  =====  ===========
    demo        15  0.0062      0.0021       0.0103      6            5
    mail         0  0.0004     -0.0010       0.0018      6            6
    =====  =======  ======  ==========  ===========  =====  ===========
    """

    terms: pd.DataFrame
    windows: pd.DataFrame


def term_effects(material: Material, folds: Sequence[FittedFold], card: Card, *, changes: int | None) -> Effects:
    """By how much the AUC on the thinned rows of the folds' tests rises through each term (``effect``, with its 95 % interval over
    accounts), and in how many of the ``folds`` its points go the way that the card has them go (``folds_agree``).

    Each fold has its own card with at most so many ``changes``. Of a term that ``card`` changes the effect is that of the fold's points
    ``against`` the present ones; of one that it keeps, against none. Without folds nothing is known, nor of terms whose rule gets another
    structure, which is judged as a whole.
    """
    against = np.array([float(entry.term.points) if entry.verdict != "keep" else 0.0 for entry in card.terms])
    ways = np.array([_way(float(entry.suggested), float(entry.term.points)) for entry in card.terms])
    names = [entry.term.name for entry in card.terms]
    told = pd.DataFrame({"term": names, "against": against})
    if not folds:
        nothing = dict.fromkeys(("effect", "effect_low", "effect_high"), np.nan)
        return Effects(told.assign(**nothing, folds=0, folds_agree=0), pd.DataFrame(columns=WINDOWS))
    judged = _judged(material, folds, against, changes)
    now = np.array([float(entry.term.points) for entry in card.terms])
    agree = [int(sum(_way(points[place], now[place]) == ways[place] for points in judged.points)) for place in range(len(names))]
    found = [_auc_difference(judged.score, judged.without[place], judged.converted, judged.cluster) for place in range(len(names))]
    table = told.assign(**pd.DataFrame(found, columns=["effect", "effect_low", "effect_high"]), folds=len(folds), folds_agree=agree)
    windows = _windows(material, judged, names)
    other = [entry.term.name for entry in card.terms if entry.reason == "goes_with_structure"]
    table.loc[table["term"].isin(other), _JUDGED] = (np.nan, np.nan, np.nan, 0, 0)
    return Effects(table, windows[~windows["term"].isin(other)].reset_index(drop=True))


_JUDGED = ["effect", "effect_low", "effect_high", "folds", "folds_agree"]
WINDOWS = ["term", "window", "from", "until", "points", "effect"]


@dataclass(frozen=True)
class _Judged:
    """The rows of all tests: their scores under their fold's card, comparable between folds, and without what each term has there (a row a
    term).
    """

    score: Floats
    without: Floats
    converted: Flags
    cluster: Integers
    window: Integers
    moment_no: Integers
    points: list[Floats]
    fold_windows: list[int]


def _judged(material: Material, folds: Sequence[FittedFold], against: Floats, changes: int | None) -> _Judged:
    parts, places, points = [], [], [each.fit.at(changes).points for each in folds]
    same_card = same_points(points)
    for each, card in zip(folds, points, strict=True):
        chosen, trained = material.thinned_of(each.fold.test), material.examples.converted[material.thinned_of(each.fold.train)]
        units = material.units[np.searchsorted(material.places, chosen)] * material.weights
        score, step = material.scores(units, card), each.fit.at(changes)
        line = known_line((step.intercept, step.scale), trained)
        both = (score, _without(material, units, card, against, score))
        parts.append(tuple(comparable(found, line, same_card=same_card) for found in both))
        places.append(chosen)
    rows = np.concatenate(places)
    table = material.examples.rows
    return _Judged(
        score=np.concatenate([score for score, _ in parts]),
        without=np.concatenate([without for _, without in parts], axis=1),
        converted=material.examples.converted[rows],
        cluster=table["cluster"].to_numpy()[rows],
        window=np.concatenate([np.full(len(chosen), each.fold.window) for each, chosen in zip(folds, places, strict=True)]),
        moment_no=table["moment_no"].to_numpy()[rows],
        points=points,
        fold_windows=[each.fold.window for each in folds],
    )


def _without(material: Material, units: Floats, card: Floats, against: Floats, score: Floats) -> Floats:
    """The scores of rows when one term after the other has the points it is held against; only rows that it counts in move."""
    found = np.repeat(score[None], len(card), axis=0)
    for place in np.flatnonzero(card != against):
        counts = np.flatnonzero(units[:, place])
        other = card.copy()
        other[place] = against[place]
        found[place, counts] = material.scores(units[counts], other)
    return found


def _windows(material: Material, judged: _Judged, names: list[str]) -> pd.DataFrame:
    found = []
    looking = material.examples.looking
    for window in sorted(set(judged.fold_windows)):
        rows = judged.window == window
        moments = judged.moment_no[rows]
        first, last = (pd.Series(looking.moment_us[int(end)]) for end in (moments.min(), moments.max()))
        points = np.mean([each for each, of in zip(judged.points, judged.fold_windows, strict=True) if of == window], axis=0)
        for place, name in enumerate(names):
            effect = _auc_difference(judged.score[rows], judged.without[place, rows], judged.converted[rows], judged.cluster[rows])[0]
            found.append((name, window + 1, instants(first)[0], instants(last)[0], points[place], effect))
    return pd.DataFrame(found, columns=WINDOWS)


def _auc_difference(score: Floats, other: Floats, converted: Flags, cluster: Integers) -> tuple[float, float, float]:
    """How much more often ``score`` orders a converting row above another one than ``other`` does, with its 95 % interval.

    The interval adds up what each row contributes by account (DeLong et al. 1988, clustered as in Obuchowski 1997).
    """
    if converted.all() or not converted.any():
        return np.nan, np.nan, np.nan
    if np.array_equal(score, other):
        return 0.0, 0.0, 0.0
    (area, influence), (other_area, other_influence) = (_area(each, converted) for each in (score, other))
    sums = np.bincount(cluster, influence - other_influence)
    seen = int((np.bincount(cluster) > 0).sum())
    error = float(np.sqrt((sums @ sums) * seen / max(seen - 1, 1)))
    difference = area - other_area
    return difference, difference - _SURE * error, difference + _SURE * error


def _area(score: Floats, converted: Flags) -> tuple[float, Floats]:
    """The AUC, and by how much each row moves it from its mean.

    >>> area, influence = _area(np.array([3.0, 1.0, 1.0]), np.array([True, True, False]))
    >>> area, influence.tolist()
    (0.75, [0.125, -0.125, 0.0])
    """
    won, lost = np.sort(score[converted]), np.sort(score[~converted])
    beaten = (np.searchsorted(lost, score[converted], "left") + np.searchsorted(lost, score[converted], "right")) / (2 * len(lost))
    beating = 1 - (np.searchsorted(won, score[~converted], "left") + np.searchsorted(won, score[~converted], "right")) / (2 * len(won))
    area = float(beaten.mean())
    influence = np.empty(len(score))
    influence[converted] = (beaten - area) / len(won)
    influence[~converted] = (beating - area) / len(lost)
    return area, influence


def _way(points: float, now: float) -> int:
    return int(np.sign(points - now))
