"""The charts of a comparison: each draws its table, masked or empty, and says in words what it shows."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from matplotlib.figure import Figure

from leadscore_analysis import charts
from leadscore_analysis.charts import (
    alerts_a_week,
    conversion_by_group,
    groups_by_segment,
    groups_by_week,
    leads_by_path,
    points_by_rule,
    qualified_flow,
    volume_by_week,
)
from leadscore_analysis.comparison import shown_tables
from tests.comparison import comparison_tables as tables

DRAWN = {
    "groups": (charts.draw_qualified_flow, qualified_flow),
    "by_week": (charts.draw_groups_by_week, groups_by_week),
    "by_rule": (charts.draw_points_by_rule, points_by_rule),
    "by_path": (charts.draw_leads_by_path, leads_by_path),
    "by_segment": (charts.draw_groups_by_segment, groups_by_segment),
    "volume": (charts.draw_volume_by_week, volume_by_week),
    "alerts": (charts.draw_alerts_a_week, alerts_a_week),
}


def svg(draw) -> str:
    return charts.chart_svg(draw, name="chart", title="a title", alt="a finding")


@pytest.mark.parametrize("name", [*DRAWN, "conversion"])
@pytest.mark.parametrize("rows", [None, 0], ids=["whole", "empty"])
def test_a_chart_draws_its_masked_table_and_an_empty_one(name, rows):
    draw, module = DRAWN.get(name, (charts.draw_conversion_by_group, conversion_by_group))
    table = shown_tables(tables.comparison())[name if name in DRAWN else "groups"].head(rows if rows is not None else 99)
    assert svg(partial(draw, table)).startswith("<svg")
    assert module.alt_text(table)


def test_a_group_that_has_no_bar_is_not_named_beside_the_weeks():
    drawn = svg(partial(charts.draw_groups_by_week, tables.by_week().query("group != 'later'")))
    assert ("newly" in drawn, "no longer" in drawn, ">later<" in drawn) == (True, True, False)


def test_those_that_neither_qualifies_are_named_with_what_their_share_is_of():
    assert "neither (138,000 lead-moments)" in svg(partial(charts.draw_conversion_by_group, tables.groups()))


def test_names_from_data_are_text_and_nothing_else():
    table = tables.by_rule().assign(rule="<script>alert(1)</script> $x^2$", group="newly")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x^2$" in svg(partial(charts.draw_points_by_rule, table))


def test_a_masked_conversion_is_told_as_fewer_than_so_many_of_its_leads():
    said = conversion_by_group.alt_text(shown_tables(tables.comparison())["groups"])
    assert "no longer < 5 of 240;" in said
    assert "earlier 12% (9.0% to 15%)" in said


def test_the_flow_names_every_group_with_its_leads():
    said = qualified_flow.alt_text(tables.groups())
    assert said.endswith("no longer: 240; later: 180; unchanged: 370; earlier: 460; newly: 190.")


def test_a_week_cut_short_does_not_count_in_the_mean():
    assert volume_by_week.alt_text(tables.volume()).startswith("Under A 620.0 leads qualify in a week and at most 640; under B 595.0")


def test_a_masked_week_does_not_count_in_the_mean_and_breaks_the_line():
    masked = tables.volume().assign(qualified_b=["< 5", 600, 10])
    assert "under B 600.0 and at most 600" in volume_by_week.alt_text(masked)
    ax = charts.draw_volume_by_week(masked, Figure().subplots())
    assert np.isnan(np.asarray(ax.lines[1].get_ydata(), dtype=float)).tolist() == [True, False]
    assert (volume_by_week.gaps(masked), volume_by_week.gaps(tables.volume())) == (True, False)


def test_an_alert_that_one_rulebook_lacks_has_a_dash():
    assert "visit 10.5 under A and \N{EN DASH} under B" in alerts_a_week.alt_text(tables.alerts())


def test_the_rules_with_the_largest_differences_come_first():
    assert points_by_rule.alt_text(tables.by_rule()[1:]).endswith("blog 25.0 under A and 0.0 under B; form 1.5 under A and 3.3 under B.")
