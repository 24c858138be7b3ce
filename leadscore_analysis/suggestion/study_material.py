"""What a study's points are fitted on: the terms that may be judged, what holds them, and the rows of the fit period."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from leadscore_analysis.engine import Progress, tell
from leadscore_analysis.labels import Examples
from leadscore_analysis.replay import Replay
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.caps import score_caps
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.orders import kept_orders, ladders_kept
from leadscore_analysis.suggestion.terms import judged_terms
from leadscore_analysis.suggestion.worked import first_worked, units_when_worked


def study_material(
    replay: Replay, study: Study, examples: Examples, leaks: pd.DataFrame, score: str, *, progress: Progress | None = None
) -> Material:
    """What the points of ``score`` are fitted on in the study's fit period."""
    tell(progress, "reading units")
    model = replay.rulebook.model
    terms = ladders_kept(model, judged_terms(replay.terms, model, study, leaks))
    caps, orders = score_caps(model, score, terms), kept_orders(model, terms)
    worked = first_worked(replay.engine, examples) if study.worked is not None else None
    places = None if worked is None else worked.places
    material = Material.of(examples.fit_period(), terms, seed=study.seed, caps=caps, worked=places, orders=orders)
    if worked is None:
        return material
    return replace(material, worked_units=units_when_worked(worked, examples, [term.name for term in terms]))
