"""A chart of the page from a drawing."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes

from leadscore_analysis.charts import chart_svg
from leadscore_analysis.reports.page import Chart


def drawn(draw: Callable[[Axes], object], *, name: str, title: str, alt: str, height: float = 3.0, file: str = "") -> Chart:
    """What ``draw`` puts on fresh Axes, as a chart of a page."""
    return Chart(chart_svg(draw, name=name, title=title, alt=alt, height=height), title, file)
