"""Very many rows: some rows at a time give what all at once give, and some accounts are a material of their own."""

from contextlib import closing
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.suggestion import fit, material
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.path import change_path
from leadscore_analysis.suggestion.rolling import fitted_folds
from leadscore_analysis.suggestion.sampled_told import sampled_sentences
from leadscore_analysis.suggestion.searched import searched_part
from leadscore_analysis.suggestion.terms import judged_terms
from leadscore_analysis.words import languages, read_words
from tests.suggestion.small_world import small_history, small_rulebook, small_study

NO_LEAKS = pd.DataFrame({"kind": [], "name": [], "named": [], "allowed": []})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with closing(Replay(small_history(tmp_path_factory.mktemp("searched"), leads=400), small_rulebook())) as replay:
        study = small_study()
        found = Material.of(label(replay, study), judged_terms(replay.terms, replay.rulebook.model, study, NO_LEAKS), seed=1)
        yield found


@pytest.fixture(scope="module")
def folds(made):
    return fitted_folds(made)


def test_a_fit_made_whole_row_by_row_is_the_same(made, monkeypatch):
    whole = made.fit()
    monkeypatch.setattr(fit, "AT_ONCE", 7)
    assert [(step.points.tolist(), step.intercept) for step in made.fit().path] == [
        (step.points.tolist(), step.intercept) for step in whole.path
    ]


def test_a_path_judged_a_few_rows_at_a_time_is_the_same(made, folds, monkeypatch):
    whole = change_path(made, folds, made.fit(), Fraction(3))
    monkeypatch.setattr(material, "AT_ONCE", 50)
    pd.testing.assert_frame_equal(change_path(made, folds, made.fit(), Fraction(3)).table, whole.table)


def test_rows_that_were_not_read_yet_are_read_when_they_are_asked_for(made):
    every = np.arange(len(made.examples.rows))
    assert not made.read.has(every)
    assert (made.units_of(every) == made.examples.units.to_numpy() * made.weights).all()


def test_few_rows_are_all_searched(made, folds):
    part = searched_part(made, folds)
    assert part.material is made
    assert part.share == 1


def test_some_accounts_keep_their_rows_units_and_folds(made, folds):
    part = searched_part(made, folds, most=len(made.examples.rows) // 3)
    assert part.share == pytest.approx(1 / 3, rel=0.1)
    here, there = made.examples.rows, part.material.examples.rows
    kept = here[here["account"].isin(set(there["account"]))].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept.drop(columns=["lead", "cluster"]), there.drop(columns=["lead", "cluster"]))
    assert (part.material.examples.leads["lead_id"].to_numpy()[there["lead"]] == there["lead_id"]).all()
    assert part.material.units.tolist() == (part.material.units_of(part.material.places) / made.weights).tolist()
    for whole, own in zip(folds, part.folds, strict=True):
        tested = here.iloc[whole.fold.test]
        wanted = tested[tested["account"].isin(set(there["account"]))]
        assert there["lead_id"].to_numpy()[own.fold.test].tolist() == wanted["lead_id"].tolist()
        assert there["moment"].iloc[own.fold.test].tolist() == wanted["moment"].tolist()


def test_accounts_are_renumbered_without_gaps(made):
    part, places = made.examples.some_accounts(np.arange(len(made.examples.clusters)) % 5 == 2)
    assert sorted(part.leads["cluster"].unique()) == list(range(len(part.clusters)))
    assert part.rows["score"].tolist() == made.examples.score[places].tolist()


def test_what_only_some_rows_were_asked_for_is_told_in_every_language():
    counts = SimpleNamespace(rows=9_000, fitted_rows=3_000, leads=800, sampled_rows=1_200, searched_leads=90)
    suggestion = SimpleNamespace(counts=counts)
    for language in languages():
        rows, leads = sampled_sentences(suggestion, read_words(language))
        assert "1" in rows
        assert "200" in rows
        assert "90" in leads
    all_of_them = SimpleNamespace(counts=SimpleNamespace(sampled_rows=None, searched_leads=None))
    assert not list(sampled_sentences(all_of_them))
