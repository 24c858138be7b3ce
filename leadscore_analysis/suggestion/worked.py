"""What terms are worth among leads that sales began to work: where that differs, points would follow whom sales chose to work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from leadscore_analysis.engine import Engine, frame, relation_text, run_plan
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.unit_rows import wanted_terms
from leadscore_analysis.scorecard import Flags, Floats, Integers

_DUST = 1e-9
"""Sums of fading units leave so much behind."""
_SURE = 1.645
"""Half the width of a 90 % interval in standard errors."""
_VERY_SURE = 2.576
"""Half the width of a 99 % interval."""
_SURE_OF_SCALE = 2.576
"""So many standard errors must the scale be above 0: all terms are divided by it."""
_MEDIAN_BESIDE_MEAN = float(np.sqrt(np.pi / 2))
"""How much less sure a median is than a mean."""


@dataclass(frozen=True)
class FirstWorked:
    """The leads that sales first worked: their places in the examples, each at its last moment before that, and when they were (us)."""

    places: Integers
    worked_us: Integers


def first_worked(engine: Engine, examples: Examples) -> FirstWorked:
    """Those leads, but for leads that had converted by then, or whose work comes after another moment, at which nothing is known of them.

    All of these leads were worked, so none of them converts more often than another because it was worked and the other was not.
    ``happenings`` tell what is work.
    """
    run_plan(engine, ("first_works",))
    first = frame(engine, "SELECT lead_key, worked_us FROM first_works").set_index("lead_key")["worked_us"]
    by_lead = first.reindex(examples.leads["lead_key"]).to_numpy(dtype=np.float64)
    lead = examples.rows["lead"].to_numpy()
    waited_us = by_lead[lead] - examples.looking.moment_us[examples.rows["moment_no"].to_numpy()]
    too_late = examples.leads["converted_us"].to_numpy(dtype=np.float64) <= by_lead
    places = np.flatnonzero((waited_us > 0) & (waited_us <= min(examples.looking.every_us, examples.looking.horizon_us)) & ~too_late[lead])
    return FirstWorked(places, by_lead[lead[places]].astype(np.int64))


def units_when_worked(worked: FirstWorked, examples: Examples, names: Sequence[str]) -> Floats:
    """The units of the terms (a column each) just before each lead was first worked: as sales saw it when they chose it.

    At the moment before that sales did not yet see what they chose by: a lead that asks for a demo and is called within the hour would
    count as one without, and demos would seem to be worth nothing.
    """
    engine, terms = examples.spans(), {term.name: term.term_key for term in examples.terms}
    keys = examples.leads["lead_key"].to_numpy()[examples.rows["lead"].to_numpy()[worked.places]]
    rows = {"row_no": np.arange(len(keys)), "lead_key": keys, "worked_us": worked.worked_us}
    engine.table("wanted_terms", wanted_terms(examples.terms))
    engine.table("worked_rows", pa.table({name: pa.array(values, pa.int64()) for name, values in rows.items()}))
    told = frame(engine, relation_text("worked_units"))
    found = np.zeros((len(keys), max(terms.values(), default=0) + 1))
    found[told["row_no"], told["term_key"]] = told["units"].mask(told["units"].abs() < _DUST, 0.0)
    return found[:, [terms[name] for name in names]]


def worked_points(log_odds: Floats, everyone: Floats, told: Flags) -> Floats:
    """Intervals of log odds among worked leads (terms x 2) in points of the scale on which they agree best with ``everyone``'s, so wide
    that they hold the uncertainty of that scale too.

    Sales chose these leads by the score, so all its terms tell less among them: what matters is a term beside the others. ``told`` are the
    terms that both have data enough for. NaN for all where the two have no sure scale in common.

    >>> log_odds, everyone = np.array([[0.9, 1.1], [1.8, 2.2], [-0.4, 0.4]]), np.array([[9.0, 11.0], [19.0, 21.0], [8.0, 12.0]])
    >>> worked_points(log_odds, everyone, np.array([True, True, False])).round(1).tolist()
    [[8.7, 11.3], [17.3, 22.7], [-4.0, 4.0]]
    """
    known = told & np.isfinite(log_odds).all(axis=1) & np.isfinite(everyone).all(axis=1) & (everyone.mean(axis=1) != 0)
    worth, points = log_odds[known].mean(axis=1), everyone[known].mean(axis=1)
    sure = _SURE * 2 / np.maximum(np.ptp(log_odds[known], axis=1), 1e-9) * np.abs(points)
    scale = _weighted_median(worth / points, sure)
    error = _MEDIAN_BESIDE_MEAN / max(float(np.sqrt(sure @ sure)), 1e-9)
    if not scale > _SURE_OF_SCALE * error:
        return log_odds * np.nan
    middle, wide = log_odds.mean(axis=1) / scale, np.ptp(log_odds, axis=1) / 2 / scale
    wide = np.hypot(wide, _SURE * np.abs(middle) * error / scale)
    return np.column_stack([middle - wide, middle + wide])


def _weighted_median(values: Floats, weights: Floats) -> float:
    """The value that parts the weights in two halves: a single term that differs does not move it. 0 without weight.

    >>> _weighted_median(np.array([1.0, 9.0, 2.0]), np.array([1.0, 1.0, 1.5]))
    2.0
    """
    order = np.argsort(values[weights > 0])
    reached = np.cumsum(weights[weights > 0][order])
    if not len(order):
        return 0.0
    return float(values[weights > 0][order][int(np.searchsorted(reached, reached[-1] / 2))])


def differing(present: Floats, step: float, everyone: Floats, worked: Floats, told: Flags) -> list[int]:
    """The places of the terms that worked leads come to another verdict on; the intervals are 90 % ones, in points.

    >>> present, told = np.array([10.0, 10.0, 10.0]), np.array([True, True, True])
    >>> everyone, worked = np.array([[12.0, 20.0]] * 3), np.array([[-8.0, 8.0], [4.0, 22.0], [-30.0, 40.0]])
    >>> differing(present, 5.0, everyone, worked, told)
    [0]
    """
    return [place for place in np.flatnonzero(told).tolist() if _differs(float(present[place]), step, everyone[place], worked[place])]


def _differs(now: float, step: float, everyone: Floats, worked: Floats) -> bool:
    """Where everyone's interval lies beside the present points the worked leads' must point the same way; where it holds them the worked
    leads' must not lie beside them by more than a step. Where the 99 % interval of what lies between the two holds 0 they may be the same:
    a card has dozens of terms, and a tenth of them would differ by chance.
    """
    if not (np.isfinite(everyone).all() and np.isfinite(worked).all()):
        return False
    if abs(everyone.mean() - worked.mean()) <= _VERY_SURE / _SURE * float(np.hypot(np.ptp(everyone), np.ptp(worked))) / 2:
        return False
    way = float(now < everyone[0]) - float(now > everyone[1])
    if way:
        return bool(way * (worked.mean() - now) <= 0)
    return bool(worked[0] > now + step or worked[1] < now - step)
