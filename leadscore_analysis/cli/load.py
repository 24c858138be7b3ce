"""``leadscore load STUDY``: the study's files become its history."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from leadscore_analysis.cli.options import MemoryLimit, StudyFile

if TYPE_CHECKING:
    from leadscore_analysis.sources.loading import LoadReport


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(load)


def load(
    study: StudyFile,
    memory_limit: MemoryLimit = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON on standard output.")] = False,
) -> None:
    """Load the files that the study's history names into its DuckDB file, in the place of what that held.

    Every row is loaded or kept in the table rejected_rows with its reason; read = loaded + rejected. Data rows are counted from 1, the
    header not among them: data row 1 is row 2 of a spreadsheet.
    """
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.sources.study_loading import load_study
    from leadscore_analysis.study import Study

    settings = Study.load(study).history
    with progress_bar("load") as progress:
        report = load_study(settings, study, progress=progress, memory_limit=memory_limit)
    tell_notes(report)
    typer.echo(json.dumps(_plain(report), indent=2) if as_json else load_text(report))


def tell_notes(report: LoadReport) -> None:
    """Says on standard error what else to know of a load."""
    for note in report.notes:
        sys.stderr.write(f"{note}\n")


def _plain(report: LoadReport) -> dict[str, object]:
    return {
        "database": str(report.database),
        "tables": [asdict(table) for table in report.tables],
        "total": asdict(report.total),
        "reasons": [asdict(reason) for reason in report.reasons],
        "notes": list(report.notes),
    }


def load_text(report: LoadReport) -> str:
    """The counts of each table, and why rows were rejected."""
    lines = [f"{'table':<14}{'read':>12}{'loaded':>12}{'rejected':>12}"]
    lines += [f"{row.table:<14}{row.read:>12,}{row.loaded:>12,}{row.rejected:>12,}" for row in (*report.tables, report.total)]
    lines += [f"rejected: {reason}" for reason in report.reasons]
    return "\n".join([*lines, f"history: {report.database}"])
