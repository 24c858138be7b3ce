"""Eight leads under two rulebooks, small enough to work out every figure of a comparison by hand.

Days count from 1 January 2026. Under A a visit earns 10 points and a form 30, under B 20 and 10; a demo earns 50 under both. A lead
qualifies from 40 points on. The horizon is 10 days, the holdout begins on day 30, so first instants count up to day 20.

=========  ===================================  =======  ====  ====  ===========================
lead       events (day)                         won      A     B     group
=========  ===================================  =======  ====  ====  ===========================
earlier    visit 1, visit 2, visit 5, visit 8   5        8     2     earlier, won between the two
later      visit 1, form 2, visit 6             9        2     6     later
newly      visit 3, visit 4                     20             4     newly, won after the horizon
gone       form 1, visit 2, visit 33                     2           no longer: day 33 is not read
same       demo 5                               15       5     5     unchanged, won as the horizon ends
customer   demo 6                               3        6     6     had converted before
late       demo 22                              24       22    22    reaches into the holdout
unseen     demo 31                                                   in the holdout: not read
neither    visit 1                                                   neither
=========  ===================================  =======  ====  ====  ===========================
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from leadscore_analysis.history import History
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from tests.tiny import at, tiny_history

EVENTS = """
    earlier: visit@1 visit@2 visit@5 visit@8; later: visit@1 form@2 visit@6; newly: visit@3 visit@4; gone: form@1 visit@2 visit@33;
    same: demo@5; customer: visit@0.5 demo@6; late: demo@22; unseen: demo@31; neither: visit@1
"""
WON = {"earlier": 5, "later": 9, "newly": 20, "same": 15, "customer": 3, "late": 24}
TEXT = """
rulebook: {name}
scores:
  - score: interest
    rules:
      - {{rule: visit, kind: event, event: visit, points: {visit}}}
      - {{rule: form, kind: event, event: form, points: {form}}}
      - {{rule: demo, kind: event, event: demo, points: 50}}
{rest}
"""
PATHS = "qualification: [{path: engaged, all: [{score: interest, at_least: 40}]}]"
STUDY: dict[str, Any] = {
    "study": "eight",
    "rulebook": "a.yml",
    "judge": {"score": "interest", "line": 40},
    "outcome": {"stage": "won"},
    "horizon": "10d",
    "known_until": "2026-02-10",
    "moments": {"every": "7d", "from": "2026-01-01"},
    "holdout_from": "2026-01-31",
    "capacity": {"leads_per_week": 1},
    "segments": ["source"],
    "privacy": {"smallest_group": 1},
}


def history(folder: Path, *, events: str = EVENTS, won: dict[str, float] | None = None) -> History:
    """The history of the eight leads; those whose name begins with an l come from a mail, the others from the web."""
    stages = [{"lead_id": lead, "stage": "won", "entered_at": at(day)} for lead, day in (won or WON).items()]
    names = [part.partition(":")[0].strip() for part in events.split(";")]
    leads = [{"lead_id": name, "source": "mail" if name.startswith("l") else "web"} for name in names]
    return tiny_history(folder, events, leads=leads, stage_changes=stages)


def text_a(rest: str = PATHS) -> str:
    """Rulebook A."""
    return TEXT.format(name="a", visit=10, form=30, rest=rest)


def text_b(rest: str = PATHS) -> str:
    """Rulebook B."""
    return TEXT.format(name="b", visit=20, form=10, rest=rest)


def rulebooks(rest_a: str = PATHS, rest_b: str = PATHS) -> tuple[Rulebook, Rulebook]:
    """Both rulebooks."""
    return Rulebook.from_text(text_a(rest_a), source="a.yml"), Rulebook.from_text(text_b(rest_b), source="b.yml")


def study(**changes: object) -> Study:
    """The study of the eight leads, with some keys changed."""
    return Study.model_validate(STUDY | changes)


def write(folder: Path) -> None:
    """The history, both rulebooks and the study in a folder, as the commands take them."""
    history(folder / "history")
    (folder / "a.yml").write_text(text_a())
    (folder / "b.yml").write_text(text_b())
    with (folder / "study.yml").open("w") as stream:
        YAML().dump(STUDY | {"history": {"database": "history"}}, stream)
