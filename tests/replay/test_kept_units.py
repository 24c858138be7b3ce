"""Units kept apart from points: literal answers, files, what is refused, and equality to the replay for drawn points."""

import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore_analysis.clock import utc_datetime
from leadscore_analysis.errors import InputError
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.replay.units import KeptUnits
from leadscore_analysis.replay.units.portions import portions_of
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.settings_file import settings_text
from tests.replay.drawn.histories import ERAS, STEP_US, Drawn, histories, written
from tests.replay.drawn.rulebooks import rulebooks
from tests.replay.examples import examples
from tests.tiny import at, one_score, tiny_history

OPENS = "{rule: opens, kind: event, event: open, points: 5, expires: 10d}"
FORM = "{rule: form, kind: event, event: form, points: 8, decay: {keep: 50%, every: 2d}, cap: 12}"


@pytest.fixture
def history(tmp_path: Path) -> History:
    return tiny_history(tmp_path / "history", "A: open@1 open@2 form@2; B: form@1 form@2 open@2")


@pytest.fixture
def kept(history: History) -> KeptUnits:
    return Replay(history, one_score(OPENS, FORM, max="20")).units_at([at(2), at(5), at(20)])


def test_a_rule_that_loses_all_before_it_begins_has_no_units(history: History) -> None:
    nothing = "{rule: nothing, kind: event, event: open, points: 5, decay: {lose: 100%, every: 6h}, starts_after: 1d}"
    kept = Replay(history, one_score(OPENS, nothing)).units_at([at(2)])
    assert kept.units["nothing"].tolist() == [0] * len(kept.units)
    assert kept.scores({"nothing": 9}).tolist() == kept.scores().tolist()


def test_units_are_what_awards_count_for_one_point_before_bounds(kept: KeptUnits) -> None:
    rows = kept.units.take(kept.units_no)
    assert rows["opens"].tolist() == [2, 2, 0, 1, 1, 0]
    assert rows["form"].tolist() == [1, 0.5, 0, 2, 0.75, 0]


def test_new_points_are_scored_with_every_bound_applied_anew(kept: KeptUnits) -> None:
    assert kept.scores().tolist() == [18, 14, 0, 17, 11, 0]
    assert kept.scores({"opens": 1}).tolist() == [10, 6, 0, 13, 7, 0]
    assert kept.scores({"opens": Decimal("9.5"), "form": -20}).tolist() == [7, 9, 0, -2.5, -2.5, 0]


def test_a_rulebook_of_the_same_structure_brings_its_own_points_and_bounds(kept: KeptUnits) -> None:
    other = one_score(OPENS.replace("5,", "6,"), FORM.replace("cap: 12", "cap: 10"), max="15")
    assert kept.scores(other).tolist() == [15, 15, 0, 15, 12, 0]


def test_every_term_has_a_name_of_its_own(history: History) -> None:
    tiers = "[{at_least: 1, points: 1}, {at_least: 1, within: 1d, points: 2}]"
    kept = Replay(history, one_score(f"{{rule: often, kind: frequency, event: open, tiers: {tiers}}}")).units_at([at(2)])
    assert kept.units.columns.tolist() == ["often: at least 1", "often: at least 1 (2)"]
    assert kept.scores({"often: at least 1 (2)": 7}).tolist() == [7, 7]


def test_equal_rows_are_kept_once(kept: KeptUnits) -> None:
    assert kept.units_no.tolist() == [0, 1, 2, 3, 4, 2]
    assert kept.row_counts.tolist() == [1, 1, 2, 1, 1]


def test_a_table_of_moments_keeps_its_order_and_rows_before_first_appearance_are_left_out(history: History) -> None:
    asked = pd.DataFrame({"entity_id": ["B", "A", "B", "nobody"], "moment": [at(2), at(2), at(0), at(2)]})
    kept = Replay(history, one_score(OPENS, FORM)).units_at(asked)
    assert kept.rows["entity_id"].tolist() == ["B", "A"]
    assert kept.scores().tolist() == [17, 18]


def test_what_is_written_is_read_again(kept: KeptUnits, tmp_path: Path) -> None:
    kept.write(tmp_path / "units.parquet")
    again = KeptUnits.read(tmp_path / "units.parquet")
    pd.testing.assert_frame_equal(again.rows, kept.rows)
    pd.testing.assert_frame_equal(again.units, kept.units)
    assert again.table({"form": 3}).equals(kept.table({"form": 3}))
    assert again.structure == kept.structure


@pytest.mark.parametrize(
    ("change", "named"),
    [(("expires: 10d", "expires: 11d"), "opens"), (("50%", "60%"), "form"), (("event: open", "event: click"), "opens")],
)
def test_points_of_another_structure_are_refused_and_the_rule_is_named(kept: KeptUnits, change: tuple[str, str], named: str) -> None:
    other = one_score(OPENS.replace(*change), FORM.replace(*change))
    with pytest.raises(InputError, match=f"the structure of the one whose units were kept; the rule {named} differs"):
        kept.scores(other)


