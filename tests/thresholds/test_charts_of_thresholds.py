"""Charts of lines, queues, chances, times and cells: each draws on its Axes and says its finding in numbers."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from leadscore_analysis import charts
from leadscore_analysis.charts import around_the_line, conversion_times, matrix_cells, probability_by_score, waiting_by_week

NONE = float("nan")
AROUND = pd.DataFrame({"offset": [-5, 0, 5], "threshold": [55.0, 60, 65], "new_per_week": [48.0, 40.5, NONE]})
AROUND = AROUND.assign(expected_conversions_per_week=[3.1, 2.9, NONE])
QUEUE = pd.DataFrame({"week": ["2024-01-01", "2024-01-08"], "arrived": [41, "< 5"], "backlog": [12, 3.0]}, dtype=object)
CHANCES = pd.DataFrame(
    {"score_from": [0, 10], "score_below": [10, 20], "rate": [NONE, 0.1], "probability": [0.01, 0.09]},
).assign(probability_low=[0.005, 0.07], probability_high=[0.02, 0.11])
TIMES = pd.DataFrame({"threshold": 60.0, "days": [7.0, 14], "share_converted": [0.02, 0.05], "low": [0.01, 0.03], "high": [0.03, 0.07]})
CELLS = pd.DataFrame({"cell": ["B2", "B1", "A2", "A1"], "rate": [0.01, 0.05, 0.02, 0.2]})

DRAWN = [
    (charts.draw_around_the_line, around_the_line.alt_text, AROUND, "60 points 40.5 new leads and 2.9 conversions a week"),
    (charts.draw_waiting_by_week, waiting_by_week.alt_text, QUEUE, "at most 12, in the week of 1 January 2024; 3 in the last week"),
    (charts.draw_probability_by_score, probability_by_score.alt_text, CHANCES, "10 to 20 points 9.0% (7.0% to 11%)"),
    (charts.draw_conversion_times, conversion_times.alt_text, TIMES, "60 points: 2.0% in 7 days, 5.0% in 14"),
    (charts.draw_matrix_cells, matrix_cells.alt_text, CELLS, "A1 20%; B1 5.0%"),
]


@pytest.mark.parametrize(("draw", "alt", "table", "said"), DRAWN, ids=lambda value: getattr(value, "__name__", ""))
def test_a_chart_draws_on_its_axes_and_says_its_numbers(draw, alt, table, said):
    ax = Figure().add_subplot()
    assert draw(table, ax) is ax
    assert said in alt(table)


def test_a_line_that_may_not_be_told_is_not_drawn():
    ax = charts.draw_around_the_line(AROUND, Figure().add_subplot(), capacity=40)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["60 points", "55 points"]


def test_a_cell_that_is_hidden_stays_empty():
    ax = charts.draw_matrix_cells(CELLS.assign(rate=[0.01, 0.05, 0.02, NONE]), Figure().add_subplot())
    assert "A1  –" in [text.get_text() for text in ax.texts]  # noqa: RUF001 - the dash of a missing number


def test_times_of_too_few_conversions_are_said_to_be_hidden():
    ax = charts.draw_conversion_times(TIMES.head(0), Figure().add_subplot())
    assert [text.get_text() for text in ax.texts] == ["none that can be shown"]
    assert conversion_times.alt_text(TIMES.head(0)) == "none that can be shown"


def test_the_scores_whose_classes_the_cells_are_stand_at_the_axes():
    ax = charts.draw_matrix_cells(CELLS, Figure().add_subplot(), scores=("fit", "interest"))
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("fit (A highest)", "interest (1 highest)")
