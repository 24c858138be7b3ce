"""Sales at work: every Monday morning a list, hands raised first and then the highest scores, and calls in the days after.

They see the score that the rulebook in force gives at that instant. Up to its first call a lead does exactly what it would do
uncalled, so the replay over the uncalled world gives the score that the replay over the final history gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from leadscore_analysis.capacity import taken
from leadscore_analysis.clock import DAY_US, HOUR_US, WEEK_US
from leadscore_analysis.engine import Engine, Progress, relation_text
from leadscore_analysis.labels.hashing import stable_hashes
from leadscore_analysis.world.chance import NEVER_US, Bools, Ints, hashed_uniforms, picked
from leadscore_analysis.world.truth import World
from leadscore_analysis.world.unworked import Unworked

_CALL_DAYS = (40, 25, 14, 11, 10)
_RAISED_CALL_DAYS = (75, 20, 5, 0, 0)
SALES_LIST = {"lead": "int64", "moment_us": "int64", "score": "int64", "hand_raised": "bool", "contacted_us": "int64"}


@dataclass(frozen=True)
class Look:
    """What sales see on a Monday: the score of each lead (by number, in ten-thousandths) and its latest event; both are arrays in place."""

    week: int
    moment_us: int
    scores: Ints
    latest_us: Ints


@dataclass(frozen=True)
class News:
    """What is new about leads at each look: of look n, the entries from ``edges[n]`` until before ``edges[n + 1]``."""

    lead: Ints
    value: Ints
    edges: Ints

    def into(self, known: Ints, look: int) -> None:
        """Puts the news of one look in its place in ``known``, which has an entry a lead."""
        fresh = slice(self.edges[look], self.edges[look + 1])
        known[self.lead[fresh]] = self.value[fresh]

    @classmethod
    def together(cls, parts: Sequence[News]) -> News:
        """The news about the leads of all parts, which have the same looks."""
        look = np.concatenate([np.repeat(np.arange(part.edges.size - 1), np.diff(part.edges)) for part in parts])
        order = np.argsort(look, kind="stable")
        lead, value = (np.concatenate([getattr(part, name) for part in parts])[order] for name in ("lead", "value"))
        return cls(lead, value, np.sum([part.edges for part in parts], axis=0))


@dataclass(frozen=True)
class Sight:
    """What sales see in some weeks: the news about scores and about latest events."""

    weeks: range
    scores: News
    latest: News

    @classmethod
    def together(cls, parts: Sequence[Sight]) -> Sight:
        """What sales see of the leads of all parts."""
        scores, latest = (News.together([getattr(part, name) for part in parts]) for name in ("scores", "latest"))
        return cls(parts[0].weeks, scores, latest)


def sight(world: World, weeks: range, *, score: str, engine: Engine) -> Sight:
    """What sales see in those weeks of the leads of a replay, whose relations are in ``engine``."""
    [score_key] = engine.arrow("SELECT score_key FROM score_names WHERE score = ?", [score])["score_key"].to_pylist()
    first_us = _look_us(world, _looks(weeks)[0])
    engine.table("sales_looks", pa.table({"score_key": [score_key], "first_us": [first_us], "every_us": [WEEK_US]}))
    lead_of, looks = _lead_numbers(engine), len(_looks(weeks))
    news = [_news(engine.arrow(relation_text(name)), lead_of, looks) for name in ("sales_scores", "sales_latest_events")]
    return Sight(weeks, *news)


def sales_list(world: World, seen: Sight, *, facts: Unworked, worked: Ints, progress: Progress | None = None) -> pd.DataFrame:
    """The leads that sales take up in the weeks of what they see; those numbered in ``worked`` were taken up before.

    Columns: ``lead`` (its number), ``moment_us``, ``score`` (ten-thousandths, as seen then), ``hand_raised``, ``contacted_us``
    (``NEVER_US`` when the lead decides before its call). One row a lead.
    """
    free = np.ones(facts.arrived_us.size, dtype=np.bool_)
    free[worked] = False
    hashes = stable_hashes(f"L{number:07d}" for number in range(free.size))
    lists = []
    for look in _mondays(world, seen, free.size):
        rows = _monday_list(world, look, facts, free, hashes)
        free[rows["lead"]] = False
        lists.append(rows)
        if progress is not None:
            progress("sales at work", (look.week + 1 - seen.weeks.start) / len(seen.weeks))
    return pd.concat([nobody(), *lists], ignore_index=True)


def _mondays(world: World, seen: Sight, size: int) -> Iterator[Look]:
    """Each Monday at 8 of those weeks."""
    scores, latest_us = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for look, week in enumerate(_looks(seen.weeks)):
        seen.scores.into(scores, look)
        seen.latest.into(latest_us, look)
        yield Look(week, _look_us(world, week), scores, latest_us)


def _looks(weeks: range) -> range:
    """The weeks on whose Mondays sales look; on the world's first Monday there are no leads yet."""
    return range(max(weeks.start, 1), max(weeks.stop, 2))


