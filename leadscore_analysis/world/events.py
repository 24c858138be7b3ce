"""Events of one week's arrivals as arrays side by side, before they become a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from leadscore_analysis.world.chance import Bools, Ints


@dataclass(frozen=True)
class Events:
    """One entry an event. ``lead`` is the lead's place among its week's arrivals; other codes are places in :mod:`.kinds`, -1 for none.

    ``mail`` is the number of a mailing and ``delivered_us`` its delivery (-1 for none); ``bot`` marks a mail scanner's doing,
    ``again`` a second open of one mail, ``filtered`` what the mail system flags; ``recorded_us`` is when the CRM learnt of the event.
    """

    lead: Ints
    at_us: Ints
    kind: Ints
    page: Ints
    asset: Ints
    mail: Ints
    delivered_us: Ints
    result: Ints
    recorded_us: Ints
    bot: Bools
    again: Bools
    filtered: Bools

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.lead.size

    def marked(self, *, filtered: Bools, bot: bool = False) -> Events:
        """The events with the mail system's flags and, for a scanner's doing, the truth."""
        return replace(self, filtered=filtered, bot=np.full(self.size, bot))

    def taken(self, which: Bools | Ints) -> Events:
        """The events at those places, or where the mask is true."""
        return Events(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def happened(
    lead: Ints,
    at_us: Ints,
    kind: Ints | int,
    *,
    page: Ints | int = -1,
    asset: Ints | int = -1,
    mail: Ints | int = -1,
    delivered_us: Ints | int = -1,
    result: Ints | int = -1,
    recorded_us: Ints | None = None,
    again: bool = False,
) -> Events:
    """Events of those leads at those instants; single values stand for all of them."""

    def codes(value: Ints | int) -> Ints:
        return value if isinstance(value, np.ndarray) else np.full(lead.size, value)

    recorded = at_us if recorded_us is None else recorded_us
    told = (codes(kind), codes(page), codes(asset), codes(mail), codes(delivered_us), codes(result), recorded)
    unmarked = np.zeros(lead.size, dtype=np.bool_)
    return Events(lead, at_us, *told, bot=unmarked, again=np.full(lead.size, again), filtered=unmarked)


def joined(parts: Sequence[Events]) -> Events:
    """The events of all parts, one part after the other."""
    return Events(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Events)})


def in_order(events: Events) -> Events:
    """The events by lead and instant; of one lead's events at one instant, in the order in which they were made."""
    return events.taken(np.lexsort((events.at_us, events.lead)))
