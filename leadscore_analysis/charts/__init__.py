"""Charts: a table and Axes in, Axes out; each has an ``alt_text(table)`` that says the finding with its numbers."""

from leadscore_analysis.charts.cards import draw_cards
from leadscore_analysis.charts.conversion_by_band import draw_conversion_by_band
from leadscore_analysis.charts.funnel import draw_funnel
from leadscore_analysis.charts.lift_by_decile import draw_lift_by_decile
from leadscore_analysis.charts.missed_winners import draw_missed_winners
from leadscore_analysis.charts.points import draw_points
from leadscore_analysis.charts.score_distribution import draw_score_distribution
from leadscore_analysis.charts.svg import chart_svg, write_svg
from leadscore_analysis.charts.threshold_table import draw_threshold_table

__all__ = [
    "chart_svg",
    "draw_cards",
    "draw_conversion_by_band",
    "draw_funnel",
    "draw_lift_by_decile",
    "draw_missed_winners",
    "draw_points",
    "draw_score_distribution",
    "draw_threshold_table",
    "write_svg",
]
