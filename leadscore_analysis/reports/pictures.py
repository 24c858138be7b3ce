"""The pictures of the README, drawn from the tables of a finished study.

``make pictures`` draws those of the sample study that ``make demo`` leaves; for another:
``python -m leadscore_analysis.reports.pictures REPORT_FOLDER OUT_FOLDER``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import cards, conversion_by_band, lift_by_decile, points
from leadscore_analysis.errors import InputError, LeadscoreError
from leadscore_analysis.words import ENGLISH

Drawing = Callable[[DataFrame, Axes], Axes]
Alt = Callable[[DataFrame], str]

SAMPLE, README = "demo/reports/sample", "reports/readme"

PICTURES: dict[str, tuple[str, Drawing, Alt]] = {
    "lift": ("lift_by_decile", charts.draw_lift_by_decile, lift_by_decile.alt_text),
    "bands": ("conversion_by_band", charts.draw_conversion_by_band, conversion_by_band.alt_text),
    "cards": ("cards", charts.draw_cards, cards.alt_text),
    "points": ("suggestions", charts.draw_points, points.alt_text),
}


def write_pictures(report: Path, out: Path) -> tuple[Path, ...]:
    """The SVG files drawn from the tables in ``report`` (a study's report folder), on white, for pages that may be dark.

    InputError when a table is not there.
    """
    return tuple(_write_picture(name, report, out) for name in PICTURES)


def _write_picture(name: str, report: Path, out: Path) -> Path:
    table_name, draw, alt = PICTURES[name]
    file = report / f"{table_name}.csv"
    if not file.is_file():
        hint = "run make demo, or leadscore run STUDY, first"
        raise InputError(f"the report folder must hold {file.name}; got none in {report}", hint=hint)
    table = pd.read_csv(file)
    title = ENGLISH.say(f"pictures.{name}")
    path = out / f"{name}.svg"
    charts.write_svg(path, charts.chart_svg(partial(draw, table), name=name, title=title, alt=alt(table), background="white"))
    return path


def main(arguments: Sequence[str]) -> int:
    """Writes the pictures; 0, or 1 with the fault on standard error, or 2 for wrong usage."""
    if len(arguments) not in {0, 2}:
        sys.stderr.write("usage: python -m leadscore_analysis.reports.pictures [REPORT_FOLDER OUT_FOLDER]\n")
        return 2
    try:
        report, out = map(Path, arguments or (SAMPLE, README))
        written = write_pictures(report, out)
    except LeadscoreError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
