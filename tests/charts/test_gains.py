import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from pandas import DataFrame

from leadscore_analysis.charts.gains import draw_gains
from leadscore_analysis.charts.palette import LOOK
from leadscore_analysis.charts.svg import WIDTH_INCHES
from leadscore_analysis.words import languages, read_words


@pytest.mark.parametrize("language", languages())
def test_below_long_names_the_label_of_the_axis_stays_on_the_picture(language: str) -> None:
    table = DataFrame({"what": ["W_Completeren aanvraag at least 5 times in the last 30d"], "gain": 0.1, "gain_low": 0.0, "gain_high": 0.2})
    with mpl.rc_context(LOOK):
        figure = Figure(figsize=(WIDTH_INCHES, 2.0), layout="constrained")
        ax = draw_gains(table.assign(chosen=True), figure.add_subplot(), words=read_words(language))
        figure.draw_without_rendering()
        label = ax.xaxis.label.get_window_extent()
    assert figure.bbox.x0 <= label.x0
    assert label.x1 <= figure.bbox.x1
