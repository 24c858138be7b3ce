"""What a study is checked for before anything runs: by itself, with its rulebook, and with the history where there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from leadscore_analysis.errors import Fault, InputError, did_you_mean, fault_of
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.models import RulebookModel, Score
from leadscore_analysis.rulebook.reach import score_reach
from leadscore_analysis.settings_remains import NO_GAPS, Gaps
from leadscore_analysis.study.checking_names import name_faults
from leadscore_analysis.study.checking_times import time_faults
from leadscore_analysis.study.models import Study
from leadscore_analysis.study.named import placed_happenings
from leadscore_analysis.study.seen import Seen

_TIMES = ("outcome", "horizon", "known_until", "moments", "holdout_from")


def study_faults(study: Study, rulebook: Rulebook | None = None, seen: Seen | None = None, *, gaps: Gaps = NO_GAPS) -> list[Fault]:
    """Every fault and warning of the study: alone, and with the rulebook and what the history has where they are given.

    Of a study with ``gaps`` only what does not hang on what was taken out.
    """
    faults = [*_where_faults(study), *_funnel_faults(study, gaps), *_capacity_faults(study)]
    if not any(map(gaps.below, _TIMES)):
        faults += time_faults(study, seen)
    if rulebook is not None:
        faults += _judge_faults(study, rulebook.model)
        faults += _crm_faults(study, rulebook.model.scores)
    if seen is not None:
        faults += name_faults(study, seen)
    return faults


def _where_faults(study: Study) -> Iterator[Fault]:
    for place, happening in placed_happenings(study):
        if happening.where is None:
            continue
        try:
            Condition.parse(happening.where)
        except InputError as error:
            yield fault_of(error, f"{place}.where")


def _funnel_faults(study: Study, gaps: Gaps) -> Iterator[Fault]:
    names = [stage.name for stage in study.funnel]
    for name, count in Counter(names).items():
        if count > 1:
            yield Fault("funnel", f"each stage must have a name of its own; got {name!r} {count} times", "give one another name")
    if study.kpis is None or not names or gaps.lost("funnel"):
        return
    named = [("kpis.goal", study.kpis.goal), *((f"kpis.feeds[{number}]", name) for number, name in enumerate(study.kpis.feeds))]
    for place, name in named:
        if name not in names:
            yield Fault(place, f"must be a stage of the funnel; got {name!r}", did_you_mean(name, names))


def _capacity_faults(study: Study) -> Iterator[Fault]:
    if study.capacity is None:
        problem = "should be given; without it the share of winners at capacity cannot be told"
        yield Fault("capacity", problem, "add capacity: {leads_per_week: 40}", warning=True)


def _judge_faults(study: Study, model: RulebookModel) -> Iterator[Fault]:
    scores = model.scores
    names = [score.score for score in scores]
    name = study.judge.score
    if name is None and len(names) > 1:
        yield Fault("judge.score", f"must name one of the rulebook's scores ({', '.join(names)}); it is missing", "add judge: {score: …}")
    if name is not None and name not in names:
        yield Fault("judge.score", f"must be a score of the rulebook; got {name!r}", did_you_mean(name, names))
    judged = next((score for score in scores if name == score.score or (len(scores) == 1 and name is None)), None)
    if judged is None:
        return
    if judged.entity != "lead":
        yield Fault("judge.score", f"must be a score of leads; {judged.score!r} is one of {judged.entity}s", "leads are what converts")
    yield from _line_faults(study, judged, score_reach(judged.score, model)[1])


def _line_faults(study: Study, judged: Score, most: Decimal) -> Iterator[Fault]:
    line = study.judge.line
    if line is None:
        return
    if judged.max is not None and line > judged.max:
        yield Fault("judge.line", f"should be at most the score's max, {judged.max}; got {line}", "no lead can reach it", warning=True)
    elif line > most:
        problem = f"should be at most what {judged.score} can be worth, {most.normalize():f}; got {line}"
        yield Fault("judge.line", problem, "no lead can reach it: lower it, or give more points", warning=True)
    if judged.min is not None and line <= judged.min:
        yield Fault("judge.line", f"should be above the score's min, {judged.min}; got {line}", "every lead is at it", warning=True)


def _crm_faults(study: Study, scores: Sequence[Score]) -> Iterator[Fault]:
    names = [score.score for score in scores]
    if study.crm_score is not None and study.crm_score.score not in names:
        name = study.crm_score.score
        yield Fault("crm_score.score", f"must be a score of the rulebook; got {name!r}", did_you_mean(name, names))
