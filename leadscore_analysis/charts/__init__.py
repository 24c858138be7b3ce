"""Charts: a table and Axes in, Axes out; each has an ``alt_text(table)`` that says the finding with its numbers."""

from leadscore_analysis.charts.alerts_a_week import draw_alerts_a_week
from leadscore_analysis.charts.around_the_line import draw_around_the_line
from leadscore_analysis.charts.cards import draw_cards
from leadscore_analysis.charts.change_path import draw_change_path
from leadscore_analysis.charts.conversion_by_band import draw_conversion_by_band
from leadscore_analysis.charts.conversion_by_group import draw_conversion_by_group
from leadscore_analysis.charts.conversion_times import draw_conversion_times
from leadscore_analysis.charts.funnel import draw_funnel
from leadscore_analysis.charts.gains import draw_gains
from leadscore_analysis.charts.groups_by_segment import draw_groups_by_segment
from leadscore_analysis.charts.groups_by_week import draw_groups_by_week
from leadscore_analysis.charts.leads_by_path import draw_leads_by_path
from leadscore_analysis.charts.lift_by_decile import draw_lift_by_decile
from leadscore_analysis.charts.matrix_cells import draw_matrix_cells
from leadscore_analysis.charts.missed_winners import draw_missed_winners
from leadscore_analysis.charts.points import draw_points
from leadscore_analysis.charts.points_by_rule import draw_points_by_rule
from leadscore_analysis.charts.probability_by_score import draw_probability_by_score
from leadscore_analysis.charts.qualified_flow import draw_qualified_flow
from leadscore_analysis.charts.score_distribution import draw_score_distribution
from leadscore_analysis.charts.svg import chart_svg, write_svg
from leadscore_analysis.charts.threshold_table import draw_threshold_table
from leadscore_analysis.charts.volume_by_week import draw_volume_by_week
from leadscore_analysis.charts.waiting_by_week import draw_waiting_by_week

__all__ = [
    "chart_svg",
    "draw_alerts_a_week",
    "draw_around_the_line",
    "draw_cards",
    "draw_change_path",
    "draw_conversion_by_band",
    "draw_conversion_by_group",
    "draw_conversion_times",
    "draw_funnel",
    "draw_gains",
    "draw_groups_by_segment",
    "draw_groups_by_week",
    "draw_leads_by_path",
    "draw_lift_by_decile",
    "draw_matrix_cells",
    "draw_missed_winners",
    "draw_points",
    "draw_points_by_rule",
    "draw_probability_by_score",
    "draw_qualified_flow",
    "draw_score_distribution",
    "draw_threshold_table",
    "draw_volume_by_week",
    "draw_waiting_by_week",
    "write_svg",
]
