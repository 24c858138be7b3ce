"""A suggestion: points, a threshold, and the rulebook that has both, with what they were judged by."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from leadscore_analysis.evaluation.masks import masked, masked_figures, merged_small, shown_count
from leadscore_analysis.files import write_csv, write_text
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.suggestion.candidates import shown_candidates
from leadscore_analysis.suggestion.lines import MovedThreshold
from leadscore_analysis.suggestion.reasons import shown_points, threshold_sentence
from leadscore_analysis.suggestion.structure.table import shown_structure
from leadscore_analysis.suggestion.term_cards import TermCards, term_cards
from leadscore_analysis.thresholds import Threshold, ThresholdChoices, shown_tables
from leadscore_analysis.thresholds import write as write_choices
from leadscore_analysis.words import ENGLISH, Words

_DIGITS = 6


@dataclass(frozen=True)
class Scale:
    """How points were made: multiples of ``step`` within ±``largest``, and what a point means before the score's clamps.

    ``intercept`` and ``log_odds_per_point`` are NaN where nothing could be fitted.
    """

    step: Decimal
    largest: Decimal
    intercept: float
    log_odds_per_point: float


@dataclass(frozen=True)
class SuggestionCounts:
    """What the suggestion stands on: the fit period's rows, those fitted (thinned), its leads, and the rows of the folds' tests.

    ``worked_converting_leads`` are those that sales first worked within the horizon before; None where the study does not say what work is.
    Of very many rows only some are fitted (``sampled_rows``, weighted), and structures, candidates and effects are tried on some leads only
    (``searched_leads``); None: on all.
    """

    rows: int
    fitted_rows: int
    leads: int
    converting_leads: int
    judged_rows: int
    judged_windows: int
    worked_converting_leads: int | None = None
    sampled_rows: int | None = None
    searched_leads: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """What to change in a rulebook.

    Tables hold full counts; what is written hides those of few leads. ``points``: a row per term. ``cards``: a row per card, judged on the
    same rows; ``differences``: suggested minus current, paired; ``change_path``: a row per number of changes, the recommended one marked.
    ``threshold`` is None where the study gives nothing to choose it by;
    ``threshold_table`` has a row per reachable score of the suggested card. ``rulebook`` has the suggested points and thresholds, under the
    next version number. ``reasons`` are the sentences of ``points`` by language; ``effects`` has a row per term and stretch of time that
    was judged; ``structure`` a row per rule that another structure was tried for, ``candidates`` one per candidate for a new rule.
    ``leaking`` are the event types and attributes that the leak check names and the current card pays points for; ``backwards`` the cards
    (``current``, ``suggested``) that rank leads the wrong way round.
    ``thresholds`` says where else the suggested card's line may stand, and what each choice would do.
    """

    study: str
    score: str
    seed: int
    points: pd.DataFrame
    cards: pd.DataFrame
    differences: pd.DataFrame
    change_path: pd.DataFrame
    threshold: Threshold | None
    threshold_table: pd.DataFrame
    moved: tuple[MovedThreshold, ...]
    line: Decimal | None
    current: Rulebook
    rulebook: Rulebook
    scale: Scale
    counts: SuggestionCounts
    smallest_group: int
    leaking: tuple[str, ...] = ()
    backwards: tuple[str, ...] = ()
    thresholds: ThresholdChoices | None = None
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    effects: pd.DataFrame = field(default_factory=pd.DataFrame)
    structure: pd.DataFrame = field(default_factory=pd.DataFrame)
    candidates: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def changes(self) -> int:
        """How many changes are suggested: terms with other points, and rules with another structure."""
        restructured = 0 if self.structure.empty else int((self.structure["verdict"] == "change").sum())
        return int((self.points["verdict"] != "keep").sum()) + restructured

    def shown_structure(self, words: Words = ENGLISH) -> pd.DataFrame:
        """The table of structures as it may be shown, with the reason of each verdict in words."""
        return shown_structure(self.structure, smallest=self.smallest_group, words=words)

    def shown_candidates(self, words: Words = ENGLISH) -> pd.DataFrame:
        """The candidates for new rules as they may be shown, those that add most first."""
        return shown_candidates(self.candidates, smallest=self.smallest_group, words=words)

    def term_cards(self, words: Words = ENGLISH) -> TermCards:
        """A card a term, those that change first: what it rests on and why, in sentences; counts of few leads are hidden."""
        return term_cards(self.shown_points(words), words)

    def shown_points(self, words: Words = ENGLISH) -> pd.DataFrame:
        """The points table as it may be shown, with its reasons in another language."""
        said = self.points.assign(reason=list(self.reasons[words.language])) if words.language in self.reasons else self.points
        return shown_points(said, smallest=self.smallest_group)

    def to_json(self) -> dict[str, Any]:
        """Everything but the threshold table, as plain values; what is not defined is None."""
        told: dict[str, Any] = {
            "study": self.study,
            "score": self.score,
            "seed": self.seed,
            "rulebook": _named(self.current),
            "suggested_rulebook": _named(self.rulebook),
            "scale": asdict(self.scale),
            "counts": {name: self._shown(name, count) for name, count in asdict(self.counts).items()},
            "leaking": list(self.leaking),
            "backwards": list(self.backwards),
            "points": shown_points(self.points, smallest=self.smallest_group).to_dict("records"),
            "cards": masked_figures(self.cards, smallest=self.smallest_group).to_dict("records"),
            "differences": self.differences.to_dict("records"),
            "effects": self._shown_effects().to_dict("records"),
            "change_path": self.change_path.to_dict("records"),
            "structure": self.shown_structure().to_dict("records"),
            "candidates": self.shown_candidates().to_dict("records"),
            "threshold": {
                "line": self.line,
                **({"points": None} if self.threshold is None else asdict(self.threshold)),
                "sentence": threshold_sentence(self.threshold),
                "moved": [{"where": move.where, "current": move.current, "suggested": move.suggested} for move in self.moved],
                "choices": self._shown_choices(),
            },
        }
        return {name: _plain(value) for name, value in told.items()}

    def write(self, folder: Path) -> list[Path]:
        """Writes the tables (``suggestions.csv``, ``change_path.csv``, ``cards.csv``, ``differences.csv``, ``effects.csv``,
        ``structure.csv``, ``candidates.csv``, ``suggested_threshold_table.csv``, and those of the threshold choices with ``suggested_``
        before their names), everything as ``suggestions.json``, and ``suggested.yml``.
        """
        tables = {
            "suggestions": shown_points(self.points, smallest=self.smallest_group),
            "change_path": self.change_path,
            "cards": masked_figures(self.cards, smallest=self.smallest_group),
            "differences": self.differences,
            "effects": self._shown_effects(),
            "structure": self.shown_structure(),
            "candidates": self.shown_candidates(),
            "suggested_threshold_table": self._shown_thresholds(),
        }
        texts = {
            "suggested.yml": self.rulebook.text(),
            "suggestions.json": json.dumps(self.to_json(), indent=2, ensure_ascii=False) + "\n",
        }
        for name, table in tables.items():
            write_csv(folder / f"{name}.csv", _rounded(table))
        for name, text in texts.items():
            write_text(folder / name, text)
        paths = [*(folder / f"{name}.csv" for name in tables), *(folder / name for name in texts)]
        if self.thresholds is not None:
            paths += write_choices(self.thresholds, folder, smallest=self.smallest_group, prefix="suggested_")
        return paths

    def _shown(self, name: str, count: int | None) -> int | str | None:
        return shown_count(count, smallest=self.smallest_group) if count is not None and name.endswith("leads") else count

    def _shown_effects(self) -> pd.DataFrame:
        """The effects by stretch of time, without those of terms that few leads have."""
        if self.effects.empty:
            return self.effects
        few = self.points.loc[self.points[["leads", "converting_leads"]].min(axis=1) < self.smallest_group, "term"]
        ends = {name: self.effects[name].dt.strftime("%Y-%m-%dT%H:%M:%SZ") for name in ("from", "until")}
        return self.effects.assign(effect=self.effects["effect"].mask(self.effects["term"].isin(few)), **ends)

    def _shown_choices(self) -> list[dict[str, Any]]:
        tables = {} if self.thresholds is None else shown_tables(self.thresholds, smallest=self.smallest_group)
        rows = tables["threshold_choices"].to_dict("records") if "threshold_choices" in tables else []
        return [{str(name): value for name, value in row.items()} for row in rows]

    def _shown_thresholds(self) -> pd.DataFrame:
        falling = merged_small(self.threshold_table, leads="leads", smallest=self.smallest_group)
        return masked(_rounded(falling), leads="leads", smallest=self.smallest_group, keep=["threshold"])


def _named(rulebook: Rulebook) -> dict[str, str | int]:
    return {"name": rulebook.name, "version": rulebook.version, "fingerprint": rulebook.fingerprint()}


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{str(name): table[name].round(_DIGITS) for name in table.select_dtypes("float")})


def _plain(value: Any) -> Any:
    """The value as JSON knows it: whole numbers as such, no NaN."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        value = float(value)
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if not math.isfinite(value) else int(value) if value.is_integer() else round(value, _DIGITS)
    return value
