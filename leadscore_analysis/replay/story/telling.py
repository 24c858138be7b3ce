"""The lines of a story: every posting of the ledger with its reason and the score after it, and what followed from the scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from leadscore_analysis.replay.story.facts import CAP, ENTRIES, BoundPosting, Facts, Idle, Posting
from leadscore_analysis.replay.story.happened import Telling
from leadscore_analysis.replay.story.line import Line, posting_order, turn_order
from leadscore_analysis.replay.story.why import Bound, Reason, Reasons, why_bound, why_derived
from leadscore_analysis.replay.terms import shapes_and_terms
from leadscore_analysis.rulebook.models import EntityKind, Group, RulebookModel, Score
from leadscore_analysis.rulebook.rules import EventRule, FrequencyRule, Tier
from leadscore_analysis.rulebook.walk import PlacedRule, placed_rules, score_depth


@dataclass(frozen=True)
class Teller:
    """Tells the story of one entity. ``node_names`` are the replay's: rules, groups and scores by key."""

    model: RulebookModel
    entity: EntityKind
    facts: Facts
    telling: Telling
    node_names: Mapping[int, str]

    def lines(self, turns: Sequence[Line]) -> list[Line]:
        """Every line in order; ``turns`` are those that follow from the scores."""
        found = [*self._postings(), *self._bounds(), *turns, self._appeared()]
        last = max(line.posted_us for line in found)
        if last > self.facts.last_us:
            found.append(self._turn("end", self.facts.last_us))
        return list(self._with_totals(sorted(found, key=lambda line: line.place)))

    def unearned(self) -> Iterator[tuple[PlacedRule, Idle | None, str]]:
        """Each rule of the entity with matches that earned nothing, or without any posting: its matches, and why not."""
        posted, idle = {posting.rule_key for posting in self.facts.postings}, {row.rule_key: row for row in self.facts.idle}
        for key, placed in self._placed.items():
            if placed.rule.enabled and placed.score.entity == self.entity and (key in idle or key not in posted):
                yield placed, idle.get(key), self._why_nothing(placed, idle.get(key))

    def label(self, name: str) -> str:
        """What people call a rule, group or score."""
        return self._labels.get(name) or name

    def turn(self, entry: str, us: int, *, rule: str, why: str, score: str = "", rank: int = 0) -> Line:
        """A line that follows from the scores and changes none."""
        return Line(us, turn_order(entry, rank), entry, score, rule, rule, None, "", why)

    def _turn(self, entry: str, us: int) -> Line:
        return replace(self.turn(entry, us, rule="", why=self._say(f"why.{entry}")), happened=self._say(f"happened.{entry}"))

    def _appeared(self) -> Line:
        return self._turn("appeared", self.facts.appeared_us)

    def _postings(self) -> Iterator[Line]:
        reasons = Reasons(self.facts, self.telling, self._tiers)
        for posting in self.facts.postings:
            placed = self._placed[posting.rule_key]
            reason = reasons.of(posting, placed)
            order = self._order(placed.score.score, 0, posting.rule_key, posting.entry_no, posting.anchor_us)
            yield self._posted(posting, order, placed.score.score, reason)

    def _bounds(self) -> Iterator[Line]:
        for posting in self.facts.bounds:
            score, level, bound = self._held[self.node_names[posting.node_key]]
            why = why_bound(posting, bound, self.telling) if posting.entry_no == CAP else ""
            yield self._posted(posting, self._order(score, level, posting.node_key, posting.entry_no), score, Reason("", why))

    def _posted(self, posting: Posting | BoundPosting, order: tuple[int, ...], score: str, reason: Reason) -> Line:
        rule = self.node_names[posting.rule_key if isinstance(posting, Posting) else posting.node_key]
        event_id = posting.event_id if isinstance(posting, Posting) else None
        entry = ENTRIES[posting.entry_no]
        return Line(posting.posted_us, order, entry, score, rule, self.label(rule), event_id, reason.happened, reason.why, posting.points)

    def _with_totals(self, lines: list[Line]) -> Iterator[Line]:
        """The lines with the score after each, and the reasons of scores made from others, which tell what those are then."""
        totals: dict[str, int] = {}
        for line in lines:
            if line.points is None:
                yield line
                continue
            totals[line.score] = totals.get(line.score, 0) + line.points
            why = why_derived(self._scores[line.score], totals, self.telling) if line.entry == "derived" else line.why
            yield replace(line, why=why, total=totals[line.score])

    def _why_nothing(self, placed: PlacedRule, idle: Idle | None) -> str:
        rule = placed.rule
        if idle is None:
            return self._say(f"nothing.{rule.kind}")
        if idle.not_kept and isinstance(rule, EventRule):
            limit = Reasons(self.facts, self.telling, self._tiers).limit(rule)
            key = "nothing.limit" if idle.not_kept == idle.times else "nothing.limit_and_withdrawn"
            return self._say(key, limit=limit.removeprefix(", "), number=idle.not_kept)
        return self._say("nothing.withdrawn" if rule.kind == "event" else "nothing.replaced")

    def _order(self, score: str, level: int, node_key: int, entry_no: int, anchor_us: int = 0) -> tuple[int, ...]:
        return posting_order(
            depth=score_depth(self.model, score),
            score_no=list(self._scores).index(score),
            level=level,
            node_key=node_key,
            entry_no=entry_no,
            anchor_us=anchor_us,
        )

    def _say(self, key: str, **values: Any) -> str:
        return self.telling.words.say(f"story.{key}", **values)

    @cached_property
    def _placed(self) -> dict[int, PlacedRule]:
        return dict(enumerate(placed_rules(self.model), start=1))

    @cached_property
    def _scores(self) -> dict[str, Score]:
        return {score.score: score for score in self.model.scores}

    @cached_property
    def _tiers(self) -> dict[int, Tier]:
        """The tier behind each shape of a frequency rule; a rule's shapes come in the order of its tiers."""
        found: dict[int, Tier] = {}
        shapes, _ = shapes_and_terms(self.model)
        for key, placed in self._placed.items():
            if isinstance(placed.rule, FrequencyRule):
                own = [shape.shape_key for shape in shapes if shape.rule_key == key]
                found.update(zip(own, placed.rule.tiers, strict=False))
        return found

    @cached_property
    def _labels(self) -> dict[str, str | None]:
        labels = {placed.rule.rule: placed.rule.label for placed in self._placed.values()}
        labels |= {group.group: group.label for score in self.model.scores for group in score.groups}
        return labels | {score.score: score.label for score in self.model.scores}

    @cached_property
    def _held(self) -> dict[str, tuple[str, int, Bound]]:
        """By the name of a rule, group or score: the score it counts for, the level at which its bounds are applied, and the bounds."""
        held = {
            placed.rule.rule: (placed.score.score, 1, Bound(self._named("rule", placed.rule.rule), -placed.rule.cap, placed.rule.cap))
            for placed in self._placed.values()
            if placed.rule.cap is not None
        }
        for score in self.model.scores:
            holders: list[tuple[str, int, str, Group | Score]] = [(group.group, 2, "group", group) for group in score.groups]
            for name, level, kind, holder in [*holders, (score.score, 3, "score", score)]:
                held[name] = (score.score, level, Bound(self._named(kind, name), holder.min, holder.max))
        return held

    def _named(self, kind: str, name: str) -> str:
        return self._say(f"named.{kind}", name=self.label(name))
