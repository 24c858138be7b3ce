"""Histories and rulebooks drawn at random: the relations and the plain-Python replay agree at every instant, to the last decimal."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadscore_analysis.clock import DAY_US, utc_datetime
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.settings_file import settings_text
from tests.replay.oracle import Event, Version, lead_of, score_at

START_US = 1_767_225_600 * 10**6
TYPES = ["visit", "open", "form", "leave"]
LEADS = ["A", "B", "é"]


def day_us(day: int) -> int:
    return START_US + day * DAY_US // 2


points = st.one_of(st.integers(-20, 20), st.sampled_from([0.5, 2.2501, -0.0001]))
durations = st.sampled_from(["12h", "1d", "3d", "5d", "1w", "36h"])
events = st.lists(
    st.builds(
        Event,
        st.sampled_from(LEADS),
        st.integers(0, 30).map(day_us),
        st.just(""),
        st.sampled_from(TYPES),
        st.sampled_from(["/a", "/b", "", None]),
    ),
    min_size=1,
    max_size=14,
).map(lambda found: [Event(e.lead, e.us, f"{(i * 7) % 101:03d}", e.type, e.page) for i, e in enumerate(found)])
attributes = st.fixed_dictionaries({"country": st.sampled_from(["NL", "BE", None]), "size": st.sampled_from([1.0, 10.0, 50.0, None])})
versions = st.lists(
    st.tuples(st.sampled_from(LEADS), st.one_of(st.none(), st.integers(0, 30).map(day_us)), attributes),
    max_size=6,
    unique_by=lambda v: v[:2],
).map(lambda found: [Version(*version) for version in found])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


where = st.sampled_from(["page = '/a'", "page = '/b'"])
active = st.sampled_from([{"from": "2026-01-04"}, {"until": "2026-01-10"}, {"from": "2026-01-03", "until": "2026-01-09T12:00:00"}])
decay = st.sampled_from(["none", {"keep": "50%", "every": "2d"}, {"lose": "40%", "every": "36h"}, {"keep": "7.5%", "every": "1d"}])
limit = st.sampled_from(["every", "once", {"first": 2}, {"per": "3d", "count": 1}, {"once_per": "page"}])
common = {"cap": st.sampled_from([5, 12]), "active": active, "enabled": st.booleans()}
event_types = st.lists(st.sampled_from(TYPES), min_size=1, max_size=2, unique=True)
stop = st.fixed_dictionaries({"event": st.sampled_from(TYPES)}, optional={"where": where})
event_rule = st.tuples(
    st.fixed_dictionaries({"kind": st.just("event"), "event": event_types, "points": points}),
    some(
        where=where,
        limit=limit,
        decay=decay,
        expires=st.sampled_from(["4d", "1w"]),
        starts_after=st.sampled_from(["12h", "1d"]),
        stopped_by=stop,
        **common,
    ),
)
ladder = st.lists(st.tuples(st.sampled_from(["1d", "2d", "4d", "1w"]), points), min_size=1, max_size=3, unique_by=lambda s: s[0]).map(
    lambda steps: [{"within": within, "adds": adds} for within, adds in sorted(steps, key=lambda s: ["1d", "2d", "4d", "1w"].index(s[0]))]
)
recency_rule = st.tuples(
    st.fixed_dictionaries({"kind": st.just("recency"), "event": st.one_of(event_types, st.just("any")), "ladder": ladder}),
    some(where=where, **common),
)
tiers = st.lists(
    st.fixed_dictionaries({"at_least": st.integers(1, 3), "points": points}, optional={"within": durations}), min_size=1, max_size=3
)
frequency_rule = st.tuples(
    st.fixed_dictionaries({"kind": st.just("frequency"), "event": event_types, "tiers": tiers}),
    some(within=durations, where=where, **common),
)
absence_rule = st.tuples(
    st.fixed_dictionaries(
        {"kind": st.just("absence"), "event": st.one_of(event_types, st.just("any")), "after": durations, "points": points}
    ),
    st.one_of(some(where=where, **common), st.fixed_dictionaries({"repeat_every": durations, "times": st.integers(1, 3)}, optional=common)),
)
attribute_rule = st.tuples(
    st.one_of(
        st.fixed_dictionaries({"kind": st.just("attribute"), "attribute": st.just("country"), "values": st.just({"NL": 3, "BE": -2})}),
        st.fixed_dictionaries(
            {
                "kind": st.just("attribute"),
                "attribute": st.just("size"),
                "ranges": st.just([{"below": 10, "points": 1}, {"from": 10, "below": 50, "points": 4}]),
            }
        ),
        st.fixed_dictionaries({"kind": st.just("attribute"), "where": st.just("country = 'NL'"), "points": points}),
    ),
    some(permanent=st.booleans(), **common),
)
rules = st.lists(
    st.one_of(event_rule, recency_rule, frequency_rule, absence_rule, attribute_rule).map(lambda parts: {**parts[0], **parts[1]}),
    max_size=4,
)
bounds = st.sampled_from([{}, {"min": 0}, {"max": 10}, {"min": -5, "max": 15}, {"min": 1}])
reset = st.sampled_from([{}, {"reset": {"event": "leave"}}])
score_decay = st.sampled_from([{}, {"decay": {"keep": "50%", "every": "3d"}}])


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    group = {"group": "g", **draw(bounds), **draw(reset), "rules": draw(rules)}
    score = {"score": "s", **draw(bounds), **draw(reset), **draw(score_decay), "groups": [group], "rules": draw(rules)}
    for i, rule in enumerate([*group["rules"], *score["rules"]]):
        rule["rule"] = f"r{i}"
    return Rulebook.from_text(settings_text({"rulebook": "drawn", "scores": [score]}))


def written(folder: Path, drawn: list[Event], found: list[Version]) -> History:
    rows = [
        {"event_id": e.event_id, "lead_id": e.lead, "occurred_at": utc_datetime(e.us), "event_type": e.type, "page": e.page} for e in drawn
    ]
    pd.DataFrame(rows).astype({"page": "str"}).to_parquet(folder / "events.parquet")
    kept = [{"lead_id": v.lead, "valid_from": None if v.us is None else utc_datetime(v.us), **v.values} for v in found]
    frame = pd.DataFrame(kept, columns=["lead_id", "valid_from", "country", "size"])
    kinds = {"lead_id": "str", "valid_from": "datetime64[us, UTC]", "country": "str", "size": "float64"}
    frame.astype(kinds).to_parquet(folder / "leads.parquet")
    return History.open(folder)


@given(events, versions, rulebooks())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_timeline_is_what_the_definition_says(drawn: list[Event], found: list[Version], book: Rulebook) -> None:
    with tempfile.TemporaryDirectory() as folder:
        replay = Replay(written(Path(folder), drawn, found), book)
        timeline, ledger = replay.timeline, replay.ledger
        replay.close()
    instants = sorted({start_us(t) for t in timeline["starts_at"]} | {day_us(n) for n in range(-1, 80)})
    for name in {event.lead for event in drawn} | {version.lead for version in found}:
        lead = lead_of(name, drawn, found)
        stretches = timeline[timeline["entity_id"] == name]
        postings = ledger[ledger["entity_id"] == name]
        for now in instants:
            expected = score_at(lead, book.model, book.model.scores[0], now)
            assert value_at(stretches, now) == expected
            if expected is not None:
                assert (
                    sum((p for p, t in zip(postings["points"], postings["posted_at"], strict=True) if start_us(t) <= now), Decimal(0))
                    == expected
                )


def start_us(instant: pd.Timestamp) -> int:
    return int(instant.value) // 1000


def value_at(stretches: pd.DataFrame, now: int) -> Decimal | None:
    at = pd.Timestamp(now, unit="us", tz="UTC")
    found = stretches[(stretches["starts_at"] <= at) & (stretches["ends_at"].isna() | (stretches["ends_at"] > at))]
    return None if found.empty else found["value"].iloc[0]
