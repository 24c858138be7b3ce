"""Planted truths are found by the search for structures, and noise is not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.replay import Replay
from leadscore_analysis.suggestion.candidates import candidates_table, shown_candidates
from leadscore_analysis.suggestion.replaying import changed_rulebook
from leadscore_analysis.suggestion.searched import searched_part
from leadscore_analysis.suggestion.structure import on_all_rows, structure_search, structure_table, taken_structures
from leadscore_analysis.suggestion.structure.table import shown_structure, structure_sentence
from tests.suggestion.planted_world import planted


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    found = planted(tmp_path_factory.mktemp("planted"))
    yield found
    found.replay.close()


@pytest.fixture(scope="module")
def search(world):
    return structure_search(world.replay.engine, world.replay.rulebook.model, world.material, world.folds, world.fit, changes=None)


@pytest.fixture(scope="module")
def candidates(world, search):
    return candidates_table(world.replay, world.study, world.leaks, search, world.fit)


def searched(search, rule):
    return next(each for each in search.rules if each.placed.rule.rule == rule)


def test_a_cut_that_was_planted_at_50_is_found(search):
    size = searched(search, "size")
    assert (size.chosen.variant.kind, size.chosen.variant.now, size.chosen.variant.then) == ("cut", "200", "50")
    assert size.helps


def test_an_expiry_that_was_planted_is_found(search):
    demo = searched(search, "demo")
    assert demo.chosen.variant.then in {"7d", "14d"}
    assert demo.helps


def test_what_helps_does_better_than_the_structure_in_force_in_most_folds(search):
    size = searched(search, "size")
    assert (size.better, size.same) == (6, 5)
    assert not replace(size, better=3).helps, "three of six are no majority"
    row = structure_table(replace(search, rules=(replace(size, better=3),)), ()).iloc[0]
    assert (row["because"], row["better_in_folds"], row["same_in_folds"], row["folds"]) == ("not_stable", 3, 5, 6)
    assert "in only 3 of 6 trials" in structure_sentence(row.to_dict())


def test_noise_does_not_make_it_past_one_standard_error(search):
    assert not searched(search, "page").helps
    assert not searched(search, "mail").helps


def test_what_helps_is_taken_best_first_and_each_step_says_what_it_changes(world, search):
    taken = taken_structures(search, world.fit.card())
    assert {rule.placed.rule.rule for rule in taken.rules} == {"size", "demo"}
    assert taken.rules[0].gain.value > taken.rules[1].gain.value
    assert [step.changes - len(world.fit.card().fitted_changes) for step in taken.steps] == [1, 2]
    assert "size: cut 50" in taken.steps[-1].terms
    assert taken.values(2) | {} == {**taken.rules[0].chosen.variant.values, **taken.rules[1].chosen.variant.values}


def test_a_rule_with_another_structure_has_its_support_and_nothing_of_what_it_was_worth_before(world, search):
    before = world.fit.card()
    after = taken_structures(search, before).card(before, 1)
    [place] = [at for at, entry in enumerate(before.terms) if entry.term.name == "size: from 200"]
    assert after.terms[place].reason == "goes_with_structure"
    assert np.isnan([after.terms[place].low, after.terms[place].high]).all()
    assert after.support.loc[place, "leads"] > 1.5 * before.support.loc[place, "leads"], "many more are larger than 50 than 200"
    others = [at for at in range(len(before.terms)) if at != place]
    assert after.support.iloc[others].equals(before.support.iloc[others])


def test_a_step_scores_as_the_replay_of_its_rulebook_does(world, search):
    taken = taken_structures(search, world.fit.card())
    fold, structure = search.folds[0], taken.by_step[1][0]
    points = world.folds[0].fit.card().points
    rows = world.material.examples.rows.iloc[fold.test[:200]]
    other = Replay(world.replay.history, changed_rulebook(world.replay.rulebook, {**points, **structure.values}))
    replayed = other.scores_at(rows[["lead_id", "moment"]].rename(columns={"lead_id": "entity_id"}))
    other.close()
    told = replayed.set_index(["entity_id", "moment"])["value"].astype(float)
    expected = told.reindex(pd.MultiIndex.from_frame(rows[["lead_id", "moment"]])).to_numpy()
    np.testing.assert_allclose(taken.steps[1].by_fold[0][0][:200], expected, atol=1e-6)


def test_the_table_says_what_to_write_and_why(search):
    table = shown_structure(structure_table(search, search.helping), smallest=5)
    size = table.set_index("rule").loc["size"]
    assert size["verdict"] == "change"
    assert size["sets"] == "scores[0].rules[0].ranges[0].points: 20; scores[0].rules[0].ranges[0].from: 50"
    assert size["reason"].startswith("the log loss of later moments falls by")
    assert size["reason"].endswith("better than the one in force in 6 of 6 trials on later moments of other accounts")
    assert table.set_index("rule").loc["page", "verdict"] == "keep"


def test_an_unused_event_type_that_brings_sales_tops_the_candidates(candidates):
    first = candidates.iloc[0]
    assert (first["name"], first["verdict"]) == ("webinar", "add")
    assert first["points"] > 0
    assert first["gain"] > first["standard_error"]
    assert first["low"] <= first["points"] <= first["high"]


def test_candidates_that_are_noise_are_not_named_worth_adding(candidates):
    noise = candidates[candidates["name"].isin(["banner", "colour", "mail", "page"])]
    assert len(noise) >= 4
    assert set(noise["verdict"]) == {"keep"}


def test_sales_own_work_is_no_candidate_unless_the_study_allows_it(world, search, candidates):
    assert "call" not in set(candidates["name"])
    allowed = world.study.model_copy(update={"allow": ("call",)})
    assert "call" in set(candidates_table(world.replay, allowed, world.leaks, search, world.fit)["name"])


def test_a_leak_is_no_candidate_unless_the_study_allows_it(world, search):
    leaking = world.leaks.assign(named=world.leaks["name"] == "webinar", allowed=False)
    assert "webinar" not in set(candidates_table(world.replay, world.study, leaking, search, world.fit)["name"])


def test_what_a_rule_uses_is_no_candidate(candidates):
    assert not {"employees", "lead_id"} & set(candidates["name"])
    assert set(candidates.loc[candidates["name"] == "demo", "form"]) <= {"times"}


def test_a_candidates_rule_can_be_pasted_and_scores_as_it_was_judged(world, search, candidates):
    row = candidates.iloc[0]
    text = world.replay.rulebook.text().rstrip("\n") + f"\n      - {row['rule']}\n"
    other = Replay(world.replay.history, type(world.replay.rulebook).from_text(text))
    rows = world.material.examples.rows.iloc[::40]
    replayed = other.scores_at(rows[["lead_id", "moment"]].rename(columns={"lead_id": "entity_id"}))
    other.close()
    told = replayed.set_index(["entity_id", "moment"])["value"].astype(float)
    found = told.reindex(pd.MultiIndex.from_frame(rows[["lead_id", "moment"]])).to_numpy()
    gained = found - rows["score"].to_numpy()
    assert set(gained) == {0.0, row["points"]}


def test_the_candidates_are_told_in_words(candidates):
    shown = shown_candidates(candidates, smallest=5)
    assert "webinar" in shown["candidate"].iloc[0]
    assert shown["reason"].iloc[0].startswith("the log loss of later moments falls by")
    assert "colour is red" in set(shown["candidate"])


def test_a_search_on_some_accounts_is_told_on_all_rows(world):
    engine, model, rows = world.replay.engine, world.replay.rulebook.model, world.material.examples.rows
    part = searched_part(world.material, world.folds, most=len(rows) * 2 // 3)
    found = structure_search(engine, model, part.material, part.folds, world.fit, changes=None)
    whole = on_all_rows(found, engine, model, world.material, world.folds, changes=None)
    here = rows["account"].isin(set(part.material.examples.rows["account"])).to_numpy()
    assert [rule.placed.rule.rule for rule in whole.rules] == [rule.placed.rule.rule for rule in found.helping[:3]]
    assert whole.rules
    for rule, own in zip(whole.rules, found.helping, strict=False):
        assert {variant: units[here].tolist() for variant, units in rule.units.items()} == {
            variant: units.tolist() for variant, units in own.units.items()
        }
    taken = taken_structures(whole, world.fit.card())
    assert [len(scores) for scores, _ in taken.steps[0].by_fold] == [len(each.fold.test) for each in world.folds]
