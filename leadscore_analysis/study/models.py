"""The study file as a frozen object, with every key that it may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import Field, PrivateAttr

from leadscore_analysis.clock import Duration
from leadscore_analysis.errors import InputError, did_you_mean
from leadscore_analysis.settings_file import RULEBOOK_KEYS, STUDY_KEYS, parsed, read_settings, refuse_other_kind
from leadscore_analysis.study.fields import FilePath, Instant, Name, Part, Slug
from leadscore_analysis.study.parts import (
    Capacity,
    Clock,
    Costs,
    CrmScore,
    FunnelStage,
    Happening,
    Happenings,
    HistorySettings,
    Judge,
    Kpis,
    Moments,
    Privacy,
    Rejection,
    Value,
)


class Study(Part):
    """One question asked of one history: durations are microseconds, instants microseconds since 1970 UTC.

    Needed keys are ``study``, ``rulebook``, ``outcome`` and ``horizon``; the rest have defaults or are None.
    """

    STAND_INS: ClassVar[Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]]] = {
        "": ((), {"study": "unnamed", "rulebook": "unnamed.yml", "outcome": {"stage": "unnamed"}, "horizon": "1d"}),
        "funnel": (("name",), {"stage": "unnamed"}),
    }
    """What a faulty entry keeps, and what it is given in place of the rest, while what is right of the file is checked."""

    study: Slug
    history: HistorySettings = HistorySettings()
    rulebook: FilePath
    judge: Judge = Judge()
    outcome: Happening
    value: Value | None = None
    closed: Happenings = ()
    worked: Happening | None = None
    accepted: Happening | None = None
    rejected: Rejection | None = None
    service_level: Duration | None = None
    clock: Clock = "occurred"
    horizon: Duration
    known_until: Instant | None = None
    moments: Moments = Moments()
    holdout_from: Instant | None = None
    capacity: Capacity | None = None
    costs: Costs | None = None
    funnel: tuple[FunnelStage, ...] = ()
    steps: dict[Name, Happening] = Field(default_factory=dict)
    interests: dict[Name, Happening] = Field(default_factory=dict)
    segments: tuple[Name, ...] = ()
    allow: tuple[Name, ...] = ()
    crm_score: CrmScore | None = None
    kpis: Kpis | None = None
    privacy: Privacy = Privacy()
    seed: int = 7
    _source: str = PrivateAttr("study")

    @property
    def source(self) -> str:
        """The file that says it, as it was asked for; "study" where there is none."""
        return self._source

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """The study in the YAML file at ``path``; FaultsError with every fault of it, InputError when it is not there."""
        file = read_settings(path)
        refuse_other_kind(file, wanted="study", other="rulebook", own=STUDY_KEYS, foreign=RULEBOOK_KEYS)
        study = parsed(cls, file)
        study._source = str(path)
        return study

    @property
    def name(self) -> str:
        """The study's name, safe to stand in a path."""
        return self.study

    @property
    def report_dir(self) -> Path:
        """Where the study's results go, relative to the current directory."""
        return Path("reports") / self.study

    def judged_score(self, scores: Sequence[str]) -> str:
        """The score that is fitted and evaluated, of the rulebook's ``scores``; InputError when the study leaves it open."""
        score = self.judge.score
        if score is None and len(scores) == 1:
            return scores[0]
        if score is None:
            raise InputError(
                f"judge.score must name one of the rulebook's scores ({', '.join(scores)}); got none", hint="add judge: {score: …}"
            )
        if score not in scores:
            raise InputError(f"judge.score must name a score of the rulebook; got {score!r}", hint=did_you_mean(score, scores))
        return score
