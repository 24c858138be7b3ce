"""``leadscore start``: what it makes of an analyst's own exports."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from leadscore_analysis.cli.program import run
from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.starting.names import words
from leadscore_analysis.starting.rulebook_text import class_points, horizon_days
from leadscore_analysis.starting.start import Start, started
from leadscore_analysis.starting.yaml_lines import scalar, slug
from leadscore_analysis.study import Study

DATA = Path(__file__).parents[2].parent / "shared" / "data"
OLIST = DATA / "olist"
BPI2012 = Path(os.environ.get("BPI2012_EVENTS", DATA / "bpi2012" / "events.parquet"))
DAY_US = 86_400_000_000


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def day(number: int) -> str:
    return (date(2026, 1, 1) + timedelta(days=number)).isoformat()


@pytest.fixture
def exports() -> list[str]:
    """Eighty leads visit; every second asks for a demo ten days later, and half of these buy; some of the others unsubscribe."""
    rows = ["Contact;Created;Action;Page"]
    for lead in range(80):
        rows.append(f"L{lead};{day(lead)};visit;/home")
        if lead % 2 == 0:
            rows.append(f"L{lead};{day(lead + 10)};demo request;/demo")
        if lead % 4 == 0:
            rows.append(f"L{lead};{day(lead + 20)};purchase;/buy")
        if lead % 4 == 1:
            rows.append(f"L{lead};{day(lead + 5)};unsubscribe;")
    Path("log.csv").write_text("\n".join(rows) + "\n")
    countries = [f"L{lead},{'NL' if lead % 4 == 0 else 'BE'},Name {lead}" for lead in range(80)]
    Path("contacts.csv").write_text("\n".join(["contact,country,name", *countries]) + "\n")
    return ["log.csv", "contacts.csv"]


def test_the_columns_are_found_by_name_and_content(exports: list[str]) -> None:
    found = {guess.table: guess.columns for guess in started(exports, out=Path()).tables}
    assert found == {
        "events": {"lead_id": "Contact", "occurred_at": "Created", "event_type": "Action"},
        "leads": {"lead_id": "contact"},
    }


def test_study_and_rulebook_pass_check_and_the_study_can_be_loaded(exports: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["start", *exports]) == 0
    assert run(["check", "study.yml", "rulebook.yml"]) == 0
    assert run(["load", "study.yml"]) == 0
    assert run(["check", "study.yml", "rulebook.yml"]) == 0
    assert "study.yml: study, no faults" in capsys.readouterr().out


def test_outcome_closing_and_times_are_proposed(exports: list[str]) -> None:
    study = Study.load(started(exports, out=Path()).study)
    assert study.outcome.event == ("purchase",)
    assert [closing.event for closing in study.closed] == [("unsubscribe",)]
    assert (study.horizon, study.known_until) == (14 * DAY_US, 1_775_520_000 * 1_000_000)
    assert study.judge.score == "interest"
    assert (study.name, study.history.database) == ("log", Path("data/log.duckdb"))


def test_rules_get_classes_by_how_leads_converted_afterwards(exports: list[str]) -> None:
    rules = {rule.rule: rule for rule in Rulebook.load(started(exports, out=Path()).rulebook).model.scores[0].rules}
    assert {name: getattr(rule, "points", None) for name, rule in rules.items()} == {"visit": 5, "demo-request": 15}


def test_each_guess_says_why(exports: list[str]) -> None:
    made = started(exports, out=Path("first"))
    assert (made.study, made.rulebook) == (Path("first/study.yml"), Path("first/rulebook.yml"))
    assert "outcome: {event: purchase}    # check: its name says so; 20 of 80 leads (25.0%)" in made.study.read_text()
    assert "points: 15, expires: 14d}    # 50.0% of 40 leads converted after it" in made.rulebook.read_text()


def test_nothing_is_overwritten_without_force(exports: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("study.yml").write_text("mine")
    assert run(["start", *exports]) == 1
    assert "study.yml must not be overwritten" in capsys.readouterr().err
    assert Path("study.yml").read_text() == "mine"
    assert run(["start", *exports, "--force"]) == 0


def test_json_says_what_was_found(exports: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["start", *exports, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["event_types"] == {"visit": 80, "demo request": 40, "purchase": 20, "unsubscribe": 20}
    assert told["outcome"]["name"] == "purchase"
    assert told["loaded"]["rejected"] == 0


def made_from(**files: str) -> Start:
    for name, text in files.items():
        Path(f"{name}.csv").write_text(text)
    return started([f"{name}.csv" for name in files], out=Path())


def test_a_list_of_leads_and_a_list_of_won_ones_are_enough() -> None:
    leads = "".join(f"L{lead},{day(lead)},{'ad' if lead % 2 else 'search'}\n" for lead in range(60))
    won = "".join(f"L{lead},{day(lead + 9)}\n" for lead in range(0, 60, 6))
    made = made_from(leads="lead_id,first_contact_date,origin\n" + leads, deals="lead_id,won_date\n" + won)
    assert {guess.table: guess.values for guess in made.tables} == {
        "events": {"event_type": "first_contact"},
        "leads": {},
        "stage_changes": {"stage": "won"},
    }
    assert (made.found.outcome.name, made.found.converting) == ("won", 10)


def test_without_a_name_for_it_what_few_leads_reach_late_is_the_outcome() -> None:
    rows = [f"L{lead},{day(lead + step)},step{step}" for lead in range(40) for step in range(4) if lead % (step + 1) == 0]
    made = made_from(log="\n".join(["lead_id,date,event", *rows]))
    assert made.found.outcome.name == "step3"
    assert "this is a guess" in made.study.read_text()


def test_a_closing_that_is_followed_by_conversions_is_none() -> None:
    rows = [f"L{lead},{day(lead + at)},{event}" for lead in range(40) for at, event in ((0, "visit"), (1, "offer cancelled"), (2, "won"))]
    assert made_from(log="\n".join(["lead_id,date,event", *rows])).found.closings == ()


def test_unusable_rows_are_allowed_for_and_told(exports: list[str]) -> None:
    with Path("log.csv").open("a") as log:
        log.write("L1;soon;visit;/\n" * 20)
    made = started(exports, out=Path())
    assert "max_rejected: 12%" in made.study.read_text()
    assert run(["load", "study.yml"]) == 0


def test_names_that_yaml_would_misread_come_back_as_they_are() -> None:
    rows = [
        f"L{lead},{day(lead + at)},{event}"
        for lead in range(40)
        for at, event in enumerate(("no", "12: a #b", "\u00e9t\u00e9", "won"))
        if lead >= 9 * at
    ]
    made = made_from(log="\n".join(["lead_id,date,event", *rows]))
    rules = Rulebook.load(made.rulebook).model.scores[0].rules
    assert 'rule: "no"' in made.rulebook.read_text()
    assert {event for rule in rules for event in getattr(rule, "event", ())} == {"no", "12: a #b", "\u00e9t\u00e9"}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a": "x,y\n1,2\n"}, "one file must say what leads did"),
        ({"a": ""}, "must have a header line"),
        ({"a": "lead_id,date,event\n"}, "one file must say what leads did"),
        ({"a": "lead_id,date,event\nA,2026-01-01,visit\nB,2026-01-02,visit\n"}, "must show which leads converted"),
        (
            {"a": "lead_id,date,event\nA,2026-01-01,visit\nB,2026-01-02,visit\nA,2026-01-03,won\n"},
            "must cover 8 days or more; they cover 2.0",
        ),
    ],
)
def test_files_that_do_not_do_are_told(files: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        made_from(**files)
    assert not Path("study.yml").exists()


def test_a_missing_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["start", "absent.csv"]) == 1
    assert "absent.csv must be a file; it is not there. Hint: check the path and the folder you are in" in capsys.readouterr().err


def test_words_of_a_name_are_told_apart() -> None:
    assert words("closedWon") == {"closed", "won", "closedwon"}


def test_classes_follow_the_lift() -> None:
    assert [class_points(rate, 0.1) for rate in (0.05, 0.12, 0.2)] == [5, 10, 15]


def test_the_horizon_covers_the_conversions_within_a_quarter_of_the_span() -> None:
    assert [horizon_days(taken * DAY_US, 200 * DAY_US) for taken in (0, 8, 80)] == [1, 14, 30]


def test_slugs_are_not_given_twice() -> None:
    taken: set[str] = set()
    assert [slug(text, taken) for text in ("Form A!", "form-a", "!", "\u00e9t\u00e9")] == ["form-a", "form-a-2", "rule", "ete"]
    assert scalar("a: b") == '"a: b"'


@pytest.mark.skipif(not OLIST.is_dir(), reason="the Olist marketing funnel is not here")
def test_olist_marketing_funnel() -> None:
    made = started(sorted(str(path) for path in OLIST.glob("*.csv")), out=Path())
    assert (made.found.leads, made.found.converting, made.found.outcome.kind) == (8000, 842, "stage")
    assert run(["check", "study.yml", "rulebook.yml"]) == 0


@pytest.mark.skipif(not BPI2012.is_file(), reason="the BPI Challenge 2012 events are not here; set BPI2012_EVENTS")
def test_bpi_challenge_2012() -> None:
    made = started([str(BPI2012)], out=Path())
    assert (made.found.outcome.name, made.found.converting) == ("A_APPROVED", 2246)
    assert {closing.name for closing in made.found.closings} == {"A_DECLINED", "A_CANCELLED", "O_DECLINED"}
    assert run(["check", "study.yml", "rulebook.yml"]) == 0
