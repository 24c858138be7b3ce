"""The JSON Schema of study files."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from leadscore_analysis.settings_file import plain, read_settings
from leadscore_analysis.study.schema import study_schema
from tests.editors import as_editors_see, read

ROOT = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(study_schema())
SMALL = "study: spring\nrulebook: rules.yml\noutcome: {event: buy}\nhorizon: 90d\n"


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
