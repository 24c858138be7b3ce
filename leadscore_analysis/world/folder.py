"""The folder of a sample world: its exports, its rulebook, its study, and the sales list that belongs to its truth."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from leadscore_analysis.clock import WEEK_US, utc_datetime
from leadscore_analysis.errors import InputError
from leadscore_analysis.files import write_text, written_whole
from leadscore_analysis.settings_file import read_settings, settings_text, settings_tree
from leadscore_analysis.world.candidate import candidate_text
from leadscore_analysis.world.chance import NEVER_US
from leadscore_analysis.world.columns import codes, instants, numbers
from leadscore_analysis.world.sales import SALES_LIST
from leadscore_analysis.world.truth import World

EXPORTS = Path("data/exports")
TRUTH = Path("truth.json")
STUDY = Path("study.yml")
CANDIDATE = Path("rulebooks/candidate.yml")
_RULEBOOK = Path("rulebooks/current.yml")
_SALES_LIST = Path("data/sales_list.parquet")
_POINT = 10_000


def refuse_other_folders(folder: Path) -> None:
    """InputError unless the folder is new, empty, or holds a sample world."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"the sample world's folder must be a folder; {folder} is a file", hint="name another one: leadscore demo DIR")
    if folder.exists() and any(folder.iterdir()) and not (folder / TRUTH).exists():
        raise InputError(
            f"the sample world's folder must be new, empty or an earlier sample world; {folder} holds something else",
            hint="name another one: leadscore demo DIR",
        )


def template(name: str) -> str:
    """The text of a file that the package brings along: ``old_rulebook.yml`` or ``study_template.yml``."""
    return (resources.files("leadscore_analysis") / "world" / name).read_text(encoding="utf-8")


def write_rulebook(folder: Path, text: str) -> None:
    """Writes the rulebook in force."""
    write_text(folder / _RULEBOOK, text)


def write_candidate(folder: Path, text: str) -> None:
    """Writes the rulebook that is proposed in the place of ``text``; one that is there already, maybe with people's own changes, stays."""
    if not (folder / CANDIDATE).exists():
        write_text(folder / CANDIDATE, candidate_text(text))


def refuse_to_overwrite(folder: Path, *, study: str, rulebook: str, continued: bool) -> None:
    """InputError when making the world again would lose what people made of it: a changed study or rulebook, or weeks played on."""
    changed = [path for path, text in ((STUDY, study), (_RULEBOOK, rulebook)) if _differs(folder / path, text)]
    if continued:
        changed.append(Path("the weeks that were played on"))
    if changed:
        named = " and ".join(map(str, changed))
        raise InputError(
            f"{folder} must hold the sample world as it was made; {named} would be lost",
            hint="name another folder: leadscore demo DIR; or remove this one",
        )


def _differs(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") != text


def write_study(world: World, folder: Path) -> None:
    """Writes the study of a new world."""
    write_text(folder / STUDY, study_text(world))


def study_text(world: World) -> str:
    """The study of a world: the first quarter of its time is left to fill, the last three eighths are held out.

    The horizon is 90 days, or what fits into worlds of less than 65 weeks.
    """
    tree = settings_tree(template(STUDY.stem + "_template.yml"))
    tree["known_until"] = _day(world, world.last_week)
    tree["moments"]["until"] = _day(world, world.last_week)
    tree["moments"]["from"] = _day(world, world.weeks // 4)
    tree["horizon"] = f"{min(90, max(1, world.weeks * 7 // 5))}d"
    tree["holdout_from"] = _day(world, world.weeks * 5 // 8)
    tree["capacity"]["leads_per_week"] = world.leads_per_week
    tree["seed"] = world.seed
    return settings_text(tree)


def prolong_study(world: World, folder: Path) -> None:
    """Tells the study that more is known; the rest of it stays as people have made it."""
    tree = read_settings(folder / STUDY).tree
    tree["known_until"] = _day(world, world.last_week)
    if "until" in tree.get("moments", {}):
        tree["moments"]["until"] = _day(world, world.last_week)
    write_text(folder / STUDY, settings_text(tree))


def write_sales_list(folder: Path, rows: pd.DataFrame) -> None:
    """Writes whom sales took up: lead_id, moment, score (points, as seen then), hand_raised, contacted_at (null: it decided first)."""
    contacted_us = rows["contacted_us"].to_numpy()
    table = pa.table(
        {
            "lead_id": codes("L", rows["lead"].to_numpy(), 7),
            "moment": instants(rows["moment_us"].to_numpy()),
            "score": numbers(rows["score"].to_numpy() / _POINT),
            "hand_raised": numbers(rows["hand_raised"].to_numpy(dtype=np.bool_)),
            "contacted_at": instants(contacted_us, known=contacted_us < NEVER_US),
        }
    )
    with written_whole(folder / _SALES_LIST) as draft:
        pyarrow.parquet.write_table(table, draft)


def read_sales_list(folder: Path, *, before_us: int) -> pd.DataFrame:
    """Whom sales took up before an instant, in the columns of :data:`.sales.SALES_LIST`."""
    try:
        table = pyarrow.parquet.read_table(folder / _SALES_LIST)
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(f"{folder / _SALES_LIST} must be there to play the world on; got: {error}", hint="make it anew") from None
    contacted_us = table["contacted_at"].cast(pa.int64()).fill_null(NEVER_US)
    told = {
        "lead": [int(name[1:]) for name in table["lead_id"].to_pylist()],
        "moment_us": table["moment"].cast(pa.int64()).to_numpy(),
        "score": np.rint(table["score"].to_numpy() * _POINT),
        "hand_raised": table["hand_raised"].to_numpy(),
        "contacted_us": contacted_us.to_numpy(),
    }
    rows = pd.DataFrame(told).astype(SALES_LIST)
    return rows[rows["moment_us"] < before_us].reset_index(drop=True)


def _day(world: World, week: int) -> date:
    return utc_datetime(world.start_us + week * WEEK_US).date()
