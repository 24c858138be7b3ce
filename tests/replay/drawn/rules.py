"""Rules drawn at random: the five kinds with every option."""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.replay.drawn.histories import TYPES

Mapped = dict[str, Any]

EVENT_WHERES = [
    "page = '/a'",
    "page <> '/a' OR n > 2",
    "NOT (page = '/b')",
    "page LIKE '/_%' AND mail IS NOT NULL",
    "page NOT LIKE '%a' OR mail NOT LIKE 'm_'",
    "n BETWEEN 1 AND 2.5 OR mail IN ('m1', 'x')",
    "lower(page) = '/a%' OR length(mail) = 0",
    "page NOT IN ('/a', NULL) OR page = ''",
    "NOT (n < 5 AND page IS NULL) AND n <> 10",
    "n >= '2' OR upper(trim(mail)) = 'M2'",
]
VERSION_WHERES = [
    "country = 'NL'",
    "country IS NULL",
    "vip",
    "NOT vip",
    "size >= 10 AND country <> 'BE'",
    "NOT (lower(country) = 'nl') OR size < 10",
    "country = 10 OR vip",
    "size NOT BETWEEN 10 AND 49.5",
    "country IN ('', 'BE') OR size IS NULL",
]
DAYS = {2026: ("2026-03-27", "2026-03-29", "2026-03-30T12:00:00"), 2025: ("2025-10-23", "2025-10-26", "2025-10-27T12:00:00")}
LENGTHS = ["12h", "1d", "36h", "3d", "5d", "1w", "90min", "25h"]

points = st.one_of(st.integers(-20, 20), st.sampled_from([0, 0.5, 2.2501, -0.0001, -3.3333, 100]))
durations = st.sampled_from(LENGTHS)
event_types = st.one_of(st.sampled_from(TYPES), st.lists(st.sampled_from(TYPES), min_size=2, max_size=3, unique=True))
types_or_any = st.one_of(event_types, st.just("any"))
event_where = st.sampled_from(EVENT_WHERES)
happenings = st.fixed_dictionaries({"event": types_or_any}, optional={"where": event_where})
resets = st.fixed_dictionaries({"event": st.sampled_from(["leave", ["leave", "form"]])}, optional={"where": event_where})
decays = st.one_of(
    st.fixed_dictionaries({"keep": st.sampled_from(["50%", "7.5%", "90%", "33.3333%"]), "every": st.sampled_from(["12h", "1d", "2d"])}),
    st.fixed_dictionaries({"lose": st.sampled_from(["25%", "40%", "100%", "1.1112%"]), "every": st.sampled_from(["6h", "1d", "36h"])}),
)
limits = st.one_of(
    st.sampled_from(["every", "once", {"first": 2}, {"once_per": "mail"}, {"once_per": "n"}]),
    st.fixed_dictionaries({"per": st.sampled_from(["day", "week", "month", "36h", "3d"]), "count": st.integers(1, 2)}),
)


@st.composite
def sometimes(draw: st.DrawFn, share: int, /, **fields: st.SearchStrategy[Any]) -> Mapped:
    """Some of the fields, each once in so many times."""
    rolls = draw(st.integers(0, share ** len(fields) - 1))
    found = {}
    for name, field in fields.items():
        rolls, roll = divmod(rolls, share)
        if roll == share - 1:
            found[name] = draw(field)
    return found


@cache
def actives(year: int) -> st.SearchStrategy[Mapped]:
    """Times about the change of summer time: days and instants, with an offset and without."""
    first, middle, last = DAYS[year]
    starts = st.sampled_from([first, date.fromisoformat(first), middle])
    ends = st.sampled_from([last, f"{last}Z", f"{middle}T12:00:00+05:30"])
    return st.one_of(st.builds(lambda start: {"from": start}, starts), st.builds(lambda end: {"until": end}, ends), _both(starts, ends))


def _both(starts: st.SearchStrategy[Any], ends: st.SearchStrategy[Any]) -> st.SearchStrategy[Mapped]:
    return st.builds(lambda start, end: {"from": start, "until": end}, starts, ends)


