"""Whether a study's moments, horizon and holdout leave something to learn from and something to judge by."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from leadscore_analysis.clock import duration_text, utc_text
from leadscore_analysis.errors import Fault
from leadscore_analysis.study.models import Study
from leadscore_analysis.study.seen import Seen, first_moment_us

FEWEST_MOMENTS = 8
FEWEST_CONVERTING = 50


@dataclass(frozen=True)
class _Times:
    """The study's times with the history's in place of what is left out; None where neither tells. Microseconds."""

    first: int | None
    until: int | None
    known_until: int | None


def time_faults(study: Study, seen: Seen | None) -> Iterator[Fault]:
    """Faults of the moments, the horizon, ``known_until`` and the holdout."""
    times = _times(study, seen)
    if times.first is not None and times.until is not None and times.until <= times.first:
        yield Fault(
            "moments.until", f"must be later than the first moment, {utc_text(times.first)}; got {utc_text(times.until)}", "swap them"
        )
        return
    if times.first is not None and times.known_until is not None and times.first + study.horizon > times.known_until:
        yield Fault(
            "horizon",
            f"must end for some moment before what is known, {utc_text(times.known_until)}; the first moment is {utc_text(times.first)} "
            f"and the horizon {duration_text(study.horizon)}",
            "shorten horizon, look earlier (moments.from), or load a longer history",
        )
    if seen is not None and study.known_until is not None and study.known_until > seen.last_us:
        yield Fault(
            "known_until",
            f"should not be later than the history's last instant, {utc_text(seen.last_us)}; got {utc_text(study.known_until)}",
            "conversions after the history's end would count as none",
            warning=True,
        )
    yield from _late_outcomes(study, times, seen)
    yield from _holdout_faults(study, times, seen)


def _late_outcomes(study: Study, times: _Times, seen: Seen | None) -> Iterator[Fault]:
    """Two horizons and more without any outcome at the start: often outcomes were not written down yet."""
    first_outcome = seen.outcome_us[0] if seen is not None and seen.outcome_us else None
    if first_outcome is None or times.first is None or times.first + 2 * study.horizon >= first_outcome:
        return
    yield Fault(
        "moments.from",
        f"should lie less than two horizons before the first outcome, {utc_text(first_outcome)}; "
        f"the first moment is {utc_text(times.first)}",
        "look from the day on which outcomes were first recorded; before it every lead counts as not converting",
        warning=True,
    )


def _times(study: Study, seen: Seen | None) -> _Times:
    first, until, known_until = study.moments.from_, study.moments.until, study.known_until
    if seen is not None:
        first = first_moment_us(seen.first_event_us) if first is None else first
        known_until = seen.known_until_us if known_until is None else known_until
    return _Times(first, known_until if until is None else until, known_until)


def _holdout_faults(study: Study, times: _Times, seen: Seen | None) -> Iterator[Fault]:
    holdout = study.holdout_from
    if holdout is None:
        yield Fault("holdout_from", "should be given; without a holdout nothing is kept to judge by", "keep the last months", warning=True)
        return
    if (times.first is not None and holdout <= times.first) or (times.until is not None and holdout >= times.until):
        first, until = (utc_text(us) if us is not None else "…" for us in (times.first, times.until))
        yield Fault("holdout_from", f"must lie between the moments' from and until, {first} and {until}; got {utc_text(holdout)}")
        return
    if times.first is not None and times.first + study.horizon > holdout:
        problem = (
            f"must leave room for one whole horizon ({duration_text(study.horizon)}) after the first moment, {utc_text(times.first)}; "
            f"got {utc_text(holdout)}"
        )
        yield Fault("holdout_from", problem, "shorten horizon, look earlier, or begin the holdout later")
    if times.first is not None and times.until is not None and times.known_until is not None:
        moments = _known_holdout_moments(study, times.first, times.until, times.known_until)
        yield from _thin_holdout(study, moments, seen)


def _known_holdout_moments(study: Study, first: int, until: int, known_until: int) -> range:
    """The holdout's moments whose whole horizon is known."""
    every = study.moments.every
    holdout = study.holdout_from or 0
    begins = first + -((first - holdout) // every) * every
    return range(begins, min(until, known_until - study.horizon + 1), every)


def _thin_holdout(study: Study, moments: range, seen: Seen | None) -> Iterator[Fault]:
    if len(moments) < FEWEST_MOMENTS:
        problem = f"should leave at least {FEWEST_MOMENTS} moments whose horizon is known; got {len(moments)}"
        yield Fault("holdout_from", problem, "begin the holdout earlier, or load a longer history", warning=True)
    if seen is None or not moments:
        return
    converting = bisect_right(seen.outcome_us, moments[-1] + study.horizon) - bisect_right(seen.outcome_us, moments[0])
    if converting < FEWEST_CONVERTING:
        problem = f"should leave at least {FEWEST_CONVERTING} converting leads after it; got {converting}"
        yield Fault("holdout_from", problem, "its figures will have wide intervals; begin the holdout earlier", warning=True)
