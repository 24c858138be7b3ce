"""What several commands are told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StudyFile = Annotated[Path, typer.Argument(help="The study, a YAML file.", show_default=False)]
MemoryLimit = Annotated[str | None, typer.Option(help="What the database may hold in memory, such as 4GB.", show_default=False)]
Language = Annotated[str, typer.Option("--lang", metavar="en|nl|sv", help="The language of what people read.")]
