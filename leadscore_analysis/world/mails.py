"""Mailings: who opens and clicks, whose scanner does it for them within a second, and who unsubscribes.

Leads get the mail of each of their first eight weeks, then every fourth week's, until they unsubscribe.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.clock import HOUR_US, SECOND_US, WEEK_US
from leadscore_analysis.world.chance import NEVER_US, Bools, Ints, hashed_uniforms, waits
from leadscore_analysis.world.events import Events, happened
from leadscore_analysis.world.kinds import EMAIL_CLICK, EMAIL_OPEN, LINKS, UNSUBSCRIBE
from leadscore_analysis.world.pace import next_weekly
from leadscore_analysis.world.people import People
from leadscore_analysis.world.truth import Habits, World

_WEEKLY_UNTIL = 8
_LATER_EVERY = 4
_BATCH_SECONDS = 600
_SCANS = 0.5
_WRONGLY_FILTERED = 0.01


@dataclass(frozen=True)
class Mails:
    """One entry a mail sent: to whom, in which week of life, of which mailing, and when it was delivered."""

    lead: Ints
    week: Ints
    mail: Ints
    delivered_us: Ints

    @property
    def size(self) -> int:
        """How many mails there are."""
        return self.lead.size

    def caused(self, which: Bools, after_us: Ints, kind: int, *, page: Ints | int = -1, again: bool = False) -> Events:
        """Events so long after the delivery of those mails."""
        lead, delivered_us = self.lead[which], self.delivered_us[which]
        return happened(
            lead, delivered_us + after_us[which], kind, page=page, mail=self.mail[which], delivered_us=delivered_us, again=again
        )


def mails(people: People, world: World, first_week: int, weeks: int) -> Mails:
    """The mails of ``weeks`` weeks of life from ``first_week`` on, as if nobody had unsubscribed: on Tuesdays at 9, in batches."""
    life = np.arange(first_week, first_week + weeks)
    life = life[(life < _WEEKLY_UNTIL) | (life % _LATER_EVERY == 0)]
    week, lead = (places.ravel() for places in np.meshgrid(life, np.arange(people.size), indexing="ij"))
    sent_us = next_weekly(people.arrived_us[lead] - world.start_us + week * WEEK_US, day=1, hour=9)
    batch_us = (hashed_uniforms(world.seed, "mail batch", people.number) * _BATCH_SECONDS * SECOND_US).astype(np.int64)
    return Mails(lead, week, sent_us // WEEK_US, world.start_us + sent_us + batch_us[lead])


def responses(people: People, sent: Mails, habits: Habits, chance: np.random.Generator) -> list[Events]:
    """Opens, second opens and clicks by people, and unsubscriptions."""
    uniform = chance.random((8, sent.size))
    buying = (sent.week >= people.window_from[sent.lead]) & (sent.week < people.window_until[sent.lead])
    opened = uniform[0] < 0.006 + 0.19 * people.lasting[sent.lead] + 0.12 * np.exp(-sent.week / 1.5) + 0.22 * buying
    clicked = opened & (uniform[1] < 0.10 + 0.22 * buying)
    open_us = (60 + waits(uniform[2], mean=8.0).clip(0, 120) * 3600) * SECOND_US
    then_us = open_us + (4 + 60 * uniform[3]) * SECOND_US
    link = np.array(LINKS)[np.floor(uniform[4] * len(LINKS)).astype(np.int64)]
    leaving = uniform[5] < habits.unsubscribe * np.where(buying, 0.3, 1.0)
    leave_us = uniform[6] * 30 * HOUR_US + 2 * 60 * SECOND_US
    opens = sent.caused(opened, open_us.astype(np.int64), EMAIL_OPEN)
    return [
        opens.marked(filtered=uniform[7][opened] < _WRONGLY_FILTERED),
        sent.caused(opened & (uniform[7] > 1 - habits.double_open), then_us.astype(np.int64), EMAIL_OPEN, again=True),
        sent.caused(clicked, then_us.astype(np.int64) + SECOND_US, EMAIL_CLICK, page=link[clicked]),
        sent.caused(leaving, leave_us.astype(np.int64), UNSUBSCRIBE),
    ]


def scans(people: People, sent: Mails, habits: Habits, chance: np.random.Generator) -> list[Events]:
    """What mail scanners do: they open a mail and follow all its links within a second of its delivery.

    Whether a scanner reads an account's mail has nothing to do with who buys, so the column ``filtered`` tells nothing of the outcome.
    """
    uniform = chance.random((3, sent.size))
    scanned = people.accounts.scanned[sent.lead] & (uniform[0] < _SCANS)
    caught = uniform[1][scanned] < habits.bot_caught
    open_us = (SECOND_US * (0.1 + 0.3 * uniform[2])).astype(np.int64)
    steps = [sent.caused(scanned, open_us, EMAIL_OPEN)]
    for nth, link in enumerate(LINKS, start=1):
        steps.append(sent.caused(scanned, open_us + nth * SECOND_US // 6, EMAIL_CLICK, page=link))
    return [step.marked(filtered=caught, bot=True) for step in steps]


def still_subscribed(events: Events, size: int) -> Events:
    """The events without mail opens, clicks and further unsubscriptions after a lead's first unsubscription."""
    leaving = events.kind == UNSUBSCRIBE
    gone_us = np.full(size, NEVER_US)
    np.minimum.at(gone_us, events.lead[leaving], events.at_us[leaving])
    by_mail = (events.kind == EMAIL_OPEN) | (events.kind == EMAIL_CLICK)
    limit_us = gone_us[events.lead]
    return events.taken(np.where(by_mail, events.at_us < limit_us, ~leaving | (events.at_us == limit_us)))
