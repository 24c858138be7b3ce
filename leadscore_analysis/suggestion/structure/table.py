"""What the search for structures found, as a table and in sentences."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.masks import shown_count
from leadscore_analysis.settings_file import path_text
from leadscore_analysis.suggestion.structure.searching import SearchedRule, StructureSearch
from leadscore_analysis.suggestion.structure.trials import Trial
from leadscore_analysis.words import ENGLISH, Words

Because = Literal["helps", "not_beyond", "not_stable", "within_error", "nothing_better", "left_alone"]

COLUMNS = [
    "score", "rule", "kind", "current", "suggested", "current_points", "suggested_points", "verdict", "tried", "folds", "chosen_in_folds",
    "same_in_folds", "better_in_folds", "gain", "gain_low", "gain_high", "standard_error", "leads", "converting_leads", "because", "sets",
]  # fmt: skip
_GAINS = ["gain", "gain_low", "gain_high", "standard_error"]


def structure_table(search: StructureSearch, taken: tuple[SearchedRule, ...]) -> pd.DataFrame:
    """A row per rule that has variants, those ``taken`` into the suggestion first, with the verdict ``change``; all others ``keep``.

    ``kind`` (expiry, half-life, window, cut), what is chosen in the place of the ``current`` one, and the points that go with it;
    ``tried`` variants; in how many of the ``folds`` another structure is chosen, in how many this very one, and in how many this one does
    better on the tests than the one in force, each with the points that fit the training rows (missing where none is chosen); ``gain``, how
    much the log loss of later moments falls, with its interval (95 %) and ``standard_error`` over accounts; ``leads`` that have the rule
    then, and converting ones; ``because`` of what; ``sets``, what to write into the rulebook.

    ====  =========  =======  =========  =======  ======  ========  ==============  ==========
    rule  kind       current  suggested  verdict  gain    gain_low  standard_error  because
    ====  =========  =======  =========  =======  ======  ========  ==============  ==========
    demo  expiry     never    60d        change   0.0004    0.0001          0.0001  helps
    mail  half-life  never    30d        keep     0.0000   -0.0001          0.0001  within_err…
    chat                                 keep     0.0000    0.0000          0.0000  nothing_b…
    ====  =========  =======  =========  =======  ======  ========  ==============  ==========
    """
    rows = [_told(search, rule, rule in taken) for rule in search.rules]
    found = pd.DataFrame(rows, columns=COLUMNS)
    order = found.assign(kept=found["verdict"] == "keep").sort_values(["kept", "gain"], ascending=[True, False], kind="stable")
    return order.drop(columns="kept").reset_index(drop=True)


def shown_structure(table: pd.DataFrame, *, smallest: int, words: Words = ENGLISH) -> pd.DataFrame:
    """The table as it may leave the program, with a ``reason`` in words: counts of few leads read "< 5", their gains are empty, as are the
    counts of rules that are left alone.
    """
    if table.empty:
        return table
    few = table["converting_leads"].between(1, smallest - 1) | table["leads"].between(1, smallest - 1)
    counts = {name: [shown_count(int(count), smallest=smallest) for count in table[name]] for name in ("leads", "converting_leads")}
    shown = table.assign(**counts)
    shown[list(counts)] = shown[list(counts)].astype(object).where(table["tried"] > 0, None)
    shown[_GAINS] = shown[_GAINS].astype(float).mask(few)
    return shown.assign(reason=[structure_sentence(row, words) for row in table.to_dict("records")]).drop(columns="because")


def structure_sentence(row: dict[Any, Any], words: Words = ENGLISH) -> str:
    """Why the rule's structure changes, or stays."""
    return words.say(
        f"suggestion.structure.{row['because']}",
        tried=int(row["tried"]),
        better=words.count(float(row["better_in_folds"])),
        folds=words.count(int(row["folds"])),
        gain=words.number(float(row["gain"]), 5),
        error=words.number(float(row["standard_error"]), 5),
    )


def _told(search: StructureSearch, rule: SearchedRule, taken: bool) -> dict[str, Any]:
    variant = rule.chosen.variant
    return {
        "score": rule.placed.score.score,
        "rule": rule.placed.rule.rule,
        "kind": "" if variant is None else variant.kind,
        "current": "" if variant is None else variant.now,
        "suggested": "" if variant is None else variant.then,
        "current_points": _points(search.material.terms[place].points for place in rule.places),
        "suggested_points": "" if variant is None else _points(rule.chosen.points),
        "verdict": "change" if taken else "keep",
        "tried": rule.tried,
        "folds": len(rule.by_fold),
        "chosen_in_folds": sum(trial.variant is not None for trial in rule.by_fold),
        "same_in_folds": np.nan if variant is None else rule.same,
        "better_in_folds": np.nan if variant is None else rule.better,
        "gain": rule.gain.value,
        "gain_low": rule.gain.low,
        "gain_high": rule.gain.high,
        "standard_error": rule.error,
        "leads": rule.leads,
        "converting_leads": rule.converting_leads,
        "because": _because(rule, taken),
        "sets": _sets(search, rule, rule.chosen),
    }


def _because(rule: SearchedRule, taken: bool) -> Because:
    if rule.kept is not None:
        return "left_alone"
    if rule.chosen.variant is None:
        return "nothing_better"
    if not rule.helps:
        return "not_stable" if rule.gains else "within_error"
    return "helps" if taken else "not_beyond"


def _points(points: Any) -> str:
    return ", ".join(f"{each:g}" for each in points)


def _sets(search: StructureSearch, rule: SearchedRule, trial: Trial) -> str:
    changed = trial.values(search.paths(rule))
    now = {path: search.material.terms[place].points for path, place in zip(search.paths(rule), rule.places, strict=True)}
    told = ((path, value) for path, value in changed.items() if path not in now or value != now[path])
    return "; ".join(f"{path_text(path)}: {_text(value)}" for path, value in told)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {each}" for key, each in value.items()) + "}"
    return str(value)
