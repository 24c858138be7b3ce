"""Sections on lines that are not the same for all: by segment, and by the classes of a second score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from pandas import DataFrame, Series

from leadscore_analysis import charts
from leadscore_analysis.charts import matrix_cells
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section, TableForPeople
from leadscore_analysis.reports.tables import LEADS, RATE, Column, table_for_people, with_empty_named
from leadscore_analysis.thresholds.targets import LEAST_CONVERTING_LEADS
from leadscore_analysis.words import Words

PREFIX = "suggested_"
NO_GAIN = DataFrame(columns=["segment", "difference"])

A_LINE = (
    *LEADS,
    Column("shift", "number", "shift_low", "shift_high"),
    Column("line", "points"),
    Column("new_per_week", "number"),
    Column("remark", "word"),
)
SEGMENTS = (
    Column("segment", "text"),
    Column("segment_value", "text"),
    *A_LINE,
)
CUTS = (
    Column("score", "text"),
    Column("card", "word"),
    Column("class", "text"),
    Column("from", "points"),
    *LEADS,
    RATE,
)
LINES = (
    Column("class", "text"),
    Column("from", "points"),
    *A_LINE,
)
GAINS = (
    Column("segment", "text"),
    Column("share_of_winners", "share", "share_low", "share_high"),
    Column("one_line", "share"),
)
CELLS = (
    Column("cell", "text"),
    *LEADS,
    RATE,
)


def segments_section(tables: Mapping[str, DataFrame], words: Words) -> Section:
    """The line of each segment, and whether such lines bring more forward in time."""
    table = with_empty_named(tables["lines_by_segment"], words).rename(columns={"value": "segment_value"})
    gains = _gains_of(tables, table["segment"])
    caption = words.say("calibration.segments.caption")
    return Section(
        "segments",
        words.say("calibration.segments.title"),
        sentences=(words.say("calibration.segments.lead", needed=LEAST_CONVERTING_LEADS),),
        tables=(
            table_for_people(table, SEGMENTS, caption=caption, file=f"{PREFIX}lines_by_segment.csv", words=words),
            *_gain_tables(gains, words),
        ),
        notes=tuple(gain_sentences(gains, words)),
    )


def matrix_section(tables: Mapping[str, DataFrame], words: Words) -> Section:
    """The best cuts of both scores beside those in use, the cells between them, and a line for each class of the one."""
    cuts = tables["matrix_cuts"]
    scores = list(dict.fromkeys(cuts["score"]))
    rows, columns = str(scores[0]), str(scores[-1])
    gains = _gains_of(tables, scores)
    none = () if (cuts["card"] == "suggested").any() else (words.say("calibration.matrix.none", rows=rows, columns=columns),)
    return Section(
        "matrix",
        words.say("calibration.matrix.title", rows=rows, columns=columns),
        sentences=(words.say("calibration.matrix.lead", rows=rows, columns=columns), *none),
        charts=tuple(_cells_chart(tables["matrix_cells"], (rows, columns), words)),
        tables=(
            *_matrix_tables(tables, words.say("calibration.matrix.lines", rows=rows, columns=columns), words),
            *_gain_tables(gains, words),
        ),
        notes=tuple(gain_sentences(gains, words)),
    )


def gain_sentences(gains: DataFrame, words: Words) -> Iterator[str]:
    """What lines by each segment bring forward in time; nothing where the period is too short."""
    for _, row in gains.dropna(subset=["difference"]).iterrows():
        yield _gain(row, words)


def _gains_of(tables: Mapping[str, DataFrame], segments: Iterable[str]) -> DataFrame:
    """What lines by each of these segments gain."""
    gains = tables.get("segment_gain", NO_GAIN)
    return gains[gains["segment"].isin(list(segments))]


def _gain_tables(gains: DataFrame, words: Words) -> Iterator[TableForPeople]:
    told = gains.dropna(subset=["difference"])
    if len(told):
        caption = words.say("calibration.segments.gains")
        yield table_for_people(told, GAINS, caption=caption, file=f"{PREFIX}segment_gain.csv", words=words)


def _gain(row: Series[float], words: Words) -> str:
    segment, share = str(row["segment"]), words.share(row["share_of_winners"])
    if row["difference"] == row["low"] == row["high"] == 0:
        return words.say("calibration.segments.same", segment=segment, share=share)
    return words.say(
        "calibration.segments.gain",
        segment=segment,
        share=share,
        one=words.share(row["one_line"]),
        difference=words.number(100 * row["difference"], 1),
        interval=words.interval(100 * row["low"], 100 * row["high"], 1),
    )


def _cells_chart(cells: DataFrame, scores: tuple[str, str], words: Words) -> Iterator[Chart]:
    if len(cells) > 1:
        title, alt = words.say("calibration.matrix.cells"), matrix_cells.alt_text(cells, words)
        height = 0.8 + 0.6 * len({str(cell)[0] for cell in cells["cell"]})
        draw = partial(charts.draw_matrix_cells, cells, scores=scores, words=words)
        yield drawn(draw, name="matrix", title=title, alt=alt, height=height)


def _matrix_tables(tables: Mapping[str, DataFrame], by_class: str, words: Words) -> Iterator[TableForPeople]:
    caption = words.say("calibration.matrix.cuts")
    yield table_for_people(tables["matrix_cuts"], CUTS, caption=caption, file=f"{PREFIX}matrix_cuts.csv", words=words)
    if len(tables["matrix_cells"]) > 1:
        caption = words.say("calibration.matrix.cells")
        yield table_for_people(tables["matrix_cells"], CELLS, caption=caption, file=f"{PREFIX}matrix_cells.csv", words=words)
    if "matrix_lines" in tables:
        lines = tables["matrix_lines"].rename(columns={"value": "class"})
        yield table_for_people(lines, LINES, caption=by_class, file=f"{PREFIX}matrix_lines.csv", words=words)
