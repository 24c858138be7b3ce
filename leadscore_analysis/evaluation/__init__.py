"""Scores against conversions: figures with intervals, tables by band and threshold, missed winners, the leak check, the holdout."""

from leadscore_analysis.evaluation.evaluate import Evaluation, evaluate
from leadscore_analysis.evaluation.figures import CardFigures, card_figures, figures_table
from leadscore_analysis.evaluation.masks import lead_codes, masked
from leadscore_analysis.evaluation.winners import Winners, winners
from leadscore_analysis.evaluation.written import shown_tables, summary, write

__all__ = [
    "CardFigures",
    "Evaluation",
    "Winners",
    "card_figures",
    "evaluate",
    "figures_table",
    "lead_codes",
    "masked",
    "shown_tables",
    "summary",
    "winners",
    "write",
]