@cache
def common(year: int) -> st.SearchStrategy[Mapped]:
    return sometimes(5, cap=st.sampled_from([0.5, 5, 12]), active=actives(year), enabled=st.just(False) | st.just(True))


def _rule(required: Mapped, year: int, **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Mapped]:
    return st.builds(lambda a, b, c: a | b | c, st.fixed_dictionaries(required), sometimes(3, **optional), common(year))


@cache
def event_rules(year: int) -> st.SearchStrategy[Mapped]:
    plain = _rule(
        {"kind": st.just("event"), "event": types_or_any, "points": points},
        year,
        where=event_where,
        decay=st.just("none") | decays,
        expires=st.sampled_from(["3d", "1w"]),
        starts_after=st.sampled_from(["1h", "12h", "1d"]),
        stopped_by=happenings,
    )
    return st.builds(lambda a, b: a | b, plain, sometimes(2, limit=limits))


_steps = st.lists(st.tuples(st.integers(0, 5), points), min_size=1, max_size=4, unique_by=lambda step: step[0])
_widths = ["90min", "12h", "1d", "3d", "5d", "1w"]
ladders = _steps.map(lambda steps: [{"within": _widths[width], "adds": adds} for width, adds in sorted(steps, key=lambda step: step[0])])


@cache
def recency_rules(year: int) -> st.SearchStrategy[Mapped]:
    flat = {"kind": st.just("recency"), "event": types_or_any, "within": durations, "points": points}
    laddered = {"kind": st.just("recency"), "event": types_or_any, "ladder": ladders}
    return _rule(laddered, year, where=event_where) | _rule(flat, year, where=event_where)


@cache
def frequency_rules(year: int) -> st.SearchStrategy[Mapped]:
    tier = st.builds(
        lambda a, b: a | b, st.fixed_dictionaries({"at_least": st.integers(1, 4), "points": points}), sometimes(3, within=durations)
    )
    tiers = st.lists(tier, min_size=1, max_size=3)
    return _rule({"kind": st.just("frequency"), "event": types_or_any, "tiers": tiers}, year, within=durations, where=event_where)


@cache
def absence_rules(year: int) -> st.SearchStrategy[Mapped]:
    required = {"kind": st.just("absence"), "event": types_or_any, "after": durations, "points": points}
    repeated = required | {"repeat_every": durations, "times": st.integers(1, 4)}
    return _rule(required, year, where=event_where) | _rule(repeated, year, where=event_where)


_tables = st.one_of(
    st.fixed_dictionaries({"attribute": st.just("country"), "values": st.just({"NL": 3, "BE": -2.5, 10: 7})}),
    st.fixed_dictionaries({"attribute": st.just("vip"), "values": st.sampled_from([{True: 4, False: -1}, {True: 2}])}),
    st.fixed_dictionaries({"attribute": st.just("size"), "values": st.just({10: 1, 49.5: 2})}),
    st.fixed_dictionaries(
        {"attribute": st.just("size"), "ranges": st.just([{"from": 10, "below": 50, "points": 4}, {"below": 10, "points": 1}])}
    ),
    st.fixed_dictionaries({"attribute": st.just("size"), "ranges": st.just([{"from": 49.5, "points": 0.25}])}),
    st.fixed_dictionaries({"where": st.sampled_from(VERSION_WHERES), "points": points}),
)


@cache
def attribute_rules(year: int) -> st.SearchStrategy[Mapped]:
    return st.builds(
        lambda table, rest, some: {"kind": "attribute"} | table | rest | some, _tables, sometimes(3, permanent=st.just(True)), common(year)
    )


@st.composite
def rules(draw: st.DrawFn, year: int) -> Mapped:
    """A rule of any kind, most often one on events, which have the most options."""
    kinds = [*[event_rules] * 4, *[recency_rules] * 2, *[frequency_rules] * 2, absence_rules, *[attribute_rules] * 2]
    return draw(draw(st.sampled_from(kinds))(year))
