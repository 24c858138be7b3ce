"""The world as it would go if sales called nobody: written for a replay, and the few facts that decide whom sales take up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from leadscore_analysis.engine import Progress
from leadscore_analysis.world.chance import Ints
from leadscore_analysis.world.cohort import Cohort, cohort
from leadscore_analysis.world.exports import REPLAYED, exports
from leadscore_analysis.world.tables import tables_of
from leadscore_analysis.world.truth import World


@dataclass(frozen=True)
class Unworked:
    """Of each lead, by its number: when it arrives and when it decides by itself (``NEVER_US``: not at all), and whether it is won.

    ``raised_lead`` and ``raised_us`` have one entry a demo request. ``parts`` are the folders in which the history is written.
    """

    arrived_us: Ints
    decided_us: Ints
    won_us: Ints
    raised_lead: Ints
    raised_us: Ints
    parts: tuple[Path, ...] = ()


def unworked(world: World, folder: Path, *, weeks: int | None = None, progress: Progress | None = None) -> Unworked:
    """The facts of the world in which nobody is called; its events, leads and accounts are written into ``folder``.

    With ``weeks`` the leads that arrive in so many weeks have a folder of their own in it: a replay of one holds little, but does not
    know the accounts of the others.
    """
    seen: list[Unworked] = []
    at_once = weeks or world.last_week
    parts = tuple(folder if weeks is None else folder / f"from-week-{start}" for start in range(0, world.last_week, at_once))
    for part, start in zip(parts, range(0, world.last_week, at_once), strict=True):
        with exports(part, REPLAYED) as files:
            for week in range(start, min(start + at_once, world.last_week)):
                arrived = cohort(world, week)
                files.add(tables_of(world, arrived))
                seen.append(_facts(arrived))
                if progress is not None:
                    progress("what leads do by themselves", (week + 1) / world.last_week)
    names = ("arrived_us", "decided_us", "won_us", "raised_lead", "raised_us")
    return Unworked(**{name: np.concatenate([getattr(facts, name) for facts in seen]) for name in names}, parts=parts)


def _facts(arrived: Cohort) -> Unworked:
    raises = arrived.hand_raises
    return Unworked(
        arrived_us=arrived.people.arrived_us,
        decided_us=arrived.outcomes.decided_us,
        won_us=arrived.outcomes.won_us,
        raised_lead=arrived.people.number[raises.lead],
        raised_us=raises.at_us,
    )
