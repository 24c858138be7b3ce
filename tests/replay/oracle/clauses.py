"""Crossings, qualified leads and alerts: what holds at each instant, one by one."""

from collections.abc import Iterable
from decimal import Decimal

from tests.replay.oracle.history import Entity
from tests.replay.oracle.language import FOREVER, duration_us, points_of
from tests.replay.oracle.rulebook import Mapped, matching
from tests.replay.oracle.scores import Scores
from tests.replay.oracle.where import holds

Crossing = tuple[str | None, Decimal, int, str]


def crossings(scores: Scores, score: str, entity: Entity, instants: list[int], line: Decimal | None) -> set[Crossing]:
    """(band, threshold, instant, direction) of each threshold crossed: those of the bands, and the line in force."""
    bands = [(band["band"], points_of(band["from"])) for band in scores.book.get("bands", {}).get(score, ()) if "from" in band]
    thresholds: list[tuple[str | None, Decimal]] = [*bands, *([] if line is None else [(None, line)])]
    values = [(now, scores.value(score, entity, now)) for now in instants]
    return {
        (band, threshold, now, "up" if holding else "down")
        for band, threshold in thresholds
        for now, holding in turns((now, value is not None and value >= threshold) for now, value in values)
    }


def qualified(scores: Scores, lead: Entity, instants: list[int]) -> tuple[int, str] | None:
    """The first instant at which a path holds, and the first such path of the file."""
    for now in instants:
        for path in scores.book.get("qualification", ()):
            if all_hold(scores, lead, path["all"], now):
                return now, path["path"]
    return None


def fired(scores: Scores, lead: Entity, alert: Mapped, instants: list[int]) -> list[tuple[int, str | None]]:
    """The instants at which the alert fires, and whom it tells."""
    rearm = alert.get("rearm", "never")
    pause = {"never": FOREVER, "always": 0}.get(rearm)
    pause = duration_us(rearm) if pause is None else pause
    found: list[tuple[int, str | None]] = []
    false_since = None
    for now, holding in turns((now, all_hold(scores, lead, alert["all"], now)) for now in instants):
        if not holding:
            false_since = now
        elif false_since is None or now - false_since >= pause:
            found.append((now, told(lead, alert, now)))
    return found


def told(lead: Entity, alert: Mapped, now: int) -> str | None:
    """Whom the alert tells: one person, or the value of an attribute in force."""
    to = alert.get("to", {})
    value = to.get("person") if "person" in to else lead.values_at(now).get(to.get("attribute"))
    return None if value is None else str(value)


def turns(states: Iterable[tuple[int, bool]]) -> list[tuple[int, bool]]:
    """The instants at which a state that was false before the first changes."""
    found, held = [], False
    for now, holding in states:
        if holding is not held:
            found.append((now, holding))
        held = holding
    return found


def all_hold(scores: Scores, lead: Entity, conditions: list[Mapped], now: int) -> bool:
    population = [scores.book["population"]] if "population" in scores.book else []
    return now >= lead.appeared and all(one_holds(scores, lead, condition, now) for condition in (*conditions, *population))


def one_holds(scores: Scores, lead: Entity, condition: Mapped, now: int) -> bool:
    if "score" in condition:
        value = scores.value(condition["score"], lead, now)
        assert value is not None
        return value >= points_of(condition["at_least"]) if "at_least" in condition else value < points_of(condition["below"])
    if "event" in condition:
        within = duration_us(condition["within"]) if "within" in condition else FOREVER
        return any(now - within < event.us <= now for event in matching(lead, condition))
    return holds(condition["where"], lead.values_at(now))


def instants_of(scores: Scores, lead: Entity) -> list[int]:
    """Every instant at which a condition of the lead may turn, in order."""
    changing = {us for score in scores.scores if scores.kind_of(score) == "lead" for us in scores.instants(score, lead)}
    versions = {us for span in lead.spans for us in (span.start, span.end)}
    listed = [*scores.book.get("qualification", ()), *scores.book.get("alerts", ())]
    ends = {duration_us(condition["within"]) for clause in listed for condition in clause["all"] if "within" in condition}
    events = {event.us + age for event in lead.events for age in (0, *ends)}
    return sorted(us for us in {lead.appeared} | changing | versions | events if lead.appeared <= us < 10**18)
