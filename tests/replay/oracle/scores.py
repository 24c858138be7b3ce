"""Scores at an instant: rules, their caps, groups, bounds, then formulas and roll-ups."""

from decimal import Decimal
from functools import cache
from typing import Any

from tests.replay.oracle.history import Entity, World
from tests.replay.oracle.language import held, points_of, rounded
from tests.replay.oracle.rulebook import Mapped, Placed, placed_rules
from tests.replay.oracle.worth import Worth

Posted = dict[tuple[str, bool, str | None], Decimal]
"""What the ledger must sum to for a score: by the slug that posts, whether it is a clamp, and the event."""


class Scores:
    """Every score of a rulebook over a world."""

    def __init__(self, book: Mapped, world: World) -> None:
        self.book = book
        self.world = world
        self.scores: dict[str, Mapped] = {score["score"]: score for score in book["scores"]}
        self._rules = {name: placed_rules(book, score) for name, score in self.scores.items()}
        self._worth: dict[tuple[str, str, str], Worth] = {}
        self._posted: dict[tuple[str, str, int], Posted] = {}

    def kind_of(self, score: str) -> str:
        return str(self.scores[score].get("entity", "lead"))

    def value(self, score: str, entity: Entity, now: int) -> Decimal | None:
        """The score at an instant; None before the entity's first appearance."""
        return None if now < entity.appeared else sum(self.posted(score, entity, now).values(), Decimal(0))

    def posted(self, score: str, entity: Entity, now: int) -> Posted:
        """What rules and clamps have posted at an instant from first appearance on, where it is not 0."""
        key = (score, entity.entity_id, now)
        if key not in self._posted:
            found = self._derived(score, entity, now) if self.derived(score) else self._earned(score, entity, now)
            self._posted[key] = {place: points for place, points in found.items() if points != 0}
        return self._posted[key]

    def derived(self, score: str) -> bool:
        return "formula" in self.scores[score] or "rollup" in self.scores[score]

    def _earned(self, score: str, entity: Entity, now: int) -> Posted:
        settings = self.scores[score]
        found: Posted = {}
        sums: dict[str | None, Decimal] = {None: Decimal(0)}
        for placed in self._rules[score]:
            slug = placed.rule["rule"]
            parts = self.worth(placed, entity).parts(now)
            found |= {(slug, False, event_id): points for event_id, points in parts.items()}
            total = sum(parts.values(), Decimal(0))
            cap = placed.rule.get("cap")
            capped = held(total, {} if cap is None else {"min": -cap, "max": cap})
            found[slug, True, None] = capped - total
            sums[placed.group] = sums.get(placed.group, Decimal(0)) + capped
        whole = sums[None]
        for group in settings.get("groups", ()):
            total = sums.get(group["group"], Decimal(0))
            found[group["group"], True, None] = held(total, group) - total
            whole += held(total, group)
        return found | {(score, True, None): held(whole, settings) - whole}

    def _derived(self, score: str, entity: Entity, now: int) -> Posted:
        settings = self.scores[score]
        if "formula" in settings:
            parts = [points_of(weight) * self._certain(part, entity, now) for part, weight in settings["formula"].items()]
            total = rounded(sum(parts, Decimal(0)))
        else:
            total = self._rolled_up(settings["rollup"], entity, now)
        return {(score, False, None): total, (score, True, None): held(total, settings) - total}

    def _rolled_up(self, rollup: Mapped, account: Entity, now: int) -> Decimal:
        values = [
            self._certain(rollup["score"], lead, now)
            for lead in self.world.of_kind("lead")
            if lead.values_at(now).get("account_id") == account.entity_id
        ]
        return max(values, default=Decimal(0)) if rollup["how"] == "max" else sum(values, Decimal(0))

    def _certain(self, score: str, entity: Entity, now: int) -> Decimal:
        value = self.value(score, entity, now)
        assert value is not None
        return value

    def worth(self, placed: Placed, entity: Entity) -> Worth:
        key = (placed.rule["rule"], entity.kind, entity.entity_id)
        if key not in self._worth:
            self._worth[key] = Worth(placed, entity)
        return self._worth[key]

    def instants(self, score: str, entity: Entity) -> set[int]:
        """Every instant at which the score of an entity may change, from its first appearance on."""
        return {entity.appeared} | {us for us in self._changes(score, entity) if entity.appeared < us < 10**18}

    def _changes(self, score: str, entity: Entity) -> set[int]:
        settings: dict[str, Any] = self.scores[score]
        if "formula" in settings:
            return {us for part in settings["formula"] for us in self.instants(part, entity)}
        if "rollup" in settings:
            return self._changes_of_leads(settings["rollup"]["score"], entity.entity_id)
        return {us for placed in self._rules[score] for us in self.worth(placed, entity).instants}

    @cache  # noqa: B019 -- a test's scores are few and soon gone
    def _changes_of_leads(self, score: str, account_id: str) -> set[int]:
        named = [(lead, {span.values.get("account_id") for span in lead.spans}) for lead in self.world.of_kind("lead")]
        leads = [lead for lead, accounts in named if account_id in accounts]
        joined = {us for lead in leads for span in lead.spans for us in (span.start, span.end)}
        return joined | {us for lead in leads for us in self.instants(score, lead)}
