"""The JSON Schema of study files."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from leadscore_analysis.rulebook.schema import settings_schema
from leadscore_analysis.settings_file import plain, read_settings, settings_tree
from leadscore_analysis.study import Study

ROOT = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(settings_schema(Study, title="leadscore study"))
SMALL = "study: spring\nrulebook: rules.yml\noutcome: {event: buy}\nhorizon: 90d\n"


def read(text: str) -> Any:
    return as_editors_see(plain(settings_tree(text)))


def as_editors_see(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): as_editors_see(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_editors_see(item) for item in node]
    return node.isoformat() if isinstance(node, datetime.date) else node


def test_the_schema_is_itself_sound():
    Draft202012Validator.check_schema(SCHEMA.schema)


def test_the_study_of_the_loans_is_accepted():
    SCHEMA.validate(as_editors_see(plain(read_settings(ROOT / "data" / "studies" / "bpi2012.yml").tree)))


@pytest.mark.parametrize(
    "more",
    [
        *("", "closed: {stage: lost}", "closed: [{stage: lost}, {event: bounced}]", "worked: {event: [call, meeting]}"),
        *("moments: {every: 7d, from: 2026-01-01, until: 2026-03-01T09:30}", "history: {max_rejected: 1%}"),
        *("funnel: [lead, {name: offer, event: offer_sent}, {stage: won}]", "judge: {score: interest, line: 75}"),
    ],
)
def test_what_a_study_can_say_is_accepted(more):
    SCHEMA.validate(read(SMALL + more))


@pytest.mark.parametrize(
    "more",
    [
        *("horizn: 90d", "closed: lost", "moments: {every: 7}", "history: {max_rejected: 5}", "funnel: {lead: lead}"),
        *("worked: {events: [call]}", "capacity: {leads_per_week: 0}", "known_until: 20260101", "clock: wall"),
    ],
)
def test_what_a_study_cannot_say_is_refused(more):
    assert not SCHEMA.is_valid(read(SMALL + more))
