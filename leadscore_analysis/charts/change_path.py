"""The change path: how far the card with so many changes is from the best one, and which is recommended."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.axis_text import LOSS_DIGITS, loss_axis
from leadscore_analysis.charts.intervals import draw_points_across
from leadscore_analysis.charts.palette import CURRENT, SOFT_INK, SUGGESTED, named_rows, said
from leadscore_analysis.words import ENGLISH, Words


def draw_change_path(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a row a step: its log loss above the best step's, with one standard error to either side.

    ``table``: ``changes``, ``structures``, ``log_loss``, ``above_best``, ``standard_error``, ``recommended``. The first step whose line
    reaches 0 is the recommended one.
    """
    named_rows(ax, step_names(table, words))
    above, error = table["above_best"], table["standard_error"]
    steps = zip(table["changes"], table["recommended"], strict=True)
    colours = [SUGGESTED if chosen else CURRENT if changes == 0 else SOFT_INK for changes, chosen in steps]
    draw_points_across(ax, above.tolist(), (above - error).tolist(), (above + error).tolist(), colours)
    for row, (loss, end, colour) in enumerate(zip(table["log_loss"], above + error, colours, strict=True)):
        said(ax, end, row, words.number(loss, LOSS_DIGITS), colour=colour, dx=8)
    ax.set_xlabel(words.say("charts.change_path.x"))
    return loss_axis(ax, words, ticks=4)


def step_names(table: DataFrame, words: Words = ENGLISH) -> list[str]:
    """What each step is called: how many changes it has; those with structures are told apart from those of points alone."""
    steps = [words.say("charts.change_path.step", count=int(count)) for count in table["changes"]]
    structures = table["structures"] > 0
    return [
        words.say("charts.change_path.with_structure", step=step) if other else step for step, other in zip(steps, structures, strict=True)
    ]


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: the log loss of every step, and the recommended one."""
    names = step_names(table, words)
    told = zip(names, table["log_loss"], strict=True)
    steps = "; ".join(words.say("charts.change_path.of", step=name, log_loss=words.number(loss, LOSS_DIGITS)) for name, loss in told)
    recommended = names[int(table["recommended"].to_numpy().argmax())]
    return words.say("charts.change_path.alt", steps=steps, recommended=recommended)
