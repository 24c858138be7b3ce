"""What followed from the scores: thresholds crossed, the lead qualified, alerts fired."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from leadscore_analysis.clock import instant_us
from leadscore_analysis.replay.story.line import Line
from leadscore_analysis.replay.story.telling import Teller
from leadscore_analysis.rulebook.models import EntityKind

if TYPE_CHECKING:
    from leadscore_analysis.replay.replay import Replay


def turns_of(replay: Replay, teller: Teller, entity: EntityKind, entity_id: str) -> Iterator[Line]:
    """The lines of crossings, of the qualification and of alerts; qualification and alerts are a lead's alone."""
    own = {score.score for score in replay.rulebook.model.scores if score.entity == entity}
    crossings = replay.crossings()
    for row in crossings[(crossings["entity_id"] == entity_id) & crossings["score"].isin(own)].itertuples():
        band = row.band if isinstance(row.band, str) else ""
        yield _crossing(teller, instant_us(row.crossed_at), str(row.score), (band, Decimal(str(row.threshold))), str(row.direction))
    if entity == "lead":
        for row in replay.qualified[replay.qualified["lead_id"] == entity_id].itertuples():
            why = teller.telling.words.say("story.turn.qualified", path=str(row.path))
            yield teller.turn("qualified", instant_us(row.qualified_at), rule=str(row.path), why=why)
        for row in replay.alerts[replay.alerts["lead_id"] == entity_id].itertuples():
            yield _alert(teller, instant_us(row.fired_at), str(row.alert), row.to)


def _crossing(teller: Teller, us: int, score: str, line: tuple[str, Decimal], direction: str) -> Line:
    """The band crossed, or the line in force, which has no name."""
    words, (band, threshold) = teller.telling.words, line
    key = f"story.turn.{direction}" if band else f"story.turn.line_{direction}"
    why = words.say(key, score=teller.label(score), band=band, threshold=words.points(threshold))
    return teller.turn(
        "crossing",
        us,
        rule=band or words.name("line in force"),
        why=why,
        score=score,
        rank=int(threshold * (1 if direction == "up" else -1)),
    )


def _alert(teller: Teller, us: int, alert: str, to: object) -> Line:
    words = teller.telling.words
    if isinstance(to, str) and to:
        return teller.turn("alert", us, rule=alert, why=words.say("story.turn.alert_to", alert=alert, to=teller.telling.value(to)))
    return teller.turn("alert", us, rule=alert, why=words.say("story.turn.alert", alert=alert))
