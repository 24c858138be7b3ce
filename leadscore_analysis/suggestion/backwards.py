"""Which of the cards rank leads the wrong way round."""

from __future__ import annotations

import pandas as pd

from leadscore_analysis.scorecard import logistic_line
from leadscore_analysis.suggestion.card import Card
from leadscore_analysis.suggestion.fit import LEAST_CONVERTING_LEADS
from leadscore_analysis.suggestion.material import Material

_CHANCE = 0.5


def backward_cards(material: Material, card: Card, judged: pd.DataFrame) -> tuple[str, ...]:
    """``current``, ``suggested`` or both: those whose leads convert less often, the more points they have, on the rows that were fitted,
    and whose AUC on later moments (the cards ``judged``) says nothing else.

    A suggested card that changes no points is the current one, and not named beside it. Nothing is said where too few leads convert to fit
    points, or all rows do.
    """
    score, converted = material.examples.score[material.places], material.examples.converted[material.places]
    if material.converting_leads < LEAST_CONVERTING_LEADS or converted.all() or not converted.any():
        return ()
    slopes = {"current": logistic_line(score, converted)[1]} | ({"suggested": card.log_odds_per_point} if card.changed else {})
    auc = judged.set_index("card")["auc"]
    return tuple(name for name, slope in slopes.items() if slope < 0 and not auc[name] > _CHANCE)
