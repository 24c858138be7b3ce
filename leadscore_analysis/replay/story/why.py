"""Why a posting was made, as a sentence: one function for each kind of rule, one for bounds, one for scores made from scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leadscore_analysis.replay.points import TENTHOUSANDTHS, ten_thousandths
from leadscore_analysis.replay.story.facts import AWARD, STEP, BoundPosting, Facts, Posting
from leadscore_analysis.replay.story.happened import Telling, in_force
from leadscore_analysis.rulebook.explaining.phrases import readable
from leadscore_analysis.rulebook.fields import ANY_EVENT
from leadscore_analysis.rulebook.models import Score
from leadscore_analysis.rulebook.rules import AbsenceRule, AttributeRule, EventRule, FrequencyRule, RecencyRule, Tier
from leadscore_analysis.rulebook.walk import PlacedRule


@dataclass(frozen=True)
class Reason:
    """What happened at a posting, and why it was made."""

    happened: str
    why: str


@dataclass(frozen=True)
class Reasons:
    """The reasons of an entity's postings. ``tier_of`` tells the tier behind a shape."""

    facts: Facts
    telling: Telling
    tier_of: Mapping[int, Tier]

    def of(self, posting: Posting, placed: PlacedRule) -> Reason:
        """The reason of one posting."""
        rule = placed.rule
        if isinstance(rule, AttributeRule):
            return self._attribute(posting, rule, f"{placed.score.entity}s")
        if isinstance(rule, FrequencyRule):
            return self._frequency(posting, rule)
        if isinstance(rule, AbsenceRule):
            return self._absence(posting, rule)
        return self._recency(posting) if isinstance(rule, RecencyRule) else self._event(posting, rule)

    def _event(self, posting: Posting, rule: EventRule) -> Reason:
        event = self.facts.events.get(posting.event_id or "")
        name = readable(event.event_type) if event is not None else ""
        if posting.entry_no == AWARD:
            limit = self.limit(rule)
            if posting.age_us == 0:
                return Reason(self.telling.event(event), self._say("event.award", event=name, limit=limit))
            return Reason(self.telling.passed(event), self._say("event.later", event=name, limit=limit, age=self._lasting(posting)))
        if posting.entry_no == STEP:
            if posting.value != 0:
                left, points = self._points(posting.value), self._points(ten_thousandths(rule.points))
                why = self._say("event.faded", age=self._lasting(posting), left=left, points=points)
            else:
                key = "expired" if posting.age_us == rule.expires else "gone"
                why = self._say(f"event.{key}", age=self._lasting(posting))
            return Reason(self.telling.passed(event), why)
        return self._withdrawn(posting, ("stop", "reset"))

    def _recency(self, posting: Posting) -> Reason:
        event = self.facts.events.get(posting.event_id or "")
        name = readable(event.event_type) if event is not None else ""
        if posting.entry_no == AWARD and posting.age_us == 0:
            return Reason(self.telling.event(event), self._say("recency.award", event=name))
        if posting.entry_no in (AWARD, STEP):
            key = "recency.step" if posting.value != 0 else "recency.gone"
            why = self._say(key, age=self._lasting(posting), event=name, left=self._points(posting.value))
            return Reason(self.telling.passed(event), why)
        return self._withdrawn(posting, ("match", "reset"))

    def _absence(self, posting: Posting, rule: AbsenceRule) -> Reason:
        silent = self._say("absence.event") if ANY_EVENT in rule.event else self._or(rule.event)
        if posting.entry_no in (AWARD, STEP):
            event = self.facts.events.get(posting.event_id or "")
            key = "absence.award" if posting.entry_no == AWARD else "absence.step"
            return Reason(self.telling.passed(event), self._say(key, event=silent, age=self._lasting(posting)))
        return self._withdrawn(posting, ("match",), by_match="absence.over")

    def _frequency(self, posting: Posting, rule: FrequencyRule) -> Reason:
        tier = self.tier_of[posting.shape_key]
        within = rule.window_of(tier)
        matches = self._say("frequency.matches", number=tier.at_least, event=self._or(rule.event))
        if within is not None:
            matches = self._say("frequency.within", matches=matches, within=self.telling.words.length(within))
        if posting.entry_no == AWARD:
            event = self._happening(posting.rule_key, posting.posted_us, "match")
            return Reason(event or self.telling.passed(None), self._say("frequency.award", matches=matches))
        reset = self._happening(posting.rule_key, posting.posted_us, "reset")
        if reset:
            return self._withdrawn(posting, ("reset",))
        event = self._happening(posting.rule_key, posting.posted_us, "match") or self.telling.passed(None)
        following = self.facts.tiers.get((posting.rule_key, posting.posted_us))
        if following is not None and following != posting.shape_key:
            return Reason(event, self._say("frequency.tier", number=self.tier_of[following].at_least))
        return Reason(event, self._say("frequency.over", matches=matches))

    def _attribute(self, posting: Posting, rule: AttributeRule, table: str) -> Reason:
        version = self.telling.version(self.facts, posting.posted_us, table)
        if posting.entry_no == AWARD:
            return Reason(version, self._holding(rule, posting.posted_us, table) + (self._say("attribute.kept") if rule.permanent else ""))
        if (posting.rule_key, posting.shape_key, posting.posted_us) in self.facts.starts:
            return Reason(version, self._say("attribute.still"))
        if not any(found.starts_us == posting.posted_us for found in self.facts.versions):
            return Reason(version, self._say("over"))
        if rule.attribute is None:
            return Reason(version, self._say("attribute.no_longer", where=self.telling.condition(rule.where or "")))
        return Reason(
            version,
            self._say("attribute.now", attribute=readable(rule.attribute), value=self._value(rule.attribute, posting.posted_us, table)),
        )

    def _holding(self, rule: AttributeRule, us: int, table: str) -> str:
        if rule.attribute is None:
            return self._say("attribute.holds", where=self.telling.condition(rule.where or ""))
        return self._say("attribute.is", attribute=readable(rule.attribute), value=self._value(rule.attribute, us, table))

    def _value(self, attribute: str, us: int, table: str) -> str:
        version = in_force(self.facts.versions, us)
        found = {} if version is None else {name.lower(): value for name, value in version.attributes.items()}
        return self.telling.property(table, attribute, found.get(attribute.lower()))

    def _withdrawn(self, posting: Posting, kinds: tuple[str, ...], *, by_match: str = "recency.replaced") -> Reason:
        """Why an award was stopped: the first of these kinds of happening at that instant, else the end of the rule's time."""
        keys = {"stop": "withdrawn.stop", "reset": "withdrawn.reset", "match": by_match}
        for kind in kinds:
            event_id = self.facts.happenings.get((posting.rule_key, posting.posted_us, kind))
            if event_id is not None:
                event = self.facts.events[event_id]
                return Reason(self.telling.event(event), self._say(keys[kind], event=readable(event.event_type)))
        return Reason(self.telling.passed(None), self._say("over"))

    def _happening(self, rule_key: int, us: int, kind: str) -> str:
        event_id = self.facts.happenings.get((rule_key, us, kind))
        return "" if event_id is None else self.telling.event(self.facts.events[event_id])

    def limit(self, rule: EventRule) -> str:
        """How often a rule may count, as the end of a sentence; empty when as often as it likes."""
        limit = rule.limit
        if limit.count is None:
            return ""
        if limit.once_per is not None:
            return self._say("limit.once_per", column=readable(limit.once_per))
        if limit.calendar is not None:
            return self._say(f"limit.{limit.calendar}", number=limit.count)
        if limit.block is not None:
            return self._say("limit.block", number=limit.count, block=self.telling.words.length(limit.block))
        return self._say("limit.once") if limit.count == 1 else self._say("limit.first", number=limit.count)

    def _or(self, event_types: tuple[str, ...]) -> str:
        return (
            self._say("any_event")
            if ANY_EVENT in event_types
            else self.telling.words.listed([readable(name) for name in event_types], last="or")
        )

    def _lasting(self, posting: Posting) -> str:
        return self.telling.words.length(posting.age_us)

    def _points(self, value: int) -> str:
        return self.telling.words.points(value / TENTHOUSANDTHS)

    def _say(self, key: str, **values: Any) -> str:
        return self.telling.words.say(f"story.why.{key}", **values)


