"""The first study as YAML, with the reason for each guess beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from leadscore_analysis.clock import DAY_US, utc_text
from leadscore_analysis.sources.loading import LoadReport
from leadscore_analysis.starting.findings import Findings, Name
from leadscore_analysis.starting.guess import TableGuess
from leadscore_analysis.starting.rulebook_text import LINE, horizon_days
from leadscore_analysis.starting.yaml_lines import inline, scalar, slug

_WORKED_SHARE = 0.2
_FEWEST_HOLDOUT_MOMENTS = 4


def study_text(found: Findings, guesses: Sequence[TableGuess], loaded: LoadReport, *, rulebook: Path, unused: Sequence[str]) -> str:
    """The study's text: the files and their columns, the outcome, and dates from the history's span.

    The study is named for the file of events, and its history stands beside the rulebook, so that two first looks do not mix.
    """
    name = slug(guesses[0].look.stem, set())
    database = rulebook.parent / "data" / f"{name}.duckdb"
    return "\n".join(
        [
            *_first_comments(found),
            "# A first study, proposed by `leadscore start`. Read every line; what stands behind # says why it is so, and what to check.",
            f"study: {scalar(name)}",
            *_history(guesses, loaded, unused, database=database),
            f"rulebook: {scalar(rulebook.as_posix())}",
            f"judge: {{score: interest, line: {LINE}}}",
            *_ends(found),
            *_times(found),
            "",
        ]
    )


def _first_comments(found: Findings) -> Iterator[str]:
    if found.warning:
        yield f"# CHECK FIRST: {found.warning}. Everything below rests on it."
    yield "# Paths are read from the folder that you are in: run each command where `leadscore start` ran."


def _history(guesses: Sequence[TableGuess], loaded: LoadReport, unused: Sequence[str], *, database: Path) -> Iterator[str]:
    yield "history:"
    yield f"  database: {scalar(database.as_posix())}"
    for guess in guesses:
        yield f"  {guess.table}:    # {guess.why}"
        yield f"    from: {scalar(guess.look.path)}"
        yield f"    columns: {inline(guess.columns)}    # check each: the history's name, then the file's"
        if guess.values:
            yield f"    values: {inline(guess.values)}    # the same in every row, as the file has no such column"
        if guess.table in ("events", "stage_changes"):
            yield "    timezone: UTC    # check: of times without an offset, such as Europe/Amsterdam"
    share = needed_share(loaded)
    if share is not None:
        yield f"  max_rejected: {share}    # CHECK: this many rows of a table cannot be used, such as {loaded.reasons[0]}"
    for reason in unused:
        yield f"  # not used: {reason}"


def needed_share(loaded: LoadReport) -> str | None:
    """The share of rejected rows that the study must allow for, as it stands there; None where the usual one will do."""
    share = max((table.rejected / table.read for table in loaded.tables if table.read), default=0.0)
    return f"{min(100, int(share * 100) + 1)}%" if share > 0.01 else None


def _ends(found: Findings) -> Iterator[str]:
    told = f"{found.converting:,} of {found.leads:,} leads ({found.rate:.1%})"
    yield f"outcome: {_happening(found.outcome)}    # check: {found.why}; {told}"
    if found.others:
        yield f"# other candidates for the outcome: {', '.join(f'{_happening(name)} ({name.leads:,} leads)' for name in found.others[:5])}"
    if found.closings:
        listed = ", ".join(_happening(name) for name in found.closings)
        yield f"closed: [{listed}]    # check: by their names they end a lead, and next to none converted afterwards"


def _times(found: Findings) -> Iterator[str]:
    span_us = found.last_us - found.first_us
    horizon = horizon_days(found.taken_us, span_us)
    first, last = found.first_us // DAY_US, found.last_us // DAY_US
    every = 7 if last - first >= 56 else 1
    seen = f"four of five conversions came within {found.taken_us / DAY_US:.0f} days of the lead's first event"
    yield f"horizon: {horizon}d    # {seen}{_other_horizon(found.taken_us, span_us, horizon)}"
    yield f"known_until: {_date(last)}    # the day of the last entry; later conversions are not known"
    yield f"moments: {{every: {every}d, from: {_date(first)}, until: {_date(last)}}}"
    yield _holdout(first, last - horizon, every)
    weekly = found.leads / max(span_us / (7 * DAY_US), 1)
    capacity = max(1, round(weekly * _WORKED_SHARE))
    yield f"capacity: {{leads_per_week: {capacity}}}    # check: a fifth of {weekly:,.0f} new leads a week, a mere guess"


def _other_horizon(taken_us: int, span_us: int, horizon: int) -> str:
    """Why the horizon is not the time that conversions took."""
    if horizon * DAY_US >= taken_us:
        return f"; {horizon}d is the next of 1, 2, 7, 14, 30, 60 and 90 days"
    quarter = span_us / (4 * DAY_US)
    if quarter < 90:
        return f"; {horizon}d is shorter, as a horizon may take no more than a quarter ({quarter:.0f} days) of the history"
    return f"; {horizon}d is shorter, the longest that is proposed: a longer wait makes results known late"


def _holdout(first: int, last: int, every: int) -> str:
    """The last quarter of the days ``first`` to ``last`` as holdout, where it has some moments."""
    begins = first + (last - first) * 3 // 4
    if (last - begins) // every < _FEWEST_HOLDOUT_MOMENTS:
        return "# holdout_from: …    # the history is too short to keep a part of it for one final judgement"
    return f"holdout_from: {_date(begins)}    # the last quarter is kept for one final judgement"


def _happening(name: Name) -> str:
    return inline({name.kind: name.name})


def _date(day: int) -> str:
    return utc_text(day * DAY_US)
