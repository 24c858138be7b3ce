"""The scores of one entity over time: a stair a score, a dot where something earned points."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, num2date
from matplotlib.ticker import FuncFormatter, MaxNLocator
from pandas import DataFrame, Series

from leadscore_analysis.charts.palette import CURRENT, INK, RULE, SOFT_INK, SUGGESTED, plain, said
from leadscore_analysis.words import ENGLISH, Words

COLOURS = (CURRENT, SUGGESTED, INK, SOFT_INK)


def draw_score_over_time(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a stair for each score, its name at its end, and a rule where the history ends.

    ``table`` holds the lines of a story: ``posted_at``, ``score``, ``entry``, ``points`` and ``total``.
    """
    ends = table.loc[table["entry"] == "end", "posted_at"]
    for instant in ends:
        ax.axvline(instant, color=RULE, linewidth=1, linestyle=(0, (3, 3)), zorder=0)
    last, found = table["posted_at"].max(), score_values(table)
    for (score, values), colour in zip(found.items(), COLOURS, strict=False):
        ax.step([*values.index, last], [*values, values.iloc[-1]], where="post", color=colour, linewidth=1.4)
        earned = table[(table["score"] == score) & (table["entry"] == "award") & table["event_id"].notna() & (table["points"] > 0)]
        dots = values.reindex(earned["posted_at"].unique())
        ax.plot(dots.index, dots, linestyle="none", marker="o", markersize=3, color=colour)
    _name_the_scores(ax, last, {score: float(values.iloc[-1]) for score, values in found.items()})
    ax.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=4))  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: words.day(num2date(day))))  # type: ignore[no-untyped-call]
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.points(value)))
    return plain(ax)


def _name_the_scores(ax: Axes, last: pd.Timestamp, values: dict[str, float]) -> None:
    """Writes each score's name at its end, the names at least a line apart."""
    low, high = ax.set_ylim(bottom=min(0.0, ax.get_ylim()[0]))
    apart, below = (high - low) / 11, -float("inf")
    for score, value in sorted(values.items(), key=lambda item: item[1]):
        below = max(value, below + apart)
        said(ax, last, below, score, colour=COLOURS[list(values).index(score) % len(COLOURS)], dx=5)  # type: ignore[arg-type]


def score_values(table: DataFrame) -> dict[str, Series[float]]:
    """The value of each score that was ever posted to, by the instant from which it holds; 0 at first appearance if nothing is posted."""
    posted = table[table["points"].notna()].assign(total=lambda rows: rows["total"].astype(float))
    start = pd.Series([0.0], index=table["posted_at"].iloc[:1])
    found = {str(score): rows.groupby("posted_at")["total"].last() for score, rows in posted.groupby("score", sort=False)}
    return {score: values.combine_first(start) for score, values in found.items()}


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: where each score begins, its highest value and where it stands at last."""
    return " ".join(_said_of(score, values, words) for score, values in score_values(table).items())


def _said_of(score: str, values: Series[float], words: Words) -> str:
    start, highest = pd.Timestamp(values.index[0]), pd.Timestamp(values.idxmax())  # type: ignore[arg-type]
    return words.say(
        "charts.score_over_time.alt",
        score=score,
        first=words.points(float(values.iloc[0])),
        start=words.day(start),
        highest=words.points(float(values.max())),
        when=words.day(highest),
        last=words.points(float(values.iloc[-1])),
    )
