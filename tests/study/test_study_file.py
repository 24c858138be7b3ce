"""The study file: every key of its page, and every fault at once."""

from decimal import Decimal
from pathlib import Path

import pytest

from leadscore_analysis.clock import DAY_US, instant_us
from leadscore_analysis.errors import FaultsError, InputError
from leadscore_analysis.study import Happening, Study

SHORTEST = """\
study: shortest
rulebook: rules.yml
outcome: {stage: won}
horizon: 90d
moments: {from: 2024-07-01, until: 2026-01-01}
"""
FULL = """\
study: spring-review
history:
  database: data/history.duckdb
  events: {from: exports/events.csv, columns: {lead_id: contact, occurred_at: ts, event_type: action}, timezone: Europe/Amsterdam}
  leads:  {from: exports/contacts.parquet}
rulebook: rulebooks/current.yml
judge: {score: interest, line: 75}
outcome: {stage: won}
value: {deal: amount}
closed: [{stage: lost}]
worked: {event: [call_connected, meeting_held]}
accepted: {stage: contacted}
rejected: {stage: rejected, reason: reject_reason}
service_level: 24h
clock: occurred
horizon: 90d
known_until: 2026-01-01
moments: {every: 7d, from: 2024-07-01, until: 2026-01-01, quiet_after: 365d}
holdout_from: 2025-06-01
capacity: {leads_per_week: 40}
costs: {worked_lead: 25, conversion: 1200}
funnel: [lead, qualified, contacted, {name: offer sent, event: offer_sent}, won]
steps: {webinar: {event: webinar_attended}, demo: {event: demo_held}}
interests: {pricing: {event: page_view, where: "page LIKE '/pricing%'"}}
segments: [source, campaign, country]
allow: []
crm_score: {attribute: hs_score, score: interest}
kpis: {goal: won, feeds: [qualified, contacted]}
privacy: {smallest_group: 5}
seed: 7
"""


def read(folder: Path, text: str) -> Study:
    path = folder / "study.yml"
    path.write_text(text, encoding="utf-8")
    return Study.load(path)


def faults(folder: Path, text: str) -> str:
    with pytest.raises(FaultsError) as caught:
        read(folder, text)
    return str(caught.value)


def test_the_whole_page_is_read(tmp_path):
    study = read(tmp_path, FULL)
    assert study.judge.line == Decimal(75)
    assert study.history.events.columns["lead_id"] == "contact"
    assert study.worked == Happening(event=("call_connected", "meeting_held"))
    assert (study.horizon, study.moments.every, study.service_level) == (90 * DAY_US, 7 * DAY_US, DAY_US)
    assert study.holdout_from == instant_us("2025-06-01T00:00:00Z")
    assert (study.value.entity, study.value.column) == ("deal", "amount")
    assert study.report_dir == Path("reports/spring-review")


def test_what_is_left_out_has_a_default(tmp_path):
    study = read(tmp_path, SHORTEST)
    assert study.history.database == Path("data/history.duckdb")
    assert study.history.max_rejected == 0.01
    assert (study.moments.every, study.moments.quiet_after) == (7 * DAY_US, 365 * DAY_US)
    assert (study.clock, study.closed, study.holdout_from, study.seed) == ("occurred", (), None, 7)
    assert study.privacy.smallest_group == 5


def test_funnel_stages_are_built_in_or_named_or_defined(tmp_path):
    funnel = read(tmp_path, FULL).funnel
    assert [stage.name for stage in funnel] == ["lead", "qualified", "contacted", "offer sent", "won"]
    assert [stage.happening for stage in funnel[:3]] == [None, None, Happening(stage="contacted")]
    assert funnel[3].happening == Happening(event=("offer_sent",))


def test_one_closing_needs_no_list(tmp_path):
    assert read(tmp_path, SHORTEST + "closed: {stage: lost}\n").closed == (Happening(stage="lost"),)


@pytest.mark.parametrize("written", ["2%", "0.02", "2 %", "2.0%"])
def test_the_share_of_rejected_rows_may_be_written_as_a_percentage(tmp_path, written):
    assert read(tmp_path, SHORTEST + f"history: {{max_rejected: {written}}}\n").history.max_rejected == pytest.approx(0.02)


def test_environment_variables_stand_in_paths(tmp_path, monkeypatch):
    monkeypatch.setenv("EXPORTS", "/data/exports")
    study = read(tmp_path, SHORTEST + "history: {events: {from: '${EXPORTS}/events.csv'}}\n")
    assert study.history.events.from_ == "/data/exports/events.csv"


def test_a_variable_that_is_not_set_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("EXPORTS", raising=False)
    told = faults(tmp_path, SHORTEST.replace("rules.yml", "${EXPORTS}/rules.yml"))
    assert "rulebook (line 2): the environment variable EXPORTS must be set; got none" in told


@pytest.mark.parametrize("name", ["../up", "a/b", "Spring", ".hidden", "-x", "''", "a b", "x" * 65])
def test_a_name_that_could_leave_its_folder_is_refused(tmp_path, name):
    assert "study (line 1)" in faults(tmp_path, SHORTEST.replace("shortest", name))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{stage: won}", "{stage: won, event: buy}", "outcome (line 3): exactly one of stage and event must be given; got both"),
        ("{stage: won}", "{}", "outcome (line 3): exactly one of stage and event must be given; got neither"),
        ("{stage: won}", "{stage: won, where: a = 1}", "outcome (line 3): where must stand beside event"),
        ("{stage: won}", "{stgae: won}", "outcome.stgae (line 3): this key is not known here. Hint: did you mean 'stage'?"),
        ("90d", "90", "horizon (line 4): a duration must be a whole number and s, min, h, d or w; got 90"),
        ("until: 2026-01-01", "until: 2026-02-30", "moments.until (line 5): an instant must be an ISO date"),
        ("horizon: 90d", "horizn: 90d", "horizn (line 4): this key is not known here. Hint: did you mean 'horizon'?"),
        ("horizon: 90d", "horizn: 90d", "horizon: this key is needed and missing"),
    ],
)
def test_a_fault_is_told_with_path_line_and_hint(tmp_path, old, new, told):
    assert told in faults(tmp_path, SHORTEST.replace(old, new))


def test_all_faults_are_told_at_once(tmp_path):
    bad = SHORTEST.replace("90d", "90").replace("{stage: won}", "{}") + "clock: record\nclosed: [{}]\nfunnel: [{name: offer}]\nseed: x\n"
    assert "6 faults" in faults(tmp_path, bad)


def test_the_judged_score_must_be_named_when_there_are_several(tmp_path):
    study = read(tmp_path, SHORTEST)
    assert study.judged_score(["interest"]) == "interest"
    with pytest.raises(InputError, match=r"judge\.score must name one of the rulebook's scores"):
        study.judged_score(["interest", "fit"])
    with pytest.raises(InputError, match="did you mean 'interest'"):
        read(tmp_path, SHORTEST + "judge: {score: intrest}\n").judged_score(["interest", "fit"])
