"""The holdout: judged once, when the choice is made, and every opening written down."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from leadscore_analysis.errors import InputError
from leadscore_analysis.evaluation.figures import account_bootstrap, card_figures, figures_table, places_at_a_moment
from leadscore_analysis.evaluation.masks import masked_figures
from leadscore_analysis.files import write_text
from leadscore_analysis.labels import Examples, label_holdout
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

ALL_LEADS = "all leads"
NEW_LEADS = "first seen in the holdout"


@dataclass(frozen=True)
class OpenedHoldout:
    """What the holdout says: ``figures`` has a row a card (``current``, ``suggested``) and group of ``leads`` (all, first seen in it).

    ``first_opening`` is false when the same rulebooks were judged on the same data before; ``openings`` counts the lines written so far.
    """

    figures: pd.DataFrame
    reason: str
    first_opening: bool
    openings: int


def opened_holdout(replay: Replay, study: Study, *, reason: str) -> OpenedHoldout:
    """The figures of the current and the suggested card (``reports/<study>/suggested.yml``, where there is one) on the holdout.

    It is added to ``reports/<study>/holdout.jsonl``: time, reason, the hashes of the rulebooks and the data, the figures. The same hashes
    again are no new opening, and add no line. Counts of few leads are hidden in it. InputError without a reason or a holdout.
    """
    path = study.report_dir / "holdout.jsonl"
    examples = label_holdout(replay, study, reason=reason)
    suggested = study.report_dir / "suggested.yml"
    hashes = {"rulebook": replay.rulebook.fingerprint(), "suggested": "", "data": replay.history.fingerprint()}
    found = [_judged(examples, study, card="current")]
    if suggested.exists():
        rulebook = Rulebook.load(suggested)
        hashes["suggested"] = rulebook.fingerprint()
        with closing(Replay(replay.history, rulebook, recorded=replay.recorded)) as other:
            found.append(_judged(label_holdout(other, study, reason=reason), study, card="suggested"))
    figures = pd.concat(found, ignore_index=True)
    openings = read_openings(path)
    first = all(opening["hashes"] != hashes for opening in openings)
    if first:
        opening = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "reason": reason, "hashes": hashes}
        shown = masked_figures(figures.round(6), smallest=study.privacy.smallest_group)
        openings.append(opening | {"figures": json.loads(shown.to_json(orient="records"))})
        write_text(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in openings))
    return OpenedHoldout(figures, reason, first, len(openings))


def read_openings(path: Path) -> list[dict[str, Any]]:
    """The openings that were written down so far, oldest first; InputError when the file was changed into something else."""
    if not path.exists():
        return []
    try:
        openings: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        known = all({"time", "reason", "hashes"} <= opening.keys() for opening in openings)
    except (ValueError, AttributeError):
        known = False
    if not known:
        raise InputError(f"{path} must hold one opening of the holdout a line; it holds something else", hint="put the file back as it was")
    return openings


def _judged(examples: Examples, study: Study, *, card: str) -> pd.DataFrame:
    """The card's figures for all leads, and for those that first appeared in the holdout, when some did."""
    places = places_at_a_moment(study)
    appeared_us = examples.leads["appeared_us"].to_numpy()[examples.rows["lead"].to_numpy()]
    new = appeared_us >= (study.holdout_from or 0)
    groups = {ALL_LEADS: examples} | ({NEW_LEADS: examples.taken_rows(new)} if new.any() else {})
    cards = [
        card_figures(chosen, chosen.score, card=card, places=places, bootstrap=account_bootstrap(chosen)) for chosen in groups.values()
    ]
    table = figures_table(cards)
    table.insert(0, "leads", list(groups))
    return table
