"""The known truth is recovered: part of ``make test-long``, about half an hour on two cores that do nothing else."""

import os

import pandas as pd
import pytest

from leadscore_analysis.suggestion.fit import LEAST_WITH_TERM
from tests.truth.figures import by_seed, coverage, held, kept, planted_found
from tests.truth.limit import known_limit
from tests.truth.runs import Runs
from tests.truth.worlds import truth_rulebook

LONG = os.environ.get("LEADSCORE_LONG", "") not in ("", "0")
SEEDS = int(os.environ.get("LEADSCORE_SEEDS", "40"))
long = pytest.mark.skipif(not LONG, reason="many worlds take half an hour: set LEADSCORE_LONG=1, or `make test-long`")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(tmp_path_factory.mktemp("truth"), processes=os.cpu_count() or 1)


@pytest.fixture(scope="module")
def usual(runs: Runs) -> pd.DataFrame:
    return runs.usual(SEEDS)


@pytest.fixture(scope="module")
def willing(runs: Runs) -> pd.DataFrame:
    return runs.willing(SEEDS)


def most(seeds: int) -> int:
    """36 of 40 seeds, or as large a part of fewer."""
    return -(-36 * seeds // 40)


@pytest.mark.parametrize("follow_up", [True, False])
def test_the_limit_of_a_large_world_is_known_for_every_term(*, follow_up: bool) -> None:
    limit = known_limit(follow_up=follow_up)
    assert {rule.rule for score in truth_rulebook().model.scores for rule in score.rules} == {term.split(": ")[0] for term in limit.index}
    assert (limit["converting_leads"] > LEAST_WITH_TERM).all()
    assert ((limit["low"] < limit["points"]) & (limit["points"] < limit["high"])).all()


@long
@pytest.mark.parametrize("follow_up", [True, False])
def test_intervals_of_90_percent_hold_the_limit_in_85_to_95_of_100(usual: pd.DataFrame, *, follow_up: bool) -> None:
    rows = usual[usual["follow_up"] == follow_up]
    assert 0.85 <= held(coverage(rows, known_limit(follow_up=follow_up))) <= 0.95


@long
def test_with_100_converting_leads_four_verdicts_in_five_are_keep(runs: Runs) -> None:
    small = runs.small(SEEDS)
    assert 80 <= small["all_converting_leads"].median() <= 120
    assert kept(small) >= 0.8


@long
def test_planted_rules_lose_points_in_nine_seeds_of_ten(willing: pd.DataFrame) -> None:
    found = planted_found(willing).set_index("rule")["found"]
    assert (found >= most(SEEDS)).all(), found.to_dict()


@long
def test_with_2000_converting_leads_the_suggestion_wins_more_at_capacity_in_nine_seeds_of_ten(willing: pd.DataFrame) -> None:
    seeds = by_seed(willing)
    assert 1_500 <= seeds["all_converting_leads"].median() <= 2_600
    assert (seeds["share_recommended"] > seeds["share_current"]).sum() >= most(SEEDS)