def test_unknown_terms_scores_and_finer_points_are_refused(kept: KeptUnits) -> None:
    with pytest.raises(InputError, match=r"got 'open'.*did you mean 'opens'"):
        kept.scores({"open": 3})
    with pytest.raises(InputError, match="at most 4 decimals"):
        kept.scores({"opens": 0.00001})
    with pytest.raises(InputError, match=r"the score must be one of the rulebook's; got 'fit'"):
        kept.scores(score="fit")


ROLLED = """
rulebook: rolled
scores:
  - {score: i, max: 20, rules: [{rule: form, kind: event, event: form, points: 5}]}
  - {score: all, entity: account, max: 30, rollup: {score: i, how: sum}}
  - {score: top, entity: account, rollup: {score: i, how: max}}
  - {score: half, entity: account, formula: {all: 0.5, top: 1}}
"""


@pytest.fixture
def accounts(tmp_path: Path) -> History:
    """A is at acme and moves to base at day 5; B is at acme; base has nobody before."""
    leads = [("A", "acme", at(0)), ("A", "base", at(5)), ("B", "acme", at(0)), ("C", "base", at(9))]
    rows = [dict(zip(("lead_id", "account_id", "valid_from"), version, strict=True)) for version in leads]
    return tiny_history(tmp_path / "accounts", "A: form@1; B: form@1 form@2 form@3; C: form@9", leads=rows)


def test_roll_ups_are_scored_from_the_members_of_the_moment(accounts: History) -> None:
    kept = Replay(accounts, Rulebook.from_text(ROLLED)).units_at(
        pd.DataFrame({"entity_id": ["acme", "acme", "base", "B"], "moment": [at(4), at(6), at(6), at(6)]})
    )
    assert kept.scores(score="all").tolist()[:3] == [20, 15, 5]
    assert kept.scores({"form": 9}, score="all").tolist()[:3] == [29, 20, 9]
    assert kept.scores({"form": -2}, score="top").tolist()[:3] == [-2, -6, -2]
    assert kept.scores({"form": 9}, score="half").tolist()[:3] == [34.5, 30, 13.5]
    assert np.isnan(kept.scores(score="all")[3])


def test_units_of_members_are_written_and_read_again(accounts: History, tmp_path: Path) -> None:
    kept = Replay(accounts, Rulebook.from_text(ROLLED)).units_at(pd.DataFrame({"entity_id": ["base", "acme"], "moment": [at(10), at(2)]}))
    kept.write(tmp_path / "units.parquet")
    again = KeptUnits.read(tmp_path / "units.parquet")
    pd.testing.assert_frame_equal(again.rows, kept.rows)
    assert again.scores({"form": 7}, score="all").tolist() == kept.scores({"form": 7}, score="all").tolist() == [14, 21]


def test_a_roll_up_needs_the_members_kept(history: History) -> None:
    without = Rulebook.from_text("".join(ROLLED.splitlines(keepends=True)[:4]))
    with pytest.raises(InputError, match="only it has a roll-up"):
        Replay(history, without).units_at([at(4)]).scores(Rulebook.from_text(ROLLED))


def test_another_file_is_no_file_of_kept_units(tmp_path: Path, history: History) -> None:
    (tmp_path / "text.parquet").write_text("no parquet")
    for path in (tmp_path / "text.parquet", history.path / "events.parquet", tmp_path / "nowhere.parquet"):
        with pytest.raises(InputError, match="must be a file of kept units"):
            KeptUnits.read(path)


def test_an_award_that_new_points_end_earlier_or_later_counts_as_long_as_they_say(history: History) -> None:
    """At 10 % of 1.2345 points the rounded step is below 1 %; at 10 % of 1 point it is not."""
    book = one_score("{rule: form, kind: event, event: form, points: 1.2345, decay: {keep: 10%, every: 1d}}")
    kept = Replay(history, book).units_at([at(4)])
    assert kept.scores().tolist() == [0, 0]
    assert kept.scores({"form": 1}).tolist() == [0.01, 0.01]


points = st.one_of(st.integers(-20, 20), st.sampled_from(["0.5", "1.2345", "-0.0001", "0.0064", "99.9999"]))


@given(st.data())
@examples(30)
def test_scores_of_new_points_are_those_of_the_replay(data: st.DataObject) -> None:
    drawn: Drawn = data.draw(histories())
    book = Rulebook.from_text(settings_text(data.draw(rulebooks(drawn.year))))  # type: ignore[arg-type]
    other = book.with_points({term.path: Decimal(data.draw(points)) for term in portions_of(book.model).terms})
    moments = [utc_datetime(ERAS[drawn.year] + step * STEP_US) for step in range(-1, 40, 3)]
    with tempfile.TemporaryDirectory() as folder:
        history = written(Path(folder), drawn)
        kept = Replay(history, book).units_at(moments)
        replayed = Replay(history, other).scores_at(moments)
    for score in (known.score for known in book.model.scores):
        expected = replayed[replayed["score"] == score]
        found = kept.scores(other, score=score)
        own = kept.rows[~np.isnan(found)].assign(value=found[~np.isnan(found)])
        both = expected.merge(own, on=["entity_id", "moment"], how="outer")
        assert both["value_x"].astype(float).tolist() == both["value_y"].tolist()
