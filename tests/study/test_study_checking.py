"""What a study is checked for: alone, with its rulebook, and with what the history has."""

from dataclasses import replace
from pathlib import Path

import pytest

from leadscore_analysis.clock import DAY_US, instant_us
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.settings_file import SettingsFile, plain, settings_tree
from leadscore_analysis.study import Study
from leadscore_analysis.study.checking import study_faults
from leadscore_analysis.study.seen import Seen

RULEBOOK = """\
rulebook: two
scores:
  - {score: interest, min: 0, max: 100, rules: [{rule: visit, kind: event, event: visit, points: 5}]}
  - {score: company, entity: account}
"""
SOUND = {
    "study": "spring",
    "rulebook": "rules.yml",
    "judge": {"score": "interest", "line": 75},
    "outcome": {"stage": "won"},
    "horizon": "30d",
    "moments": {"every": "7d", "from": "2025-01-01", "until": "2026-01-01"},
    "holdout_from": "2025-07-01",
    "capacity": {"leads_per_week": 40},
}
SEEN = Seen(
    event_types={"visit": 900, "purchase": 90},
    stages={"won": 80, "lost": 200},
    columns={
        "events": ("event_id", "lead_id", "occurred_at", "event_type", "Page"),
        "leads": ("lead_id", "source", "hs_score"),
        "accounts": ("account_id", "country"),
        "deals": ("deal_id", "amount"),
        "stage_changes": ("lead_id", "stage", "entered_at"),
    },
    first_event_us=instant_us("2024-12-01T10:00"),
    last_event_us=instant_us("2026-01-10"),
    last_stage_us=instant_us("2026-01-05"),
    recorded=False,
    outcome_us=tuple(instant_us("2025-01-10") + number * 2 * DAY_US for number in range(170)),
)


def rulebook() -> Rulebook:
    """Two scores, one of them of accounts."""
    tree = settings_tree(RULEBOOK)
    return Rulebook(RulebookModel.model_validate(plain(tree)), SettingsFile(Path("rules.yml"), tree))


def told(*, seen: Seen | None = None, **changes: object) -> list[str]:
    study = Study.model_validate({key: value for key, value in (SOUND | changes).items() if value is not None})
    faults = study_faults(study, rulebook(), seen)
    return [f"{'warning ' if fault.warning else ''}{fault}" for fault in faults]


