"""The relations' text with the rulebook's own conditions and columns in the place of the words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from leadscore_analysis.engine import Engine, relation_text
from leadscore_analysis.replay.clauses import receivers
from leadscore_analysis.replay.rows import RuleRows
from leadscore_analysis.replay.selectors import attribute_case, case, column_text, condition_text, once_text
from leadscore_analysis.rulebook.models import RulebookModel

_PLACEHOLDER = re.compile(r"\b(condition_holds|value_once|attribute_text|receiver_text)\b")
_READ = {
    "matches": ("events", ("lead",)),
    "other_matches": ("events", ("account", "deal")),
    "account_cells": ("accounts", ("account",)),
    "deal_cells": ("deals", ("deal",)),
}
"""Of which table the relation reads the rows that conditions are about, and for which entities; others read leads."""


@dataclass(frozen=True)
class Fragments:
    """What the rulebook puts into the relations: conditions and column names, looked up in the tables of ``engine``."""

    engine: Engine
    model: RulebookModel
    rows: RuleRows

    def text(self, relation: str) -> str:
        """The SELECT of a relation as the engine may run it."""
        names = _PLACEHOLDER.findall(relation_text(relation))
        return relation_text(relation, **{name: self._fragment(name, relation) for name in names})

    def _fragment(self, name: str, relation: str) -> str:
        table, entities = _READ.get(relation, ("leads", ("lead",)))
        optional, types = self.model.optional_columns, self.engine.columns(table)
        if name == "receiver_text":
            return self._receivers(types)
        known = self.rows.events if table == "events" else self.rows.attributes
        selectors = [selector for selector in known if selector.entity in entities]
        if name == "condition_holds":
            return condition_text(selectors, types, optional, self.model.timezone)
        return once_text(selectors, types, optional) if name == "value_once" else attribute_case(selectors, types, optional)

    def _receivers(self, types: Mapping[str, str]) -> str:
        told = {key: column_text(column, types, self.model.optional_columns) for key, column in receivers(self.model).items()}
        return case("s.clause_key", told, otherwise="CAST(NULL AS VARCHAR)")
