"""The replay: a rulebook and a history in, what the scores were at every instant out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa

from leadscore_analysis.engine import Engine, Progress, frame, relation_text
from leadscore_analysis.engines.duckdb import DuckDBEngine, parquet_rows, projection
from leadscore_analysis.errors import FaultsError, InputError, did_you_mean
from leadscore_analysis.history import History
from leadscore_analysis.replay import plans
from leadscore_analysis.replay.making import Making
from leadscore_analysis.replay.moments import Moment, UnscoredMoments, instants_of, moment_rows, unscored_moments
from leadscore_analysis.replay.notebook_bar import notebook_bar
from leadscore_analysis.replay.room import Room, lent_memory, room_of
from leadscore_analysis.replay.rows import rule_rows
from leadscore_analysis.replay.story.happened import telling_of
from leadscore_analysis.replay.story.part import part_of
from leadscore_analysis.replay.story.story import Story, refuse_unscored, story_of
from leadscore_analysis.replay.terms import Term
from leadscore_analysis.replay.units.keeping import kept_units
from leadscore_analysis.replay.units.kept import KeptUnits
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.columns import missing_columns
from leadscore_analysis.rulebook.models import EntityKind
from leadscore_analysis.sources.handing import hand_over
from leadscore_analysis.words import ENGLISH, Words

FILES = ("ledger", "timeline", "crossings", "qualified", "alerts")


class Replay:
    """Every score of a rulebook at every instant of a history. Nothing runs until something is asked for; then it is kept.

    ``line`` is a score and the points at which it is cut in practice: its crossings are told beside those of the bands.
    ``recorded`` replays on the recorded clock: nothing is known before the system learnt of it.
    ``memory_limit`` (``"4GB"``; default: the history's) bounds memory; what does not fit is spilled to disk. ``progress`` is told each
    step; without it, notebooks show a bar while long work lasts.
    ``engine`` runs the relations in the place of a DuckDB session in memory: ``engine_named("spark")`` for what one machine cannot hold.

    >>> replay = Replay(History.open("data/history.duckdb"), Rulebook.load("rulebooks/current.yml"))  # doctest: +SKIP
    >>> replay.timeline.head(3)  # doctest: +SKIP
      entity entity_id     score                 starts_at                   ends_at    value
    0   lead         A  interest 2026-01-01 00:00:00+00:00 2026-01-04 00:00:00+00:00  15.0000
    1   lead         A  interest 2026-01-04 00:00:00+00:00 2026-01-06 00:00:00+00:00  10.0000
    2   lead         A  interest 2026-01-06 00:00:00+00:00                       NaT   6.0000
    """

    def __init__(
        self,
        history: History,
        rulebook: Rulebook,
        *,
        line: tuple[str, Decimal | int] | None = None,
        recorded: bool = False,
        memory_limit: str | None = None,
        progress: Progress | None = None,
        engine: Engine | None = None,
    ) -> None:
        self.history = history if memory_limit is None else replace(history, memory_limit=memory_limit)
        self.rulebook = rulebook
        self.line = None if line is None else (line[0], Decimal(line[1]))
        self.recorded = recorded
        self._bar = notebook_bar() if progress is None else None
        self._progress = progress or self._bar
        self._given_engine = engine
        self._room: Room | None = None

    @cached_property
    def engine(self) -> Engine:
        """The session that holds the replay's relations."""
        engine = self._given_engine or DuckDBEngine(memory_limit=self.history.memory_limit)
        hand_over(self.history.attach, engine)
        return engine

    @cached_property
    def _making(self) -> Making:
        if self._progress is not None:
            self._progress("keys", 0.0)
        self._refuse_faults()
        span = frame(self.engine, relation_text("event_span")).iloc[0]
        rows = rule_rows(self.rulebook.model, line=self.line, span_us=(int(span.first_us), int(span.last_us)), recorded=self.recorded)
        making = Making(self.engine, self.rulebook.model, rows, self._progress)
        if isinstance(self.engine, DuckDBEngine):
            self._room = room_of(self.engine)
            self._room.refuse_too_little()
        return making

    def _refuse_faults(self) -> None:
        scores = [score.score for score in self.rulebook.model.scores]
        if self.line is not None and self.line[0] not in scores:
            raise InputError(
                f"the line's score must be one of the rulebook's; got '{self.line[0]}'", hint=did_you_mean(self.line[0], scores)
            )
        tables = {name: set(self.engine.columns(name)) for name in ("events", "leads", "accounts", "deals")}
        faults = missing_columns(self.rulebook.model, tables)
        if faults:
            raise FaultsError(faults, source=str(self.rulebook.file.path))
        faults = self.history.key_faults()
        if faults:
            raise FaultsError(faults, source=str(self.history.path))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The rulebook's point values, in the order of the file."""
        return self._making.rows.terms

    def room(self) -> Room | None:
        """What the replay needs in memory and on disk, an estimate; None on an engine that sees to it itself.

        Replaying raises InputError when neither memory nor disk can hold it.
        """
        self._making  # noqa: B018  (where the estimate is made)
        return self._room

    def relations(self) -> Engine:
        """The engine, with ``entities``, ``event_rows``, ``lead_versions``, ``ledger_rows`` and ``stretches`` made."""
        with self._shown():
            self._making.scores()
        return self.engine

    def units(self) -> Engine:
        """The engine, with ``unit_spans`` and ``terms`` made beside the replay's relations."""
        self.relations()
        self._making.plan(plans.UNITS)
        return self.engine

    def clauses(self) -> Engine:
        """The engine, with ``qualifications`` and ``firings`` made beside the replay's relations."""
        with self._shown():
            self.relations()
            self._making.plan(plans.CLAUSES)
        return self.engine

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Every posting: entity, entity_id, score, rule, event_id, entry, posted_at, points."""
        return self._frame("ledger", self.relations())

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """Every stretch of every score, in the order of its first four columns: entity, entity_id, score, starts_at, ends_at, value."""
        return self._frame("timeline", self.relations(), order="entity, entity_id, score, starts_at")

    @cached_property
    def qualified(self) -> pd.DataFrame:
        """Each qualified lead: lead_id, qualified_at, path."""
        return self._frame("qualified", self.clauses())

    @cached_property
    def alerts(self) -> pd.DataFrame:
        """Each alert that fires: alert, lead_id, fired_at, to."""
        return self._frame("alerts", self.clauses())

    def crossings(self, score: str | None = None) -> pd.DataFrame:
        """Each threshold crossed, of one score or of all: entity_id, score, band, threshold, crossed_at, direction."""
        self.relations()
        self._making.plan(plans.CROSSINGS)
        rows = self._frame("crossings_told", self.engine)
        return rows if score is None else rows[rows["score"] == score].reset_index(drop=True)

    def scores_at(self, moments: pd.DataFrame | Sequence[Moment] | Moment) -> pd.DataFrame:
        """Every score at the moments asked for: entity_id, moment, score, value.

        ``moments`` is a table with the columns entity_id and moment, or one or more instants at which all entities are looked at.
        :meth:`unscored` tells how many rows of a table have no score.

        >>> replay.scores_at("2026-03-01")  # doctest: +SKIP
          entity_id                    moment     score    value
        0         A 2026-03-01 00:00:00+00:00  interest  15.0000
        """
        self._look(moments)
        return self._frame("scores", self.engine)

    def story(
        self,
        entity_id: str,
        *,
        entity: EntityKind = "lead",
        words: Words = ENGLISH,
        shown_as: Callable[[str], str] = str,
        names: bool = False,
    ) -> Story:
        """The readable account of a lead (or account, or deal): each posting with its rule, its event and why, and the score after it.

        Only the part of the history that its scores ask for is replayed. ``shown_as`` makes what is told in the place of ids; ``names``
        tells properties that the rulebook does not read too, and e-mail addresses. InputError when the history does not know the entity.

        >>> print(replay.story("A"))  # doctest: +SKIP
        """
        refuse_unscored(self.rulebook.model, entity)
        part = part_of(self.history, entity, entity_id, recorded=self.recorded)
        with closing(Replay(part, self.rulebook, line=self.line, recorded=self.recorded)) as replay:
            telling = telling_of(self.rulebook.model, words, names=names, who=None if entity == "lead" else shown_as)
            return story_of(replay, entity, entity_id, telling=telling, shown_as=shown_as(entity_id))

    def units_at(self, moments: pd.DataFrame | Sequence[Moment] | Moment) -> KeptUnits:
        """How many times each term counts at the moments, kept apart from points: new points are scored without the events.

        ``moments`` as for :meth:`scores_at`; rows of a table stay in its order (those of a study's examples: ``examples.moments``).
        For roll-ups the units of an account's leads are kept with its own.

        >>> replay.units_at("2026-03-01").scores({"mail-open": 3})  # doctest: +SKIP
        array([15., 21.])
        """
        self._making.awards()
        return kept_units(self.engine, self.rulebook, moments)

    def unscored(self, moments: pd.DataFrame) -> UnscoredMoments:
        """How many rows of a table of moments have no score: their entity is not known, or had not appeared yet.

        >>> replay.unscored(moments)  # doctest: +SKIP
        UnscoredMoments(rows=40, unknown=2, examples=('X', 'Y'), early=1, kinds=('lead',))
        """
        asked = moment_rows(moments)
        entities = frame(self.relations(), "SELECT entity, entity_id, appeared_us FROM entities")
        return unscored_moments(asked, entities, (score.entity for score in self.rulebook.model.scores))

    def matrix_at(self, moments: pd.DataFrame | Sequence[Moment] | Moment) -> pd.DataFrame:
        """Each lead's cell of the matrix at the moments asked for: entity_id, moment, cell, action (NA: none is said for the cell).

        ``moments`` as for :meth:`scores_at`. InputError when the rulebook has no matrix.

        >>> replay.matrix_at("2026-03-01")  # doctest: +SKIP
          entity_id                    moment cell    action
        0         A 2026-03-01 00:00:00+00:00   A1  call now
        """
        if self.rulebook.model.matrix is None:
            raise InputError("the rulebook must have a matrix; it has none", hint="add matrix: {rows: …, columns: …}")
        self._look(moments)
        return self._frame("matrix", self.engine)

    def write(self, folder: Path | str, *, moments: pd.DataFrame | None = None) -> list[Path]:
        """Writes the replay's Parquet files into a folder; returns their paths.

        For the moments asked for there is ``scores.parquet`` too, and ``matrix.parquet`` where the rulebook has a matrix.
        ``history.sql`` sees them from then on, under their names.
        """
        folder = Path(folder)
        names: Sequence[str] = FILES
        if moments is not None:
            self._ask(moment_rows(moments))
            names = (*FILES, "scores", *(["matrix"] if self.rulebook.model.matrix is not None else []))
        with self._shown():
            self._making.expect(f"writing {name}.parquet" for name in names)
            return [self._written(name, folder / f"{name}.parquet") for name in names]

    def _written(self, name: str, path: Path) -> Path:
        made: dict[str, Callable[[], object]] = {"crossings": self.crossings, "qualified": self.clauses, "alerts": self.clauses}
        made.get(name, self.relations)()
        self._making.tell(f"writing {path.name}")
        with self._making.within_reach():
            self.engine.write_parquet(self._making.text("crossings_told" if name == "crossings" else name), path)
        self.history.publish(name, path)
        return path

    @contextmanager
    def under(self, rulebook: Rulebook, *, progress: Progress | None = None) -> Iterator[Replay]:
        """A replay of another rulebook over the same history and clock. Awards that both give are taken over and not made again."""
        with lent_memory(self.engine, self.history) as history:
            other = Replay(history, rulebook, recorded=self.recorded, progress=progress)
            with closing(other):
                if isinstance(self.engine, DuckDBEngine) and self._making.earns_as(other._making):
                    path = self.engine.spill_folder / "awards.parquet"
                    self.engine.write_parquet(projection(rows="awards"), path)
                    other._making.take_awards(projection(rows=parquet_rows(path)))
                    path.unlink()
                yield other

    def close(self) -> None:
        """Frees what the replay holds in memory and on disk."""
        self.engine.close()

    def _shown(self) -> AbstractContextManager[object]:
        """Takes the notebook's bar away when the work inside is done."""
        return self._bar or nullcontext()

    def _look(self, moments: pd.DataFrame | Sequence[Moment] | Moment) -> None:
        """Asks for the moments of a table, or for all entities at one or more instants."""
        if not isinstance(moments, pd.DataFrame):
            entities = frame(self.relations(), "SELECT entity_id FROM entities")
            moments = entities.merge(pd.DataFrame({"moment": instants_of(moments)}), how="cross")
        self._ask(moment_rows(moments))

    def _ask(self, moments: pa.Table) -> None:
        self.relations()
        self._making.moments(moments)

    def _frame(self, relation: str, engine: Engine, *, order: str = "") -> pd.DataFrame:
        text = self._making.text(relation)
        with self._making.within_reach():
            return frame(engine, f"{projection(rows=f'({text})')}\nORDER BY {order}" if order else text)