def _look_us(world: World, week: int) -> int:
    return world.start_us + week * WEEK_US + 8 * HOUR_US


def _news(rows: pa.Table, lead_of: Ints, looks: int) -> News:
    """The rows (a lead's key, the look, a value), which are in the order of looks, by look."""
    key, look, value = (column.to_numpy() for column in rows.columns)
    edges = np.searchsorted(look, np.arange(looks + 1))
    return News(lead_of[key[: edges[-1]]], value[: edges[-1]], edges)


def _monday_list(world: World, look: Look, facts: Unworked, free: Bools, hashes: np.ndarray) -> pd.DataFrame:
    """Whom sales take up that week."""
    there = free & (facts.arrived_us <= look.moment_us) & (facts.decided_us > look.moment_us)
    raised = _hands_raised(look.moment_us, facts, there)[: world.leads_per_week]
    there[raised] = False
    rest = np.flatnonzero(there)
    moments = np.full(rest.size, look.moment_us)
    by_score = taken(moments, rest, look.scores[rest], look.latest_us[rest], hashes[rest], world.leads_per_week - raised.size)
    lead = np.concatenate([raised, by_score["lead"].to_numpy(dtype=np.int64)])
    hand_raised = np.arange(lead.size) < raised.size
    called_us = look.moment_us + _delay_us(world, lead, hand_raised)
    return pd.DataFrame(
        {
            "lead": lead,
            "moment_us": look.moment_us,
            "score": look.scores[lead],
            "hand_raised": hand_raised,
            "contacted_us": np.where(called_us < facts.decided_us[lead], called_us, NEVER_US),
        }
    )


def _hands_raised(moment_us: int, facts: Unworked, there: Bools) -> Ints:
    """The leads that asked for a demo in the week before, first come first served."""
    lately = (facts.raised_us > moment_us - WEEK_US) & (facts.raised_us <= moment_us) & there[facts.raised_lead]
    lead, raised_us = facts.raised_lead[lately], facts.raised_us[lately]
    lead = lead[np.argsort(raised_us, kind="stable")]
    _, first = np.unique(lead, return_index=True)
    return lead[np.sort(first)]


def _delay_us(world: World, lead: Ints, hand_raised: Bools) -> Ints:
    """The time from the list to the call, in office hours of that week: soon for most, past a day for many."""
    uniform = hashed_uniforms(world.seed, "call day", lead)
    day = np.where(hand_raised, picked(uniform, _RAISED_CALL_DAYS), picked(uniform, _CALL_DAYS))
    return day * DAY_US + ((0.25 + 8.5 * hashed_uniforms(world.seed, "call hour", lead)) * HOUR_US).astype(np.int64)


def _lead_numbers(engine: Engine) -> Ints:
    """The number of the lead at each entity key of the replay; 0 for keys of other entities, which no score of leads has."""
    entities = engine.arrow("SELECT entity_key, entity_id FROM entities WHERE entity = 'lead'")
    key = entities["entity_key"].to_numpy()
    numbers = np.zeros(key.max() + 1, dtype=np.int64)
    numbers[key] = np.array([int(name[1:]) for name in entities["entity_id"].to_pylist()], dtype=np.int64)
    return numbers


def nobody() -> pd.DataFrame:
    """A sales list with no lead in it."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in SALES_LIST.items()})


def contacts(rows: pd.DataFrame, leads: int) -> Ints:
    """The instant at which the sales list has each of so many leads contacted; ``NEVER_US`` for the others."""
    contacted_us = np.full(leads, NEVER_US)
    contacted_us[rows["lead"].to_numpy()] = rows["contacted_us"].to_numpy()
    return contacted_us