def test_a_sound_study_has_no_faults():
    assert told() == []
    assert told(seen=SEEN) == []


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({"judge": None}, "judge.score: must name one of the rulebook's scores (interest, company); it is missing"),
        ({"judge": {"score": "intrest"}}, "judge.score: must be a score of the rulebook; got 'intrest'. Hint: did you mean 'interest'?"),
        ({"judge": {"score": "company"}}, "judge.score: must be a score of leads; 'company' is one of accounts"),
        ({"judge": {"score": "interest", "line": 101}}, "warning judge.line: should be at most the score's max, 100; got 101"),
        ({"judge": {"score": "interest", "line": 0}}, "warning judge.line: should be above the score's min, 0; got 0"),
        ({"crm_score": {"attribute": "hs_score", "score": "fit"}}, "crm_score.score: must be a score of the rulebook; got 'fit'"),
        ({"closed": [{"event": "x", "where": "a = "}]}, "closed[0].where: where must be a condition"),
        ({"interests": {"prices": {"event": "x", "where": "now()"}}}, "interests.prices.where: where must not hold"),
        ({"funnel": ["lead", "won", "won"]}, "funnel: each stage must have a name of its own; got 'won' 2 times"),
        (
            {"funnel": ["lead", "won"], "kpis": {"goal": "wn"}},
            "kpis.goal: must be a stage of the funnel; got 'wn'. Hint: did you mean 'won'?",
        ),
        ({"capacity": None}, "warning capacity: should be given"),
        ({"holdout_from": None}, "warning holdout_from: should be given"),
        (
            {"holdout_from": "2026-01-01"},
            "holdout_from: must lie between the moments' from and until, 2025-01-01 and 2026-01-01; got 2026-01-01",
        ),
        ({"holdout_from": "2025-01-20"}, "holdout_from: must leave room for one whole horizon (30d) after the first moment, 2025-01-01"),
        ({"moments": {"from": "2025-01-01", "until": "2025-01-01"}}, "moments.until: must be later than the first moment, 2025-01-01"),
        (
            {"known_until": "2025-01-30"},
            "horizon: must end for some moment before what is known, 2025-01-30; the first moment is 2025-01-01",
        ),
    ],
)
def test_each_fault_is_told_where_it_stands(changes, start):
    assert any(fault.startswith(start) for fault in told(**changes)), told(**changes)


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({"outcome": {"stage": "wn"}}, "outcome.stage: must be a stage of the history; got 'wn'. Hint: did you mean 'won'?"),
        ({"outcome": {"event": ["purchase", "buy"]}}, "warning outcome.event: should be an event type of the history; got 'buy'"),
        (
            {"closed": [{"stage": "lst"}]},
            "warning closed[0].stage: should be a stage of the history; got 'lst'. Hint: did you mean 'lost'?",
        ),
        ({"steps": {"demo": {"event": "demo"}}}, "warning steps.demo.event: should be an event type of the history; got 'demo'"),
        (
            {"worked": {"event": "visit", "where": "pge = 1"}},
            "worked.where: column 'pge' must stand in events; it does not. Hint: did you mean 'Page'",
        ),
        ({"value": {"deal": "amont"}}, "value.deal: must be a column of deals of the history; got 'amont'. Hint: did you mean 'amount'?"),
        ({"segments": ["sorce"]}, "warning segments[0]: should be a column of leads or accounts of the history; got 'sorce'"),
        ({"crm_score": {"attribute": "score", "score": "interest"}}, "warning crm_score.attribute: should be a column of leads"),
        ({"rejected": {"stage": "lost", "reason": "why"}}, "warning rejected.reason: should be a column of stage_changes"),
        (
            {"allow": ["vist"]},
            "warning allow: should be an event type or attribute of the history; got 'vist'. Hint: did you mean 'visit'?",
        ),
        ({"clock": "recorded"}, "warning clock: should be occurred; no event says when it was recorded"),
        ({"known_until": "2026-02-01"}, "warning known_until: should not be later than the history's last instant, 2026-01-10"),
        ({"holdout_from": "2025-10-20"}, "warning holdout_from: should leave at least 8 moments whose horizon is known; got 7"),
        ({"horizon": "400d"}, "horizon: must end for some moment before what is known, 2026-01-05"),
    ],
)
def test_each_fault_with_the_history_is_told_where_it_stands(changes, start):
    assert any(fault.startswith(start) for fault in told(seen=SEEN, **changes)), told(seen=SEEN, **changes)


def test_an_outcome_that_never_happens_is_one_fault():
    assert told(seen=replace(SEEN, outcome_us=()), holdout_from=None)[1:] == [
        "outcome: must happen to some lead; it never does in this history. Hint: look at outcome.where, and at what was loaded"
    ]


def test_too_few_converting_leads_in_the_holdout_are_counted():
    few = replace(SEEN, outcome_us=tuple(instant_us("2025-07-05") + number * DAY_US for number in range(49)))
    assert told(seen=few)[1:] == [
        "warning holdout_from: should leave at least 50 converting leads after it; got 49. "
        "Hint: its figures will have wide intervals; begin the holdout earlier"
    ]


def test_what_the_study_leaves_out_the_history_tells():
    assert told(seen=SEEN, moments={"every": "7d"}) == []


def test_moments_long_before_the_first_outcome_are_told():
    late = replace(SEEN, outcome_us=tuple(us for us in SEEN.outcome_us if us > instant_us("2025-03-05")))
    assert told(seen=late) == [
        "warning moments.from: should lie less than two horizons before the first outcome, 2025-03-07; the first moment is 2025-01-01. "
        "Hint: look from the day on which outcomes were first recorded; before it every lead counts as not converting"
    ]
