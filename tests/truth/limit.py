"""``make truth-limit``: the same fit on a sample world of 1,000,000 leads, with and without the bias of follow-up.

What a term is worth in a world so large is what the fit aims at in a small one. Writes ``tests/truth/limit.csv``.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pandas as pd

from leadscore_analysis.files import write_text
from leadscore_analysis.world.truth import World
from tests.truth.samples import Sample, pooled, sample
from tests.truth.worlds import truth_study, until_holdout, worked

LIMIT = Path(__file__).with_name("limit.csv")
LEADS, SEED, WEEKS = 1_000_000, 1001, 4


def limit_table(leads: int, seed: int, *, worlds: int, weeks: int) -> pd.DataFrame:
    """The limit of each term, with follow-up and without it; the leads of so many weeks are replayed at a time.

    Several worlds, of this seed and those after it, count as one.
    """
    made = [World(leads=leads, seed=each) for each in range(seed, seed + worlds)]
    plans = [worked(until_holdout(world), weeks=weeks) for world in made]
    parts = []
    for follow_up in (True, False):
        bound = [replace(plan, world=replace(plan.world, follow_up=follow_up)) for plan in plans]
        found = pooled([sample(plan, truth_study(world), weeks=weeks) for plan, world in zip(bound, made, strict=True)])
        parts.append(limit_of(found).assign(leads=leads, worlds=worlds, seed=seed, follow_up=follow_up))
    return pd.concat(parts, ignore_index=True)


def limit_of(found: Sample) -> pd.DataFrame:
    """A row per term: ``points`` that it is worth, free of signs and of the card in use, the ends of the interval, converting leads."""
    fit = found.fit()
    low, high = fit.intervals.T
    told = {
        "term": [term.name for term in found.terms],
        "points": (low + high) / 2,
        "low": low,
        "high": high,
        "converting_leads": fit.support["converting_leads"],
        "all_converting_leads": found.converting.converting_leads,
    }
    return pd.DataFrame(told)


def known_limit(*, follow_up: bool) -> pd.DataFrame:
    """The limit that is kept beside this file, by term."""
    table = pd.read_csv(LIMIT)
    return table[table["follow_up"] == follow_up].set_index("term")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("leads", LEADS), ("seed", SEED), ("worlds", 1), ("weeks", WEEKS)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    told = parser.parse_args()
    table = limit_table(told.leads, told.seed, worlds=told.worlds, weeks=told.weeks)
    write_text(LIMIT, table.round(3).to_csv(index=False, lineterminator="\n"))


if __name__ == "__main__":
    main()
