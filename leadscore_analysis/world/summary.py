"""The figures of a world, gathered cohort by cohort."""

from __future__ import annotations

import numpy as np

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.world.chance import Ints
from leadscore_analysis.world.cohort import Cohort
from leadscore_analysis.world.kinds import UNSUBSCRIBE
from leadscore_analysis.world.truth import World
from leadscore_analysis.world.unworked import Unworked


class Summary:
    """Counts what happened until the world's end; :meth:`figures` gives them with shares and medians."""

    def __init__(self, world: World) -> None:
        self._end_us = world.end_us
        self._counts = dict.fromkeys(("events", "bot_events", "hand_raises", "contacted", "rejected", "offers", "won", "lost"), 0)
        self._won_contacted = self._fast_won = self._silent = self._unsubscribed = 0
        self._events_a_lead: list[Ints] = []

    def add(self, arrived: Cohort) -> None:
        """Counts one cohort."""
        events, outcomes = arrived.events, arrived.outcomes
        won, contacted = outcomes.won_us < self._end_us, outcomes.contacted_us < self._end_us
        lost = ~outcomes.won & (outcomes.over_us < self._end_us)
        rejected, decided = outcomes.rejected_us < self._end_us, outcomes.decided_us < self._end_us
        happened = (events.size, events.bot.sum(), arrived.hand_raises.size)
        told = (*happened, *(leads.sum() for leads in (contacted, rejected, decided, won, lost)))
        self._counts = {name: count + int(more) for (name, count), more in zip(self._counts.items(), told, strict=True)}
        self._won_contacted += int((won & contacted).sum())
        self._fast_won += int((won & outcomes.fast).sum())
        self._unsubscribed += int((events.kind == UNSUBSCRIBE).sum())
        self._silent += _silent_after_a_week(arrived)
        self._events_a_lead.append(np.bincount(events.lead, minlength=arrived.people.size))

    def figures(self, facts: Unworked) -> dict[str, float]:
        """Counts, shares of leads or of winners, and what ``facts`` say would have been won with nobody called."""
        a_lead = np.concatenate(self._events_a_lead)
        leads, won = a_lead.size, max(self._counts["won"], 1)
        return {
            "leads": leads,
            **self._counts,
            "won_if_nobody_were_called": int((facts.won_us < self._end_us).sum()),
            "won_share": round(self._counts["won"] / leads, 4),
            "winners_contacted_share": round(self._won_contacted / won, 4),
            "winners_fast_share": round(self._fast_won / won, 4),
            "contacted_share": round(self._counts["contacted"] / leads, 4),
            "unsubscribed_share": round(self._unsubscribed / leads, 4),
            "silent_after_a_week_share": round(self._silent / leads, 4),
            "events_a_lead_mean": round(float(a_lead.mean()), 2),
            "events_a_lead_median": float(np.median(a_lead)),
        }


def _silent_after_a_week(arrived: Cohort) -> int:
    """How many leads do nothing after their first week; what a scanner does for them does not count."""
    events = arrived.events
    late = ~events.bot & (events.at_us - arrived.people.arrived_us[events.lead] >= WEEK_US)
    active = np.zeros(arrived.people.size, dtype=np.bool_)
    active[events.lead[late]] = True
    return int((~active).sum())
