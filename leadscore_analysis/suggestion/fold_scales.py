"""Scores that the cards of different folds give, told on one scale, so that they can be ranked together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import logit

from leadscore_analysis.scorecard import Flags, Floats

Line = tuple[float, float]
"""Intercept and slope of the log odds of conversion on a score."""

_LEAST_SLOPE = 1e-9


def known_line(line: Line, converted: Flags) -> Line:
    """The line; where the training rows are of one class, so that nothing says what a point means, their rate with half a conversion in
    one row added.
    """
    return line if np.isfinite(line).all() else (float(logit((int(converted.sum()) + 0.5) / (len(converted) + 1))), 0.0)


def same_points(points: Sequence[Floats]) -> bool:
    """Whether the cards of all folds pay the same points."""
    return all(np.array_equal(points[0], each) for each in points[1:])


def comparable(score: Floats, line: Line, *, same_card: bool) -> Floats:
    """The scores of a fold's rows as they may be ranked beside those of other folds: as they are where all folds have the ``same_card``,
    else the log odds that they mean by their fold's line.

    Two folds fit two cards, each with its own scale: for what the one pays 15 points the other may pay 20. A moment's leads come from two
    of them, one for each half of the accounts, and an AUC over all tests from all of them; by their points the leads of the more generous
    card would go before equally good ones of the other. Log odds mean the same everywhere. Within a fold the order stays that of the
    points, also where the line does not rise. The card in use is one card: each fold's line would only add its errors to that card's order.

    >>> comparable(np.array([15.0]), (-5.0, 0.2), same_card=False), comparable(np.array([20.0]), (-5.0, 0.15), same_card=False)
    (array([-2.]), array([-2.]))
    """
    return score if same_card else line[0] + max(line[1], _LEAST_SLOPE) * score
