"""Below long names of rows the label of the axis stays on the picture, in every language."""

from collections.abc import Callable
from functools import partial

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from pandas import DataFrame

from leadscore_analysis.charts import draw_cards
from leadscore_analysis.charts.gains import draw_gains
from leadscore_analysis.charts.palette import LOOK
from leadscore_analysis.charts.svg import WIDTH_INCHES
from leadscore_analysis.words import languages, read_words
from tests import report_tables as tables

GAINS = DataFrame({"what": ["W_Completeren aanvraag at least 5 times in the last 30d"], "gain": 0.1, "gain_low": 0.0, "gain_high": 0.2})
DRAWINGS = {"gains": partial(draw_gains, GAINS.assign(chosen=True)), "cards": partial(draw_cards, tables.cards())}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_the_label_of_the_axis_is_not_cut(draw: Callable[..., object], language: str) -> None:
    with mpl.rc_context(LOOK):
        figure = Figure(figsize=(WIDTH_INCHES, 2.0), layout="constrained")
        ax = figure.add_subplot()
        draw(ax, words=read_words(language))
        figure.draw_without_rendering()
        label = ax.xaxis.label.get_window_extent()
    assert figure.bbox.x0 <= label.x0
    assert label.x1 <= figure.bbox.x1
