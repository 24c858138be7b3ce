"""The rulebook of a study that is not where the study says."""

import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.study import Study
from leadscore_analysis.study.rulebook_named import named_rulebook


def test_a_rulebook_that_is_missing_is_told_with_the_study_that_names_it(tmp_path):
    path = tmp_path / "study.yml"
    path.write_text("{study: small, rulebook: absent.yml, outcome: {stage: won}, horizon: 30d}")
    with pytest.raises(InputError, match=r"study.yml: rulebook must name a file; absent.yml is not there"):
        named_rulebook(Study.load(path))
