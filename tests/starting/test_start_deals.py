"""``leadscore start`` with an ordinary export of deals, and with columns that have other names or none that are known."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from leadscore_analysis.cli.program import run
from leadscore_analysis.errors import InputError
from leadscore_analysis.starting.start import started
from leadscore_analysis.study import Study

_STAGES = {0: "Closed Won", 1: "Closed Lost", 2: "Proposal"}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def day(number: int) -> str:
    return (date(2025, 1, 1) + timedelta(days=number)).isoformat()


def written(name: str, *rows: str) -> str:
    Path(name).write_text("\n".join(rows) + "\n")
    return name


def events(header: str = "Email;Date;Activity") -> str:
    """Eighty leads visit, and every second asks for a demo five days later."""
    visits = [f"p{lead}@x.nl;{day(lead)};visit" for lead in range(80)]
    return written("events.csv", header, *visits, *(f"p{lead}@x.nl;{day(lead + 5)};demo request" for lead in range(0, 80, 2)))


def deals(*more: str) -> str:
    """Every fourth lead has a deal twenty days later: won, lost and open in turn."""
    rows = [f"D{lead};p{lead}@x.nl;1.250,50;{_STAGES[lead // 4 % 3]};{day(lead + 20)}" for lead in range(0, 80, 4)]
    return written("deals.csv", "Deal ID;Contact Email;Amount;Deal Stage;Close Date", *rows, *more)


def test_one_export_of_deals_fills_deals_and_stage_changes() -> None:
    made = started([events(), deals()], out=Path())
    assert {guess.table: guess.columns for guess in made.tables if guess.look.path == "deals.csv"} == {
        "deals": {"deal_id": "Deal ID", "lead_id": "Contact Email", "amount": "Amount"},
        "stage_changes": {"lead_id": "Contact Email", "deal_id": "Deal ID", "stage": "Deal Stage", "entered_at": "Close Date"},
    }
    study = Study.load(made.study)
    assert (study.outcome.stage, [closing.stage for closing in study.closed]) == ("Closed Won", ["Closed Lost"])
    assert (made.found.converting, made.found.guessed, made.unused) == (7, False, ())


def test_the_deals_of_a_proposed_study_can_be_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["start", events(), deals()]) == 0
    assert run(["check", "study.yml", "rulebook.yml"]) == 0
    assert run(["load", "study.yml"]) == 0
    assert "max_rejected" not in Path("study.yml").read_text()


def test_contacts_with_a_number_and_an_address_are_matched_by_the_address() -> None:
    contacts = written("contacts.csv", "Contact ID;E-mail;Land", *(f"{lead};p{lead}@x.nl;NL" for lead in range(80)))
    made = started([events(), deals(), contacts], out=Path())
    assert {guess.table: guess.columns["lead_id"] for guess in made.tables} == {
        "events": "Email",
        "leads": "E-mail",
        "deals": "Contact Email",
        "stage_changes": "Contact Email",
    }


def test_leads_named_otherwise_in_the_deals_are_told() -> None:
    numbered = written(
        "log.csv", "Contact ID;Date;Event", *(f"{row % 60};{day(row)};{'visit' if row < 60 or row % 3 else 'order'}" for row in range(120))
    )
    made = started([numbered, deals()], out=Path())
    told = "deals.csv: leads are named by Contact Email, those of log.csv by Contact ID; export a column that both have"
    assert made.unused == (told, told)


def test_won_and_lost_without_a_lead_are_told() -> None:
    rows = [f"D{number};{_STAGES[number % 2]};{day(number)}" for number in range(60)]
    made = started([events(), written("deals.csv", "Name;Deal Stage;Close Date", *rows)], out=Path())
    assert made.unused == (
        "deals.csv: Deal Stage tells what was won and lost, but no column for the lead was found; name one lead_id or close_date",
    )


def test_a_guessed_outcome_is_told_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["start", events()]) == 0
    told = "the outcome, demo request, is only a guess: no event type or stage has a name such as won or purchase"
    assert f"A GUESS       {told}; check it first" in capsys.readouterr().out.splitlines()
    assert Path("study.yml").read_text().startswith(f"# CHECK FIRST: {told}.")


def test_the_study_says_from_where_its_paths_are_read() -> None:
    made = started([events(), deals()], out=Path("oe"))
    assert made.study.read_text().startswith(
        "# Paths are read from the folder that you are in: run each command where `leadscore start` ran."
    )


def test_the_horizon_says_why_it_is_shorter_than_conversions_take() -> None:
    text = started([events(), deals()], out=Path()).study.read_text()
    assert (
        "20 days of the lead's first event; 14d is shorter, as a horizon may take no more than a quarter (24 days) of the history" in text
    )


@pytest.mark.parametrize(
    "header",
    [
        "E-mail adres;Datum/Tijd;Soort actie",
        "E-post;Datum och tid;Händelse",
        "E-Mail-Adresse;Zeitpunkt;Ereignistyp",
        "Kolom;Moment;Wat",
    ],
)
def test_columns_are_found_in_other_languages_and_by_content(header: str) -> None:
    [guess] = [guess for guess in started([events(header), deals()], out=Path()).tables if guess.table == "events"]
    assert list(guess.columns.values()) == header.split(";")


def test_ids_that_repeat_are_leads_where_no_name_is_known() -> None:
    rows = [f"K{lead};{day(lead + step)};{'won' if step else 'visit'};{lead % 7}" for lead in range(40) for step in range(2)]
    [guess] = started([written("x.csv", "A;B;C;D", *rows)], out=Path()).tables
    assert guess.columns == {"lead_id": "A", "occurred_at": "B", "event_type": "C"}


def test_a_file_without_known_columns_says_what_was_looked_for() -> None:
    with pytest.raises(InputError, match=r"x\.csv: no column for the lead / the event type was found among Foo, Datum\. Hint: name its"):
        started([written("x.csv", "Foo;Datum", f"1;{day(1)}", f"2;{day(2)}")], out=Path())


def test_a_file_with_nothing_but_a_header_is_told() -> None:
    with pytest.raises(InputError, match=r"events\.csv: it has a header and no rows"):
        started([written("events.csv", "E-mail adres;Datum/Tijd;Soort actie")], out=Path())


def test_a_table_of_which_nothing_can_be_used_is_left_out_of_the_study() -> None:
    rows = [f"p{lead}@x.nl;Proposal;2099-01-01" for lead in range(80)]
    made = started([events(), written("stages.csv", "Email;Stage;Stage Date", *rows)], out=Path())
    assert [guess.table for guess in made.tables] == ["events"]
    assert "max_rejected" not in made.study.read_text()
    assert "stages.csv: none of its rows can be used as stage_changes" in made.unused[0]


def test_files_are_looked_at_before_a_study_in_the_way_is_complained_of(capsys: pytest.CaptureFixture[str]) -> None:
    Path("study.yml").write_text("mine")
    assert run(["start", "absent.csv"]) == 1
    assert "absent.csv must be a file; it is not there" in capsys.readouterr().err


def test_rows_that_cannot_be_used_are_noted_with_the_share_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["start", events(), deals("D99;p1@x.nl;900;Proposal;2099-01-01")]) == 0
    shown = capsys.readouterr().out
    assert "note          max_rejected is set to 5% (usual is 1%), for rows that cannot be used" in shown
    assert "note          deals.csv data row 21: future instant: entered_at lies after the file was read (1 such row)" in shown


def test_events_of_which_none_can_be_used_say_why() -> None:
    rows = [f"p{lead % 40}@x.nl;2099-01-0{1 + lead % 9};visit" for lead in range(80)]
    with pytest.raises(
        InputError, match=r"the source of events must hold rows that can be used; none can: x\.csv data row 1: future instant"
    ):
        started([written("x.csv", "Email;Date;Event", *rows)], out=Path())
