"""Rulebooks drawn at random: scores of all entities with groups, bounds and resets, formulas, roll-ups, bands, paths and alerts."""

from typing import Any

from hypothesis import strategies as st

from tests.replay.drawn.rules import VERSION_WHERES, decays, durations, event_types, event_where, resets, rules, sometimes

Mapped = dict[str, Any]

TIMEZONES = ["UTC", "Europe/Amsterdam", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata"]
bounds = st.sampled_from([{}, {}, {"min": 0}, {"max": 10}, {"min": -5, "max": 15}, {"min": 1.5}, {"max": -1}])
weights = st.sampled_from([0.5, 1, 2, -1, 0.333333, 0.000125])
thresholds = st.sampled_from([-5, -0.5, 0, 0.0001, 3, 5, 10, 20])
inherited = sometimes(3, decay=decays, reset=resets)
switched = sometimes(3, decay=st.just("none") | decays, reset=st.just("none") | resets)


def listed(one: st.SearchStrategy[Mapped], most: int, *, least: int = 0) -> st.SearchStrategy[list[Mapped]]:
    """Between ``least`` and ``most`` of them, any number as likely as another."""
    return st.integers(least, most).flatmap(lambda count: st.lists(one, min_size=count, max_size=count))


@st.composite
def earned_scores(draw: st.DrawFn, name: str, entity: str, year: int, most: int = 4) -> Mapped:
    """A score with rules, loose and in groups."""
    made: Mapped = {"score": name, "entity": entity, **draw(bounds), **draw(inherited)}
    made["groups"] = [
        {"group": f"{name}-g{g}", **draw(bounds), **draw(switched), "rules": draw(listed(rules(year), most))}
        for g in range(draw(st.integers(0, 2)))
    ]
    made["rules"] = draw(listed(rules(year), most, least=1))
    for number, rule in enumerate([*(rule for group in made["groups"] for rule in group["rules"]), *made["rules"]]):
        rule["rule"] = f"{name}-r{number}"
    return made


@st.composite
def formulas(draw: st.DrawFn, name: str, entity: str, parts: list[str]) -> Mapped:
    used = draw(st.lists(st.sampled_from(parts), min_size=1, unique=True))
    return {"score": name, "entity": entity, **draw(bounds), "formula": {part: draw(weights) for part in used}}


@st.composite
def rollups(draw: st.DrawFn, name: str, parts: list[str]) -> Mapped:
    how = draw(st.sampled_from(["sum", "max"]))
    return {"score": name, "entity": "account", **draw(bounds), "rollup": {"score": draw(st.sampled_from(parts)), "how": how}}


@st.composite
def scores(draw: st.DrawFn, year: int) -> list[Mapped]:
    made = [draw(earned_scores("fit", "lead", year)), draw(earned_scores("interest", "lead", year))]
    if draw(st.booleans()):
        made.append(draw(formulas("overall", "lead", ["fit", "interest"])))
        made += [draw(formulas("further", "lead", ["overall", "fit"]))] if draw(st.booleans()) else []
    leads = [score["score"] for score in made]
    made += draw(account_scores(leads, year)) if draw(st.booleans()) else []
    made += [draw(earned_scores("deal", "deal", year, 2))] if draw(st.booleans()) else []
    return draw(st.permutations(made))


@st.composite
def account_scores(draw: st.DrawFn, leads: list[str], year: int) -> list[Mapped]:
    made = [draw(rollups(f"rolled{number}", leads)) for number in range(draw(st.integers(0, 2)))]
    made += [draw(earned_scores("account", "account", year, 2))] if draw(st.booleans()) else []
    parts = [score["score"] for score in made]
    return [*made, *([draw(formulas("accounts", "account", parts))] if parts and draw(st.booleans()) else [])]


def conditions(leads: list[str]) -> st.SearchStrategy[Mapped]:
    on_score = st.builds(
        lambda score, key, points: {"score": score, key: points},
        st.sampled_from(leads),
        st.sampled_from(["at_least", "at_least", "below"]),
        thresholds,
    )
    on_event = st.builds(
        lambda event, rest: {"event": event} | rest, event_types | st.just("any"), sometimes(2, where=event_where, within=durations)
    )
    return on_score | on_event | st.sampled_from(VERSION_WHERES).map(lambda where: {"where": where})


@st.composite
def clauses(draw: st.DrawFn, leads: list[str]) -> Mapped:
    """Paths, alerts and a population."""
    all_of = listed(conditions(leads), 2, least=1)
    rearm = sometimes(1, rearm=st.sampled_from(["never", "always", "12h", "1d", "3d", "90min"]))
    to = sometimes(2, to=st.sampled_from([{"attribute": "owner"}, {"person": "Eva"}, {"attribute": "size"}]))
    paths = [{"path": f"p{i}", "all": draw(all_of)} for i in range(draw(st.integers(0, 3)))]
    off = sometimes(8, enabled=st.just(False))
    alerts = [{"alert": f"a{i}", "all": draw(all_of), **draw(rearm), **draw(to), **draw(off)} for i in range(draw(st.integers(0, 4)))]
    population = draw(sometimes(3, population=st.sampled_from(VERSION_WHERES).map(lambda where: {"where": where})))
    return {"qualification": paths, "alerts": alerts, **population}


@st.composite
def rulebooks(draw: st.DrawFn, year: int) -> Mapped:
    """A rulebook as the mapping that its file holds."""
    made = draw(scores(year))
    bands = st.lists(thresholds, min_size=1, max_size=3, unique=True).map(
        lambda starts: [{"band": "lowest"}, *({"band": f"from {start}", "from": start} for start in sorted(starts))]
    )
    named = draw(st.lists(st.sampled_from([score["score"] for score in made]), max_size=3, unique=True))
    leads = [score["score"] for score in made if score.get("entity", "lead") == "lead"]
    timezone = draw(st.sampled_from(TIMEZONES))
    return {
        "rulebook": "drawn",
        "timezone": timezone,
        "scores": made,
        "bands": {name: draw(bands) for name in named},
        **draw(clauses(leads)),
    }
