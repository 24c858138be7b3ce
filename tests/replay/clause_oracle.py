"""Crossings, qualified leads and alerts in plain Python, written from the language's definition: what holds at each instant, one by one."""

from collections.abc import Iterable
from typing import Any

from leadscore_analysis.rulebook.models import Alert, Condition, RulebookModel
from tests.replay.oracle import FOREVER, Lead, matches, score_at


def crossings(lead: Lead, model: RulebookModel, instants: list[int]) -> set[tuple[str, int, str]]:
    """(band, instant, direction) of each threshold crossed, where ``instants`` has every one at which a score may change."""
    found = set()
    score = model.scores[0]
    for band in model.bands[score.score]:
        if band.from_ is not None:
            values = [(now, score_at(lead, model, score, now)) for now in instants]
            above = [(now, value is not None and value >= band.from_) for now, value in values]
            found |= {(band.band, now, "up" if holds else "down") for now, holds in turns(above)}
    return found


def qualified(lead: Lead, model: RulebookModel, instants: list[int]) -> tuple[int, str] | None:
    """The first instant at which a path holds, and the first such path of the file."""
    for now in instants:
        for path in model.qualification:
            if all_hold(lead, model, path.all, now):
                return now, path.path
    return None


def fired(lead: Lead, model: RulebookModel, alert: Alert, instants: list[int]) -> list[int]:
    """The instants at which the alert fires."""
    pause = {"never": FOREVER, "always": 0}.get(str(alert.rearm), alert.rearm)
    found: list[int] = []
    false_since = None
    for now, holds in turns((now, all_hold(lead, model, alert.all, now)) for now in instants):
        if not holds:
            false_since = now
        elif false_since is None or now - false_since >= int(pause):
            found.append(now)
    return found


def told(lead: Lead, alert: Alert, now: int) -> str | None:
    """Whom the alert tells at an instant: the value of the attribute in force."""
    attribute = alert.to.attribute if alert.to is not None else None
    return None if attribute is None else in_force(lead, now).get(attribute)


def turns(states: Iterable[tuple[int, bool]]) -> list[tuple[int, bool]]:
    """The instants at which a state that was false before the first changes."""
    found, held = [], False
    for now, holds in states:
        if holds is not held:
            found.append((now, holds))
        held = holds
    return found


def all_hold(lead: Lead, model: RulebookModel, conditions: tuple[Condition, ...], now: int) -> bool:
    population = (Condition(where=model.population.where),) if model.population is not None else ()
    return now >= lead.appeared and all(one_holds(lead, model, condition, now) for condition in (*conditions, *population))


def one_holds(lead: Lead, model: RulebookModel, condition: Condition, now: int) -> bool:
    if condition.score is not None:
        value = score_at(lead, model, model.scores[0], now)
        assert value is not None
        return value >= condition.at_least if condition.at_least is not None else condition.below is not None and value < condition.below
    if condition.event is not None:
        past = [event.us for event in matches(lead, condition.event, condition.where) if event.us <= now]
        return any(condition.within is None or us > now - condition.within for us in past)
    country = in_force(lead, now).get("country")
    return country is None if condition.where == "country IS NULL" else country == (condition.where or "").split("'")[1]


def in_force(lead: Lead, now: int) -> dict[str, Any]:
    return next((values for start, end, values in lead.versions if start <= now < end), {})
