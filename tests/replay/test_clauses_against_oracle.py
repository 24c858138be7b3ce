"""Bands, paths and alerts drawn at random: the relations and plain Python agree on every crossing, qualification and firing."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadscore_analysis.clock import HOUR_US
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.settings_file import settings_text, settings_tree
from tests.replay.clause_oracle import crossings, fired, qualified, told
from tests.replay.oracle import Event, Lead, Version, lead_of
from tests.replay.test_against_oracle import START_US, event_types, events, start_us, versions, written

INSTANTS = [START_US + n * 12 * HOUR_US for n in range(61)]
"""Every event and version stands at a multiple of 12 hours, and every duration of the rulebook is one: nothing changes between."""
BOOK = """
rulebook: drawn
scores:
  - score: s
    rules:
      - {rule: visit, kind: event, event: visit, points: 5, expires: 3d}
      - {rule: open, kind: recency, event: open, ladder: [{within: 12h, adds: 6}, {within: 2d, adds: 4}]}
      - {rule: leave, kind: event, event: leave, points: -7, expires: 1d}
      - {rule: nl, kind: attribute, attribute: country, values: {NL: 3}}
bands: {s: [{band: cold, from: 0}, {band: warm, from: 5}, {band: hot, from: 10}]}
"""
condition = st.one_of(
    st.fixed_dictionaries({"score": st.just("s"), "at_least": st.sampled_from([-2, 0, 5, 10])}),
    st.fixed_dictionaries({"score": st.just("s"), "below": st.sampled_from([0, 5, 12])}),
    st.fixed_dictionaries(
        {"event": event_types},
        optional={"where": st.sampled_from(["page = '/a'", "page = '/b'"]), "within": st.sampled_from(["12h", "2d"])},
    ),
    st.fixed_dictionaries({"where": st.sampled_from(["country = 'NL'", "country IS NULL"])}),
)
conditions = st.lists(condition, min_size=1, max_size=2)
rearms = st.lists(st.sampled_from(["never", "always", "12h", "1d", "3d"]), min_size=3, max_size=3)
bounds = st.sampled_from([{}, {"min": 5}, {"max": -1}, {"min": 0, "max": 10}])
population = st.sampled_from([{}, {"population": {"where": "country IS NULL"}}, {"population": {"where": "country = 'NL'"}}])


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    tree: dict[str, Any] = settings_tree(BOOK)
    tree["scores"][0].update(draw(bounds))
    tree.update(draw(population))
    tree["qualification"] = [{"path": f"p{i}", "all": draw(conditions)} for i in range(2)]
    tree["alerts"] = [
        {"alert": f"a{i}", "all": draw(conditions), "rearm": rearm, "to": {"attribute": "country"}} for i, rearm in enumerate(draw(rearms))
    ]
    return Rulebook.from_text(settings_text(tree))  # type: ignore[arg-type]


@given(events, versions, rulebooks())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_crossings_paths_and_alerts_are_what_the_definition_says(drawn: list[Event], found: list[Version], book: Rulebook) -> None:
    with tempfile.TemporaryDirectory() as folder:
        replay = Replay(written(Path(folder), drawn, found), book)
        crossed, paths, alerts = replay.crossings(), replay.qualified, replay.alerts
        replay.close()
    names = {event.lead for event in drawn} | {version.lead for version in found}
    leads: dict[str, Lead] = {name: lead_of(name, drawn, found) for name in names}
    assert {(row.entity_id, row.band, start_us(row.crossed_at), row.direction) for row in crossed.itertuples()} == {
        (name, *crossing) for name, lead in leads.items() for crossing in crossings(lead, book.model, INSTANTS)
    }
    first = {name: qualified(lead, book.model, INSTANTS) for name, lead in leads.items()}
    assert {row.lead_id: (start_us(row.qualified_at), row.path) for row in paths.itertuples()} == {
        name: path for name, path in first.items() if path is not None
    }
    receivers = alerts["to"].astype(object).where(alerts["to"].notna(), None)
    assert sorted(zip(alerts["alert"], alerts["lead_id"], map(start_us, alerts["fired_at"]), receivers, strict=True), key=str) == sorted(
        (
            (alert.alert, name, now, told(lead, alert, now))
            for alert in book.model.alerts
            for name, lead in leads.items()
            for now in fired(lead, book.model, alert, INSTANTS)
        ),
        key=str,
    )
