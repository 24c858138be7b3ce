"""``PointScorecard``: whole points for terms, fitted from the points in use, as a scikit-learn classifier."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from markupsafe import escape
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from leadscore_analysis.scorecard.fitting import FittedCard, fitted_card
from leadscore_analysis.scorecard.limits import capped
from leadscore_analysis.scorecard.rows import FitInput, Floats, Integers
from leadscore_analysis.scorecard.settings import Settings, read_settings


class RanksBackwards(UserWarning):
    """The points in use rank rows the wrong way round."""


_BACKWARDS = (
    "prior_points rank the wrong way round, or not at all: scores do not rise with conversion, so that a point is worth what it is in the "
    "fitted card. Hint: look at the outcome and at the signs"
)


class PointScorecard(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A classifier whose every feature is worth whole points: a scorecard that people can read, discuss and add up.

    ``log odds of conversion = intercept_ + scale_ x score``, the score being ``X @ points_`` held within ``caps``. Given the points in
    use it starts from them and departs only as far as the rows speak for it; given none it starts from 0.

    Equal rows are merged; a ridge around the present card is relaxed under bounds, signs and orders; then points are rounded and moved
    one at a time: of all moves those that promise most are judged by the exact loss from the weights at each score, with the same ridge
    and the best intercept and scale. More than 30,000 different rows are searched on a part of them, and what is found is moved on all.
    The idea of sparse whole-number scorecards with a fitted multiplier is that of FasterRisk (Liu et al., NeurIPS 2022).

    Parameters
    ----------
    largest : float or None
        No term has more points than this, whatever the sign. None: twice the largest points now, or 10.
    step : float or None
        Points are multiples of it. None: 5 where all points now are multiples of 5, else 1.
    max_terms : int or None
        At most so many terms have points.
    direction : "positive", "negative", "any", or one of them for each term (a sequence, or a mapping of names; others are "any")
        The sign that points may have.
    monotone : sequence of sequences of terms
        In each of them (tiers, ranges) points never fall from one term to the next.
    locked : sequence of terms
        Their points stay ``prior_points``.
    prior_points : sequence or mapping of names, or None
        The points in use; terms that a mapping leaves out have 0.
    prior_strength : float or "cv"
        The ridge's precision on log odds per standard deviation of units, around what the points in use are worth; 0 for none, ``"cv"``
        for the one with the least cross-validated log loss; beside points in use a mean of strengths, each counting for its log loss.
    max_changes : int or None
        At most so many terms get other points than ``prior_points``.
    sure_changes : bool
        Whether points move only towards their interval, and stay those of ``prior_points`` where it holds them.
    caps : sequence of (terms, low, high)
        The points of these terms together are held between the two, inner caps first: rules, groups, then the score.
    level : float
        Of ``intervals_``.
    random_state : int or None
        Draws the folds of groups.

    Warns
    -----
    RanksBackwards
        The scores of ``prior_points`` do not rise with conversion. Nothing is then drawn to them.

    Attributes
    ----------
    points_ : ndarray of shape (n_features,)
    intercept_, scale_ : float
        Log odds at a score of 0, and per point.
    n_terms_ : int
        Terms with points.
    prior_strength_ : float
        The strength used.
    path_ : list of PathStep
        The best cards with 0, 1, 2, 3, 5, 10 … changes, and the whole fit last.
    intervals_ : ndarray of shape (n_features, 2)
        In points; around a fit that is free of signs and of the prior, with one cluster per group; NaN for a term that never varies. Of
        terms that cannot be told apart, what each is worth while the others keep ``prior_points``.
    together_ : list of CountTogether
        Terms (by their places) whose units are nearly the same in all rows, so that only what they are worth in sum is known;
        ``sure_changes`` go to the first of them.
    classes_, n_features_in_, feature_names_in_
        As in scikit-learn.

    Examples
    --------
    >>> rng = np.random.default_rng(7)
    >>> X = pd.DataFrame(rng.integers(0, 2, (2000, 3)), columns=["demo", "mail", "noise"])
    >>> y = rng.random(2000) < 1 / (1 + np.exp(3 - 2.5 * X["demo"] - 0.5 * X["mail"]))
    >>> card = PointScorecard(largest=5).fit(X, y)
    >>> card.points_.tolist()
    [5.0, 1.0, 0.0]

    """

    def __init__(
        self,
        *,
        largest: float | None = None,
        step: float | None = None,
        max_terms: int | None = None,
        direction: str | Sequence[str] | Mapping[str, str] = "any",
        monotone: Sequence[Sequence[str | int]] = (),
        locked: Sequence[str | int] = (),
        prior_points: Sequence[float] | Mapping[str, float] | None = None,
        prior_strength: float | Literal["cv"] = "cv",
        max_changes: int | None = None,
        sure_changes: bool = False,
        caps: Sequence[tuple[Sequence[str | int], float | None, float | None]] = (),
        level: float = 0.9,
        random_state: int | None = None,
    ) -> None:
        self.largest = largest
        self.step = step
        self.max_terms = max_terms
        self.direction = direction
        self.monotone = monotone
        self.locked = locked
        self.prior_points = prior_points
        self.prior_strength = prior_strength
        self.max_changes = max_changes
        self.sure_changes = sure_changes
        self.caps = caps
        self.level = level
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """The fitted card. ``groups`` (accounts, else leads) bind rows that repeat each other, for intervals and cross-validation."""
        X, y = validate_data(self, X, y, dtype=np.float64, ensure_min_samples=2)
        check_classification_targets(y)
        self.classes_, code = np.unique(y, return_inverse=True)
        _check_classes(self.classes_)
        weight = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
        settings = read_settings(self, self.n_features_in_, getattr(self, "feature_names_in_", None))
        converted = code.astype(np.float64)
        with threadpool_limits(limits=1, user_api="blas"):  # On narrow tables threads only wait for each other.
            given = FitInput(X, converted, weight, _numbered(groups, len(X)))
            card = fitted_card(given, settings, strength=self.prior_strength, level=self.level, seed=self.random_state or 0)
        self._keep(card, settings)
        return self

    def _keep(self, card: FittedCard, settings: Settings) -> None:
        self.points_ = card.points
        self.intercept_, self.scale_ = card.intercept, card.scale
        if card.backwards:
            warnings.warn(_BACKWARDS, RanksBackwards, stacklevel=3)
        self.n_terms_ = int(np.count_nonzero(card.points))
        self.prior_strength_ = card.strength
        self.path_ = list(card.path)
        self.intervals_ = card.intervals
        self.together_ = list(card.together)
        self._caps = settings.limits.caps

    def points_of(self, X: Any) -> Floats:
        """The score of each row: points times units, held within the caps."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=np.float64)
        return capped(X, self.points_, self._caps)[0]

    def decision_function(self, X: Any) -> Floats:
        """The log odds of each row: the score on scikit-learn's scale, above 0 where conversion is likelier than not."""
        score = self.points_of(X)
        return np.asarray(self.intercept_ + self.scale_ * score)

    def predict_proba(self, X: Any) -> Floats:
        """The probability of each class, rows x 2."""
        chance = expit(self.decision_function(X))
        return np.column_stack([1 - chance, chance])

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """The likelier class of each row."""
        above = self.decision_function(X) > 0
        return np.asarray(self.classes_[above.astype(int)])

    def table(self) -> pd.DataFrame:
        """The card, a row a term: term, points now, points, low and high (of the interval)."""
        check_is_fitted(self)
        names = getattr(self, "feature_names_in_", [f"x{place}" for place in range(self.n_features_in_)])
        now = read_settings(self, self.n_features_in_, getattr(self, "feature_names_in_", None)).present
        low, high = self.intervals_.T
        return pd.DataFrame({"term": names, "points_now": now, "points": self.points_, "low": low, "high": high})

    def _repr_html_(self) -> str:
        """The card as a table, once it is fitted."""
        if not hasattr(self, "points_"):
            return f"<pre>{escape(repr(self))}</pre>"
        heads = "".join(f"<th>{head}</th>" for head in ("term", "points now", "points", f"{self.level:.0%} interval"))
        lines = "".join(
            f"<tr><td style='text-align:left'>{escape(str(row.term))}</td><td>{row.points_now:g}</td><td><b>{row.points:g}</b></td>"
            f"<td>{row.low:.1f} to {row.high:.1f}</td></tr>"
            for row in self.table().itertuples()
        )
        meaning = f"log odds = {self.intercept_:.2f} + {self.scale_:.4f} x score"
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody><caption>{meaning}</caption></table>"

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


def _check_classes(classes: npt.NDArray[Any]) -> None:
    if len(classes) == 1:
        raise ValueError(f"y must hold both classes; got one class, {classes[0]}. Hint: look at the outcome, the horizon and the moments")
    if len(classes) > 2:
        raise ValueError(f"Only binary classification is supported. y must hold two classes; got {len(classes)}")


def _numbered(groups: Any, rows: int) -> Integers | None:
    if groups is None:
        return None
    if (missing := int(np.sum(pd.isna(groups)))) > 0:
        raise ValueError(f"groups must be known for every row; {missing} are missing. Hint: give a row without an account its lead")
    _, found = np.unique(np.asarray(groups), return_inverse=True)
    if len(found) != rows:
        raise ValueError(f"groups must have one entry a row; got {len(found)} for {rows} rows")
    return np.asarray(found, dtype=np.int64)
