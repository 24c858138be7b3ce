"""The cells of a matrix of two scores, each with its conversion."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from pandas import DataFrame

from leadscore_analysis.charts.palette import CURRENT, INK, plain
from leadscore_analysis.words import ENGLISH, Words

DARK = 0.55  # of the highest rate: text on a darker cell is white


def draw_matrix_cells(table: DataFrame, ax: Axes, *, scores: tuple[str, str] | None = None, words: Words = ENGLISH) -> Axes:
    """``ax`` with a cell a row of the table, the best row on top and the best column at the left, darker where more convert.

    ``scores`` name what the rows and the columns are classes of.

    ``table``: ``cell`` (row letter and column number, A1 the best), ``rate`` (missing: masked).
    """
    rows, columns = (sorted({cell[part] for cell in table["cell"]}) for part in (slice(0, 1), slice(1, None)))
    rates = table.assign(rate=table["rate"].astype(float)).set_index("cell")["rate"]
    highest = float(rates.max()) if rates.notna().any() else 1.0
    for y, row in enumerate(rows):
        for x, column in enumerate(columns):
            rate = float(rates.get(f"{row}{column}", float("nan")))
            shade = min(1.0, rate / highest) if rate > 0 else 0.0
            ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=CURRENT, alpha=0.06 + 0.94 * shade, edgecolor="none"))
            text = f"{row}{column}  {words.share(rate)}"
            ax.text(x, y, text, ha="center", va="center", color="white" if shade > DARK else INK, parse_math=False)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks([])
    ax.set_yticks([])
    if scores is not None:
        ax.set_ylabel(words.say("charts.matrix_cells.rows", score=scores[0]), parse_math=False)
        ax.set_xlabel(words.say("charts.matrix_cells.columns", score=scores[1]), parse_math=False)
    return plain(ax, bottom=False, left=False)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: every cell with its conversion, the highest first."""
    told = table.assign(rate=table["rate"].astype(float)).dropna(subset=["rate"]).sort_values("rate", ascending=False)
    cells = [words.say("charts.matrix_cells.of", cell=row["cell"], rate=words.share(row["rate"])) for _, row in told.iterrows()]
    return words.say("charts.matrix_cells.alt", cells="; ".join(cells))
