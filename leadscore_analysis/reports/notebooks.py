"""The toolkit's notebooks, run top to bottom on a study and written with their results.

They are percent scripts (``notebooks/20_replay.py``): a checkout has them at its top, an installed wheel among its data files.
"""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import jupytext
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode

from leadscore_analysis.errors import InputError, did_you_mean
from leadscore_analysis.files import write_text

PARAMETERS = "parameters"
INJECTED = "injected-parameters"
CELL_SECONDS = 600
OF_THEIR_OWN = ("46_real_loans",)
AT_ONCE = 2  # each notebook has a kernel of its own, and most of a short one's time is the kernel's start

Progress = Callable[[str], None]
Parameters = Mapping[str, str | int | float | bool | None]


def notebook_scripts() -> tuple[Path, ...]:
    """The percent scripts that read any study, in the order of their numbers; InputError when the toolkit was installed without them.

    ``46_real_loans`` is not among them: it reads a study of its own.
    """
    beside = Path(__file__).parents[2] / "notebooks"
    found = sorted(beside.glob("[0-9]*.py")) if (beside.parent / "pyproject.toml").is_file() else _installed_scripts()
    if not found:
        raise InputError("the toolkit must be installed with its notebooks; got none", hint="install it again from a checkout or its wheel")
    return tuple(path for path in found if path.stem not in OF_THEIR_OWN)


def write_executed_notebooks(
    out: Path, *, folder: Path, parameters: Parameters, scripts: Sequence[Path] | None = None, progress: Progress | None = None
) -> tuple[Path, ...]:
    """The ``.ipynb`` files written to ``out``, one a script, each run in ``folder`` with ``parameters`` in place of its own.

    ``progress`` is told the name of each notebook that is done. InputError when a cell fails.
    """
    write = partial(_write_executed, out=out, folder=folder, parameters=parameters, progress=progress or _quiet)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(write, notebook_scripts() if scripts is None else scripts))


def with_parameters(notebook: NotebookNode, parameters: Parameters) -> NotebookNode:
    """``notebook`` with a cell after the one tagged ``parameters`` that gives some of its names other values (papermill's manner).

    InputError when there is no such cell, or it does not know a name.
    """
    tagged = [place for place, cell in enumerate(notebook.cells) if PARAMETERS in cell.metadata.get("tags", [])]
    if not tagged:
        raise InputError("a notebook must have a cell tagged 'parameters'; got none", hint="tag the cell that holds its settings")
    known = _assigned_names(notebook.cells[tagged[0]].source)
    for name in parameters:
        if name not in known:
            raise InputError(f"a parameter must be a name of the notebook; got '{name}'", hint=did_you_mean(name, known))
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    script = f'# %% tags=["{INJECTED}"]\n{source}\n'
    notebook.cells.insert(tagged[0] + 1, jupytext.reads(script, fmt="py:percent").cells[0])
    return notebook


def _write_executed(script: Path, *, out: Path, folder: Path, parameters: Parameters, progress: Progress) -> Path:
    notebook = with_parameters(jupytext.read(script), parameters)
    notebook.metadata.pop("jupytext", None)  # a result is not paired with a script any more
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],  # a kernel's warnings about its own transport are no news of the study
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        asyncio.run(client.async_execute())  # a loop of its own, closed at the end, in this thread
    except (CellExecutionError, CellTimeoutError) as error:
        told = f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else f"a cell that took over {CELL_SECONDS} s"
        raise InputError(
            f"{script.name} must run top to bottom; got {told}", hint=f"open it in JupyterLab and run it in {folder}"
        ) from None
    path = out / f"{script.stem}.ipynb"
    write_text(path, jupytext.writes(notebook, fmt="ipynb"))
    progress(path.name)
    return path


def _installed_scripts() -> list[Path]:
    try:
        files = distribution("leadscore-analysis").files or []
    except PackageNotFoundError:
        return []
    return sorted(Path(str(file.locate())).resolve() for file in files if file.parent.name == "notebooks" and file.name[0].isdigit())


def _assigned_names(source: str) -> set[str]:
    targets = [target for node in ast.parse(source).body if isinstance(node, ast.Assign) for target in node.targets]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _quiet(_: str) -> None:
    """Told of each notebook that is done; says nothing."""
