"""How the suggested card scores moments that its points were not fitted on."""

from __future__ import annotations

import numpy as np
from scipy.special import logit

from leadscore_analysis.suggestion.card import Card
from leadscore_analysis.suggestion.rolling import JudgedRows
from leadscore_analysis.thresholds import ForwardScores


def forward_scores(judged: JudgedRows, card: Card) -> ForwardScores | None:
    """The scores of the folds' test rows, each by the card that its fold suggests, in the suggested card's points: those that mean the same
    chance there. None where nothing was judged, or nothing says what a point means.
    """
    if not len(judged.places) or not card.log_odds_per_point > 0:
        return None
    log_odds = np.asarray(logit(judged.probabilities["suggested"]), dtype=np.float64)
    return ForwardScores(judged.places, (log_odds - card.intercept) / card.log_odds_per_point)
