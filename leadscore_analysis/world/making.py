"""Makes a sample world in a folder, or plays one on.

Twice through the cohorts: first as if sales called nobody, so that a replay can tell what scores sales see; then with the calls
that follow from those scores. No more than one cohort's events are ever held.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from leadscore_analysis.engine import Progress
from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.settings_file import settings_text
from leadscore_analysis.world import folder as folders
from leadscore_analysis.world.cohort import cohort
from leadscore_analysis.world.exports import exports
from leadscore_analysis.world.pace import first_leads
from leadscore_analysis.world.phases import Phase, whole_list
from leadscore_analysis.world.sales import contacts, nobody
from leadscore_analysis.world.summary import Summary
from leadscore_analysis.world.tables import tables_of
from leadscore_analysis.world.truth import World
from leadscore_analysis.world.truth_file import Truth, read_truth, write_truth
from leadscore_analysis.world.unworked import Unworked, unworked

_SALES_SCORE = "interest"


def make_world(world: World, folder: Path, *, rulebook: Rulebook | None = None, progress: Progress | None = None) -> Truth:
    """Makes the world in ``folder``, worked by ``rulebook`` (default: the one that the package brings along); returns its truth.

    InputError when the folder holds something else than a sample world.
    """
    _refuse_odd_worlds(world)
    folders.refuse_other_folders(folder)
    _refuse_lost_work(folder)
    text = folders.template("old_rulebook.yml") if rulebook is None else settings_text(rulebook.file.tree)
    phases = (Phase(0, world.last_week, _SALES_SCORE, text),)
    # Written at once, so that after an interruption the folder is known as a sample world's and can be made again.
    write_truth(folder / folders.TRUTH, Truth(world, phases, {}))
    folders.write_rulebook(folder, text)
    folders.write_candidate(folder, text)
    folders.write_study(world, folder)
    return _written(Truth(world, phases, {}), phases, nobody(), folder, progress)


def continue_world(folder: Path, weeks: int, *, rulebook: Rulebook | None = None, progress: Progress | None = None) -> Truth:
    """Plays the world in ``folder`` on for so many weeks, worked by ``rulebook`` (default: the one in force at its end); returns its truth.

    What happened before stays as it was, to the microsecond.
    """
    truth = read_truth(folder / folders.TRUTH)
    _refuse_odd_continuations(truth, weeks)
    last = truth.phases[-1]
    world = replace(truth.world, end_week=truth.world.last_week + weeks)
    text = last.text if rulebook is None else settings_text(rulebook.file.tree)
    phase = Phase(last.until_week, world.last_week, last.score, text)
    earlier = folders.read_sales_list(folder, before_us=truth.world.end_us)
    folders.prolong_study(world, folder)
    folders.write_candidate(folder, text)
    return _written(Truth(world, (*truth.phases, phase), {}), (phase,), earlier, folder, progress)


def _written(truth: Truth, phases: Sequence[Phase], earlier: pd.DataFrame, folder: Path, progress: Progress | None) -> Truth:
    """The truth with its summary, after everything is written; ``phases`` are those that ``earlier`` does not hold yet."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unworked-") as place:
        facts = unworked(truth.world, Path(place), progress=progress)
        rows = whole_list(truth.world, phases, earlier, facts, progress=progress)
    summary = _write_exports(truth.world, rows, facts, folder / folders.EXPORTS, progress)
    folders.write_sales_list(folder, rows)
    truth = replace(truth, summary=summary)
    write_truth(folder / folders.TRUTH, truth)
    return truth


def _write_exports(world: World, rows: pd.DataFrame, facts: Unworked, place: Path, progress: Progress | None) -> dict[str, float]:
    """Writes the final history, in which the leads of the sales list are called; returns its summary."""
    contacted_us = contacts(rows, facts.arrived_us.size)
    first = first_leads(world.leads, world.weeks, world.last_week)
    summary = Summary(world)
    with exports(place) as files:
        for week in range(world.last_week):
            arrived = cohort(world, week, contacted_us[first[week] : first[week + 1]])
            files.add(tables_of(world, arrived))
            summary.add(arrived)
            if progress is not None:
                progress("what happened with sales at work", (week + 1) / world.last_week)
    return summary.figures(facts)


def _refuse_lost_work(folder: Path) -> None:
    if (folder / folders.TRUTH).exists():
        earlier = read_truth(folder / folders.TRUTH)
        study, rulebook = folders.study_text(earlier.world), earlier.phases[0].text
        folders.refuse_to_overwrite(folder, study=study, rulebook=rulebook, continued=len(earlier.phases) > 1)


def _refuse_odd_worlds(world: World) -> None:
    if not 1 <= world.leads < 10_000_000:
        raise InputError(f"the number of leads must be from 1 to 9,999,999; got {world.leads}", hint="20000 is usual")
    if not 0 <= world.seed < 2**63:
        raise InputError(f"the seed must be 0 or more and below 2**63; got {world.seed}", hint="7 is as good as any")
    if not 1 <= world.weeks <= world.last_week <= 520:
        raise InputError(f"the number of weeks must be from 1 to 520; got {world.weeks}", hint="104 is usual")


def _refuse_odd_continuations(truth: Truth, weeks: int) -> None:
    if not truth.summary:
        raise InputError("the sample world must be finished before it is played on; its making was interrupted", hint="make it anew")
    if weeks < 1 or truth.world.last_week + weeks > 520:
        raise InputError(f"a world must go on for a week or more and last 520 weeks at most; got {weeks} more", hint="write 13w")
