"""How well a score orders rows: figures of counts by distinct score, many draws at once.

Every function takes ``positive`` and ``negative`` (converting and other rows, weighted), scores by draws with the lowest score first, and
gives one number a draw (NaN where it is not defined).
"""

from __future__ import annotations

import numpy as np

from leadscore_analysis.evaluation.bootstrap import Floats, divided


def area_under_roc(positive: Floats, negative: Floats) -> Floats:
    """The share of pairs (converting row, other row) in which the converting row has the higher score; equal scores count half."""
    below = np.cumsum(negative, axis=0) - negative
    won = np.sum(positive * (below + negative / 2), axis=0)
    return divided(won, positive.sum(axis=0) * negative.sum(axis=0))


def average_precision(positive: Floats, negative: Floats) -> Floats:
    """The precision at each distinct score, weighted by the share of converting rows that have exactly it."""
    caught = _from_above(positive)
    precision = divided(caught, caught + _from_above(negative))
    return divided(np.nansum(positive * precision, axis=0), positive.sum(axis=0))


def gains(positive: Floats, negative: Floats, *, parts: int) -> Floats:
    """Converting rows among each of ``parts`` equal parts of the rows, highest scores first: parts by draws.

    Rows of one score that lies across an edge are shared out over both parts in proportion, so that no order among equal scores matters.
    """
    caught = np.vstack([np.zeros((1, positive.shape[1])), np.cumsum(positive[::-1], axis=0)])
    rows = np.vstack([np.zeros((1, positive.shape[1])), np.cumsum((positive + negative)[::-1], axis=0)])
    at = np.linspace(0, 1, parts + 1)
    curves = [np.interp(at * rows[-1, draw], rows[:, draw], caught[:, draw]) for draw in range(positive.shape[1])]
    return np.diff(np.array(curves).T, axis=0)


def _from_above(counts: Floats) -> Floats:
    return np.cumsum(counts[::-1], axis=0)[::-1]
