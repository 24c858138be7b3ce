"""What may become a rule, and how its values are written."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.evaluation.bootstrap import Interval
from leadscore_analysis.evaluation.leaks import NO_VERSIONS
from leadscore_analysis.suggestion.candidates.listing import Candidate, unused
from leadscore_analysis.suggestion.candidates.table import _because
from tests.suggestion.small_world import small_rulebook, small_study


class Columns:
    def columns(self, relation: str) -> dict[str, str]:
        return {"leads": dict.fromkeys(("lead_id", "country", "phone"), "VARCHAR")}[relation]


def test_attributes_known_only_as_they_are_today_are_no_candidates():
    rows = [("attribute", "country", False, False, ""), ("attribute", "phone", False, False, NO_VERSIONS)]
    leaks = pd.DataFrame(rows, columns=["kind", "name", "named", "allowed", "why"])
    assert unused(Columns(), small_rulebook().model, small_study(), leaks).attributes == ("country",)
    allowed = leaks.assign(allowed=[False, True])
    assert unused(Columns(), small_rulebook().model, small_study(), allowed).attributes == ("country", "phone")


@pytest.mark.parametrize(
    ("value", "key"), [("12", 12), ("1.5", 1.5), ("0123", "0123"), ("1_000", "1_000"), ("nan", "nan"), ("inf", "inf"), ("nl", "nl")]
)
def test_values_are_numbers_only_where_they_are_written_as_such(value, key):
    candidate = Candidate("attribute", "code", "value", value, {"kind": "attribute", "attribute": "code"}, np.array([True]))
    assert candidate.with_points(5)["values"] == {key: 5}
    assert type(next(iter(candidate.with_points(5)["values"]))) is type(key)


@pytest.mark.parametrize(("share", "because"), [((-0.04, -0.08, -0.01), "fewer_winners"), ((-0.04, -0.08, 0.01), "helps")])
def test_what_surely_loses_winners_is_not_worth_adding_whatever_the_log_loss_says(share, because):
    judged = SimpleNamespace(gain=Interval(0.007, 0.002, 0.01), error=0.002, points=20, worth=SimpleNamespace(interval=lambda **_: (5, 30)))
    assert _because(judged, Interval(*share), converting=1039, tried=29) == because
