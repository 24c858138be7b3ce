"""Units are the same whether they are read at once or a few leads at a time, all of them or some."""

from contextlib import closing

import numpy as np
import pytest

from leadscore_analysis.labels import label
from leadscore_analysis.labels.unit_rows import unit_rows
from tests.twelve_leads import replay, study


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    with closing(replay(tmp_path_factory.mktemp("twelve"))) as made:
        yield label(made, study())


def read(examples, wanted, **settings):
    keys = examples.leads["lead_key"].to_numpy()
    return unit_rows(examples.spans(), examples.looking, examples.rows, wanted, lead_keys=keys, terms=examples.terms, **settings)


def test_units_read_lead_by_lead_are_those_read_at_once(twelve):
    everything = np.arange(len(twelve.rows))
    found = read(twelve, everything, most=1)
    assert len(found.parts) == twelve.rows["lead"].nunique()
    assert found.of(everything).tolist() == twelve.units.to_numpy().tolist()


def test_some_rows_are_read_and_told_in_any_order(twelve):
    wanted = np.flatnonzero(twelve.rows["moment_no"] < 2)
    found = read(twelve, wanted, most=4)
    assert found.of(wanted[::-1]).tolist() == twelve.units.to_numpy()[wanted[::-1]].tolist()


def test_examples_with_fewer_rows_keep_the_units_that_were_read(twelve):
    fewer = np.arange(0, len(twelve.rows), 3)
    found = read(twelve, np.arange(len(twelve.rows))).taken(fewer)
    assert found.of(np.array([1, 0])).tolist() == twelve.units.to_numpy()[[3, 0]].tolist()


def test_units_that_were_not_read_are_not_told(twelve):
    with pytest.raises(LookupError, match="must be read before"):
        read(twelve, np.array([0])).of(np.array([0, 1]))
