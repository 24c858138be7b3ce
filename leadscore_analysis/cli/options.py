"""What several commands are told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StudyFile = Annotated[Path, typer.Argument(metavar="STUDY", help="The study, a YAML file.", show_default=False)]
MemoryLimit = Annotated[str | None, typer.Option(help="What the database may hold in memory, such as 4GB.", show_default=False)]
TargetPrecision = Annotated[
    list[float] | None,
    typer.Option(min=0, max=1, help="Choose a line above which this share of leads converts, such as 0.1; can be repeated."),
]
TargetWinners = Annotated[
    list[float] | None,
    typer.Option(min=0, max=1, help="Choose a line that reaches this share of the winners, such as 0.8; can be repeated."),
]
Language = Annotated[str, typer.Option("--lang", metavar="en|nl|sv", help="The language of what people read.")]
