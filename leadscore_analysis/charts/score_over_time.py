"""The scores of one entity over time: a stair a score, a dot where something earned points."""

from __future__ import annotations

from datetime import tzinfo

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import MONTHLY, AutoDateLocator, date2num, num2date
from matplotlib.ticker import FuncFormatter, MaxNLocator
from pandas import DataFrame, Series

from leadscore_analysis.charts.palette import CURRENT, INK, RULE, SOFT_INK, SUGGESTED, plain, said
from leadscore_analysis.clock import zone
from leadscore_analysis.words import ENGLISH, Words

COLOURS = (CURRENT, SUGGESTED, INK, SOFT_INK)
_MINUTE, _DAYS = pd.Timedelta(minutes=1), pd.Timedelta(days=3)
"""What lasts shorter than these days is told by its first and last instant, to the minute: days would say the same twice."""


def draw_score_over_time(table: DataFrame, ax: Axes, *, words: Words = ENGLISH, timezone: str = "UTC") -> Axes:
    """``ax`` with a stair for each score, its name at its end, and a rule where the history ends.

    ``table`` holds the lines of a story: ``posted_at``, ``score``, ``entry``, ``points`` and ``total``. Days are those of ``timezone``.
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
    _name_the_days(ax, (table["posted_at"].min(), last), words, zone(timezone))
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.points(value)))
    return plain(ax)


def _name_the_days(ax: Axes, span: tuple[pd.Timestamp, pd.Timestamp], words: Words, local: tzinfo) -> None:
    """Names a few days below, or the first and the last instant of a short time."""
    first, last = span
    if last - first >= _DAYS:
        days = AutoDateLocator(tz=local, minticks=2, maxticks=4)  # type: ignore[no-untyped-call]
        days.intervald[MONTHLY] = [1, 2, 3, 6, 12]  # 19 to 23 months have no interval otherwise, of which matplotlib warns
        ax.xaxis.set_major_locator(days)
        ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: words.day(num2date(day, tz=local))))  # type: ignore[no-untyped-call]
        return
    told, around = ([first, last], (last - first) / 10) if last - first >= _MINUTE else ([first], _MINUTE)
    ax.set_xlim(first - around, last + around)  # type: ignore[arg-type]
    ax.set_xticks(date2num(told), [words.instant(instant.tz_convert(local)) for instant in told])  # type: ignore[no-untyped-call]


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


def alt_text(table: DataFrame, words: Words = ENGLISH, *, timezone: str = "UTC") -> str:
    """What the chart shows, in numbers: where each score begins, its highest value and where it stands at last."""
    return " ".join(_said_of(score, values, words, zone(timezone)) for score, values in score_values(table).items())


def _said_of(score: str, values: Series[float], words: Words, local: tzinfo) -> str:
    instants = (pd.Timestamp(values.index[0]), pd.Timestamp(values.idxmax()))  # type: ignore[arg-type]
    start, highest = (instant.tz_convert(local) for instant in instants)
    return words.say(
        "charts.score_over_time.alt",
        score=score,
        first=words.points(float(values.iloc[0])),
        start=words.day(start),
        highest=words.points(float(values.max())),
        when=words.day(highest),
        last=words.points(float(values.iloc[-1])),
    )
