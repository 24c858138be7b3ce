"""Which of the cards rank leads the wrong way round."""

from __future__ import annotations

from leadscore_analysis.scorecard import logistic_line
from leadscore_analysis.suggestion.card import Card
from leadscore_analysis.suggestion.material import Material


def backward_cards(material: Material, card: Card) -> tuple[str, ...]:
    """``current``, ``suggested`` or both: those whose leads convert less often, the more points they have, on the rows that were fitted.

    A suggested card that changes no points is the current one, and not named beside it. Where only one class is there, nothing is.
    """
    score, converted = material.examples.score[material.places], material.examples.converted[material.places]
    if converted.all() or not converted.any():
        return ()
    slopes = {"current": logistic_line(score, converted)[1]} | ({"suggested": card.log_odds_per_point} if card.changed else {})
    return tuple(name for name, slope in slopes.items() if slope < 0)
