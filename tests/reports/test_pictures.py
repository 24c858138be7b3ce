from pathlib import Path

import pytest

from leadscore_analysis.reports.pictures import main, write_pictures
from tests import report_tables as tables


@pytest.fixture
def report(tmp_path: Path) -> Path:
    found = {
        "lift_by_decile": tables.lift_by_decile(),
        "conversion_by_band": tables.conversion_by_band(),
        "cards": tables.cards(),
        "suggestions": tables.points(),
    }
    for name, table in found.items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    return tmp_path


def test_the_pictures_are_drawn_from_a_studys_tables(report: Path) -> None:
    written = write_pictures(report, report / "pictures")
    assert [path.name for path in written] == ["lift.svg", "bands.svg", "cards.svg", "points.svg"]
    assert "3.4 times as often as the average" in written[0].read_text(encoding="utf-8")


def test_a_folder_without_the_tables_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), str(tmp_path)]) == 1
    assert "must hold lift_by_decile.csv" in capsys.readouterr().err


def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one"]) == 2
    assert "usage:" in capsys.readouterr().err
