"""The presets' pages, made from each preset and its story: ``make presets`` writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import leadscore_analysis.rulebook as language
from leadscore_analysis.files import write_text
from leadscore_analysis.rulebook.explaining import Line as Sentence
from leadscore_analysis.rulebook.explaining import explain
from leadscore_analysis.rulebook.preset import preset_names, presets
from tests.rulebook.preset_story import Line, Story, story_of

FOLDER = Path(language.__file__).parent / "presets"
CASES = ("email-agency", "engagement-thermometer", "mailblue", "fit-and-interest", "webshop-nurture")


def pages() -> dict[str, str]:
    """The text of each page, by its file's name."""
    return {"README.md": _index(), **{f"{name}.md": _page(story_of(name)) for name in preset_names()}}


def write_pages() -> None:
    """Writes all pages into the presets' folder."""
    for name, text in pages().items():
        write_text(FOLDER / name, text)


def _index() -> str:
    others = [name for name in preset_names() if name not in CASES]
    return "\n".join(
        [
            "# Ready rulebooks",
            "",
            "Each is a rulebook to start from, with a story that shows what it computes. Copy one and make it yours:",
            "",
            "```sh",
            "leadscore preset list",
            "leadscore preset copy email-agency rulebook.yml   # and the JSON Schema for your editor beside it",
            "leadscore check rulebook.yml",
            "```",
            "",
            'In a notebook: `Rulebook.preset("email-agency")`. The language is told in [its reference](../README.md).',
            "",
            "## Five published ways of scoring",
            "",
            *_table(CASES),
            "",
            "## The arithmetic of well-known products",
            "",
            "To replay what you have now over your own history, before you change it.",
            "",
            *_table(others),
            "",
        ]
    )


def _table(names: tuple[str, ...] | list[str]) -> Iterator[str]:
    told = {preset.name: preset for preset in presets()}
    yield "| preset | what it is for |"
    yield "|---|---|"
    for name in names:
        yield f"| [{told[name].title}]({name}.md) (`{name}`) | {told[name].purpose} |"


def _page(story: Story) -> str:
    model = story.rulebook.model
    return "\n".join(
        [
            f"# {model.label}",
            "",
            story.use,
            "",
            f"Source: {story.source}. The rulebook: [{story.preset}.yml]({story.preset}.yml). To start from it:",
            "",
            "```sh",
            f"leadscore preset copy {story.preset} rulebook.yml",
            "```",
            "",
            "## What it says",
            "",
            *_sentences(story),
            "## A story to check it by",
            "",
            story.story,
            "",
            "Days are counted from midnight of 1 January 2026, UTC. Each number can be worked out by hand; a test replays it.",
            "",
            "| day | who | what happens | scores then | because |",
            "|---|---|---|---|---|",
            *(_row(line) for line in story.lines),
            "",
            *_told(story),
            "## What to change first",
            "",
            *(f"- {text}" for text in story.change_first),
            "",
        ]
    )


def _sentences(story: Story) -> Iterator[str]:
    for section in explain(story.rulebook).sections:
        yield from (f"### {section.title}", "")
        yield from _paragraph(section.about)
        for block in section.blocks:
            yield from (f"*{block.caption}*", "") if len(section.blocks) > 1 else ()
            yield from _paragraph(block.about)
            yield from (
                f"- {f'{line.title}: ' if line.title else ''}{line.text}{f' *{line.note}*' if line.note else ''}" for line in block.lines
            )
            yield ""


def _paragraph(lines: Sequence[Sentence]) -> Iterator[str]:
    if lines:
        yield from (" ".join(line.text for line in lines), "")


def _row(line: Line) -> str:
    scores = [f"{score} {value:g}" for score, value in line.scores.items()]
    cell = [f"cell {line.cell}"] if line.cell is not None else []
    return (
        f"| {_day(line)} | {line.deal or line.account or line.lead} | {_happening(line)} | {' · '.join(scores + cell)} | {line.because} |"
    )


def _day(line: Line) -> str:
    return f"{line.day:g}" if line.time == "00:00" else f"{line.day:g}, {line.time}"


def _happening(line: Line) -> str:
    if line.has:
        return f"is known to be: {_listed(line.has)}"
    if line.event is None:
        return "time passes"
    times = f", {line.times} times" if line.times > 1 else ""
    return f"`{line.event}`{f' ({_listed(line.with_)})' if line.with_ else ''}{times}"


def _listed(properties: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {str(value).lower() if isinstance(value, bool) else value}" for name, value in properties.items())


def _told(story: Story) -> Iterator[str]:
    for alert in story.alerts:
        to = f", to {alert['to']}" if "to" in alert else ""
        yield f"- Alert `{alert['alert']}` for {alert['lead']} on day {_when(alert)}{to}."
    for lead in story.qualified:
        yield f"- {lead['lead']} is qualified on day {_when(lead)}, by the path `{lead['path']}`."
    yield ""


def _when(told: Mapping[str, Any]) -> str:
    return f"{told['day']:g}" + (f" at {told['time']}" if "time" in told else "")


if __name__ == "__main__":
    write_pages()
