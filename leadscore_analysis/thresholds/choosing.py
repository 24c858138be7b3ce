"""From the examples of one card to everything there is to know about where its line may stand. The holdout is never read here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from leadscore_analysis.engine import Engine
from leadscore_analysis.evaluation.bands import line_in_force
from leadscore_analysis.evaluation.figures import account_bootstrap, places_at_a_moment
from leadscore_analysis.evaluation.missed import highest_before_conversion, make_conversion_facts
from leadscore_analysis.evaluation.threshold_table import threshold_table
from leadscore_analysis.labels import Examples
from leadscore_analysis.replay import Replay
from leadscore_analysis.study import Study
from leadscore_analysis.thresholds.around import around_the_line, thresholds_around
from leadscore_analysis.thresholds.by_capacity import Threshold, in_whole_points, threshold_by_capacity
from leadscore_analysis.thresholds.by_segment import segment_tables
from leadscore_analysis.thresholds.choices import DEFAULT_TARGETS, Targets, choices_table, chosen_lines
from leadscore_analysis.thresholds.conversion_times import conversion_times
from leadscore_analysis.thresholds.costs import economics, with_net
from leadscore_analysis.thresholds.forward import lines_forward
from leadscore_analysis.thresholds.hysteresis import gap_levels, hysteresis
from leadscore_analysis.thresholds.judged_forward import ForwardScores
from leadscore_analysis.thresholds.matrix import matrix_sides, matrix_tables
from leadscore_analysis.thresholds.probability import probability_by_score
from leadscore_analysis.thresholds.reaching import Reaching
from leadscore_analysis.thresholds.results import ThresholdChoices
from leadscore_analysis.thresholds.standing import Standing, standing
from leadscore_analysis.thresholds.waiting import queue_by_week, queue_figures, queue_of, waiting_level


def threshold_choices(
    examples: Examples,
    study: Study,
    replay: Replay,
    *,
    line: float | None = None,
    threshold: Threshold | None = None,
    targets: Targets = DEFAULT_TARGETS,
    segments: Sequence[str] | None = None,
    fitted_on: int = 0,
    forward: ForwardScores | None = None,
    table: pd.DataFrame | None = None,
) -> ThresholdChoices:
    """Where the line of the replayed rulebook may stand, and what each choice would do, on the examples of the fit period.

    ``line`` is looked at closely (default: the line in force, else that of the capacity). ``threshold`` is the line that was chosen for
    these points already: then the line in force is not told, as it was drawn for others. ``targets`` are shares to choose lines for;
    ``segments`` are columns of leads or accounts that may have lines of their own (default: the study's). ``fitted_on`` is how many leads
    the card's points were fitted on, ``forward`` how cards fitted so on earlier moments score later ones: lines for a precision or a share
    are chosen on these. ``table`` is the examples' threshold table where it was made before.

    >>> found = threshold_choices(examples, study, replay)  # doctest: +SKIP
    >>> found.choices[["basis", "asked", "threshold", "new_per_week", "precision", "share_of_winners"]].head(3)  # doctest: +SKIP
              basis  asked  threshold  new_per_week  precision  share_of_winners
    0  line in force    NaN       90.0          38.1      0.114              0.44
    1       capacity   40.0       88.0          39.7      0.112              0.45
    2           cost   0.02       31.0         139.0      0.052              0.73
    """
    reaching = _reaching(replay.engine, examples, study, table, forward)
    lines = _lines(replay, study, reaching, line=line, threshold=threshold)
    asked = study.segments if segments is None else tuple(segments)
    return _told(replay, study, reaching, lines, targets=targets, segments=asked, fitted_on=fitted_on)


@dataclass(frozen=True)
class _Lines:
    """The line in force, the one that as many leads reach as asked for, and the one that is looked at closely (None: there is none)."""

    score: str
    in_force: float | None
    by_volume: Threshold | None
    looked_at: float | None

    @property
    def volume(self) -> float | None:
        """How many leads a week are asked for."""
        return None if self.by_volume is None else self.by_volume.leads_per_week

    @property
    def marks(self) -> list[float]:
        """The lines whose conversion is followed in time."""
        both = (self.looked_at, None if self.by_volume is None else self.by_volume.points)
        return [each for each in dict.fromkeys(both) if each is not None]


def _lines(replay: Replay, study: Study, reaching: Reaching, *, line: float | None, threshold: Threshold | None) -> _Lines:
    score = study.judged_score([known.score for known in replay.rulebook.model.scores])
    in_force = line_in_force(study, replay.rulebook, score) if threshold is None else None
    by_volume = _by_volume(study, reaching, in_force) if threshold is None else threshold
    looked_at = next((each for each in (line, in_force, None if by_volume is None else by_volume.points) if each is not None), None)
    return _Lines(score, in_force, by_volume, looked_at)


def _told(
    replay: Replay, study: Study, reaching: Reaching, lines: _Lines, *, targets: Targets, segments: Sequence[str], fitted_on: int
) -> ThresholdChoices:
    engine, examples, volume, places = replay.engine, reaching.examples, lines.volume, places_at_a_moment(study)
    judged = examples if reaching.forward is None else reaching.forward.among(examples)
    probability = probability_by_score(examples, reaching.bootstrap, fitted_on=fitted_on)
    chosen = chosen_lines(
        reaching, in_force=lines.in_force, by_volume=lines.by_volume, costs=reaching.costs, probability=probability, targets=targets
    )
    near, gaps, queue = _near(engine, reaching, study, lines.looked_at)
    by_segment, gain = pd.DataFrame(), pd.DataFrame()
    if segments and volume is not None:
        by_segment, gain = segment_tables(engine, reaching, segments, leads_per_week=volume, places=places)
    sides = matrix_sides(replay.rulebook.model, lines.score)
    matrix = matrix_tables(engine, reaching, sides, judged=lines.score, leads_per_week=volume, places=places)
    return ThresholdChoices(
        line=lines.looked_at,
        leads_per_week=volume,
        service_us=study.service_level,
        costs=reaching.costs,
        reachable=tuple(map(float, reaching.reachable["threshold"])),
        converting_leads=int(examples.rows.loc[examples.converted, "lead"].nunique()),
        choices=choices_table(chosen, reaching),
        around=near,
        times=conversion_times(lines.marks, reaching),
        hysteresis=gaps,
        queue=queue,
        probability=probability,
        by_segment=by_segment,
        segment_gain=gain if matrix.gain is None else pd.DataFrame([*gain.to_dict("records"), matrix.gain]),
        matrix=matrix,
        forward=pd.DataFrame() if volume is None else lines_forward(judged, reaching.bootstrap, leads_per_week=volume),
    )


def _reaching(engine: Engine, examples: Examples, study: Study, table: pd.DataFrame | None, forward: ForwardScores | None) -> Reaching:
    make_conversion_facts(engine, None)
    highest, bootstrap, costs = highest_before_conversion(engine, examples), account_bootstrap(examples), economics(study, examples)
    made = threshold_table(examples, highest, bootstrap) if table is None else table
    return Reaching.of(examples, with_net(made, costs), highest, bootstrap, costs=costs, forward=forward)


def _by_volume(study: Study, reaching: Reaching, in_force: float | None) -> Threshold | None:
    """The line of the capacity; without one, that of as many leads a week as the line in force lets through."""
    if study.capacity is not None:
        chosen = threshold_by_capacity(reaching.reachable, study.capacity.leads_per_week)
    elif in_force is not None:
        chosen = threshold_by_capacity(reaching.reachable, reaching.volume(in_force), basis="present volume")
    else:
        return None
    return in_whole_points(chosen, reaching.reachable)


def _near(engine: Engine, reaching: Reaching, study: Study, line: float | None) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What lines around the line would do, the gaps below it, and the queue before it week by week."""
    if line is None:
        return pd.DataFrame(), pd.DataFrame(), pd.DataFrame()
    near = around_the_line(line, reaching)
    gaps = gap_levels(line, float(reaching.reachable["threshold"].min()))
    waiting = [waiting_level(points) for _, points in thresholds_around(line, reaching.reachable)]
    stood = standing(engine, reaching.examples, [*gaps, *waiting])
    if study.capacity is None:
        return near, hysteresis(stood, gaps), pd.DataFrame()
    near = near.join(pd.DataFrame([_queued(stood, points, study) for points in near["threshold"]]))
    queue = queue_of(stood, waiting_level(line), per_week=study.capacity.leads_per_week)
    return near, hysteresis(stood, gaps), queue_by_week(queue, stood, study.service_level)


def _queued(stood: Standing, points: float, study: Study) -> dict[str, float]:
    per_week = 0.0 if study.capacity is None else study.capacity.leads_per_week
    return queue_figures(queue_of(stood, waiting_level(points), per_week=per_week), stood, study.service_level)