@dataclass(frozen=True)
class Bound:
    """A rule, group or score with the bounds that hold it: ``what`` names it in a sentence."""

    what: str
    low: Decimal | None
    high: Decimal | None


def why_bound(posting: BoundPosting, bound: Bound, telling: Telling) -> str:
    """Why a bound posted: it holds more or less back than before, or lifts more or less."""
    if posting.so_far == 0:
        return telling.words.say("story.why.cap.free", what=bound.what)
    limit, key = (bound.high, "held") if posting.so_far < 0 else (bound.low, "lifted")
    more = (posting.points < 0) == (posting.so_far < 0)
    return telling.words.say(
        f"story.why.cap.{key}{'' if more else '_less'}", what=bound.what, bound=telling.words.points(float(limit or 0))
    )


def why_derived(score: Score, values: Mapping[str, int], telling: Telling) -> str:
    """How a score was made from others at an instant: its formula with their values, or what it takes of the account's leads."""
    words = telling.words
    if score.rollup is not None:
        return words.say(f"story.why.derived.{score.rollup.how}", score=score.rollup.score)
    parts = [
        words.say(
            "story.why.derived.part",
            weight=words.weight(weight),
            score=name,
            value=words.points(values.get(name, 0) / TENTHOUSANDTHS),
        )
        for name, weight in (score.formula or {}).items()
    ]
    return words.say("story.why.derived.formula", parts=" + ".join(parts))
