"""FasterRisk in an environment of its own: ``FASTERRISK`` names the Python that has it, ``FASTERRISK_ROWS`` for how many rows it is run."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

VARIABLE = "FASTERRISK"
_SCRIPT = Path(__file__).with_name("fasterrisk_card.py")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Card:
    """The sum of log losses on the rows fitted, the chances of the rows tested, and the seconds of the fit."""

    loss: float
    chances: np.ndarray
    seconds: float


def absence() -> str:
    """Why there is no FasterRisk here; empty where there is."""
    if VARIABLE not in os.environ:
        return f"FasterRisk was not run: {VARIABLE} names no Python that has it"
    asked = subprocess.run([os.environ[VARIABLE], "-c", "import fasterrisk"], capture_output=True, text=True, check=False)
    return "" if asked.returncode == 0 else f"FasterRisk was not run: {VARIABLE} cannot import it ({asked.stderr.strip().splitlines()[-1]})"


def most_rows() -> int:
    """More rows FasterRisk is not asked for: it takes minutes for 100,000."""
    return int(os.environ.get("FASTERRISK_ROWS", "100000"))


def card(columns: pd.DataFrame | np.ndarray, outcome: np.ndarray, *, terms: int, tested: pd.DataFrame | None = None) -> Card:
    """The best card of FasterRisk's pool with so many terms within ±5."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.npz"
        others = np.empty((0, 0)) if tested is None else np.asarray(tested, dtype=float)
        np.savez(file, units=np.asarray(columns, dtype=float), outcome=outcome, tested=others)
        command = [os.environ[VARIABLE], str(_SCRIPT), str(file), str(terms)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | _ONE_THREAD).stdout)
    return Card(told["loss"], np.array(told["chances"]), told["seconds"])
