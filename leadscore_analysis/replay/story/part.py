"""The part of a history that one entity's scores ask for, so that its story costs a scan and not a replay of everything."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from leadscore_analysis.engine import relation_text, run_plan
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.errors import InputError, nearest
from leadscore_analysis.history import History
from leadscore_analysis.replay.row_tables import rows_of
from leadscore_analysis.rulebook.models import EntityKind

_PLAN = ("story_leads", "story_span", "story_first_event")
_PARTS = {"events": "story_events", "leads": "story_lead_versions", "accounts": "story_account_versions", "deals": "story_deal_versions"}
_NEAR = 2
_MOST_NEAR = 5000


@dataclass(frozen=True, kw_only=True)
class PartOfHistory(History):
    """The rows of ``whole`` that the scores of one entity depend on. Every score of that entity is the same in both.

    Of other entities nothing can be said: of an account's lead only the part that the account asks for may be there.
    """

    whole: History
    entity: EntityKind
    entity_id: str
    recorded: bool = False

    def attach(self, engine: DuckDBEngine) -> None:
        """Makes the views of the whole history in the engine, with the part's rows alone behind them."""
        self.whole.attach(engine)
        asked = [(self.entity, self.entity_id, int(self.recorded))]
        engine.table("story_asked", rows_of({"entity": str, "entity_id": str, "recorded": int}, asked))
        run_plan(engine, _PLAN)
        for relation in _PARTS.values():
            engine.create(relation, relation_text(relation))
        for name, relation in _PARTS.items():
            engine.view(name, projection(rows=relation))


def part_of(whole: History, entity: EntityKind, entity_id: str, *, recorded: bool) -> PartOfHistory:
    """The part that the entity's story needs; InputError with the nearest id when the history does not know the entity."""
    with whole.session() as engine:
        engine.view("story_ids", relation_text("story_ids"))
        one = "SELECT entity_id FROM story_ids WHERE entity = ? AND entity_id = ? LIMIT 1"
        if not engine.arrow(one, [entity, entity_id]).num_rows:
            near = nearest(entity_id, _near_ids(entity_ids(engine, entity), entity_id))
            hint = f"did you mean '{near}'?" if near else f"the ids stand in the history's {entity}s"
            raise InputError(f"the {entity} must be one that the history knows; got {entity_id!r}", hint=hint)
    return PartOfHistory(whole.path, memory_limit=whole.memory_limit, whole=whole, entity=entity, entity_id=entity_id, recorded=recorded)


def known_ids(history: History, entity: EntityKind = "lead") -> list[str]:
    """The ids of every entity of that kind that the history mentions."""
    with history.session() as engine:
        engine.view("story_ids", relation_text("story_ids"))
        return [str(name) for name in entity_ids(engine, entity).to_pylist()]


def entity_ids(engine: DuckDBEngine, entity: EntityKind) -> pa.ChunkedArray:
    """The distinct ids in ``story_ids``."""
    return engine.arrow("SELECT DISTINCT entity_id FROM story_ids WHERE entity = ? AND entity_id IS NOT NULL", [entity])["entity_id"]


def _near_ids(ids: pa.ChunkedArray, asked: str) -> list[str]:
    """Ids about as long as the one asked for that begin or end as it does, whatever their case; not all, as there may be millions."""
    lower, wanted = pc.utf8_lower(ids), asked.lower()
    lengths = pc.utf8_length(ids)
    fits = pc.and_(pc.greater_equal(lengths, len(asked) - _NEAR), pc.less_equal(lengths, len(asked) + _NEAR))
    alike = pc.or_(pc.starts_with(lower, wanted[:_NEAR]), pc.ends_with(lower, wanted[-_NEAR:]))
    return [str(name) for name in ids.filter(pc.and_(fits, alike)).to_pylist()[:_MOST_NEAR]]
