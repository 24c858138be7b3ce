"""Small groups hidden where groups overlap, so that none can be told by subtraction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pandas import DataFrame

from leadscore_analysis.words import ENGLISH, Words


def few_hidden(table: DataFrame, *, leads: str, smallest: int, keep: Sequence[str], wider: str = "", words: Words = ENGLISH) -> DataFrame:
    """``table`` with "< 5" (or what ``smallest`` is) in place of smaller counts of ``leads``, and only the ``keep`` columns beside it.

    ``wider`` is a column that counts those leads and others: empty where it is small, or would tell of so few others by subtraction.
    For parts of a whole use :func:`leadscore_analysis.evaluation.masked`, which also guards the difference from the total.
    """
    shown = table.astype(object)
    few = (table[leads] > 0) & (table[leads] < smallest)
    shown.loc[few, [column for column in table if column not in keep]] = np.nan
    shown.loc[few, leads] = words.say("numbers.below", number=smallest)
    if wider:
        others = table[wider] - table[leads]
        shown.loc[(table[wider] < smallest) & (table[wider] > 0) | (others > 0) & (others < smallest), wider] = np.nan
    return shown
