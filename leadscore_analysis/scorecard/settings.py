"""The settings of a scorecard as numbers by term, read once and checked once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from leadscore_analysis.errors import did_you_mean
from leadscore_analysis.scorecard.limits import Cap, Limits
from leadscore_analysis.scorecard.rows import Floats

_SIGNS = {"positive": 1.0, "negative": -1.0, "any": 0.0}
_FINEST = 10_000
"""Points have at most four decimals."""


@dataclass(frozen=True)
class Settings:
    """Limits, signs and present points by term; ``base`` is the card that changes are counted from, ``most`` how many there may be.

    ``sure_changes``: terms move only towards their intervals.
    """

    limits: Limits
    signs: Floats
    present: Floats
    base: Floats
    step: float
    grain: float
    most: int | None
    sure_changes: bool

    def towards(self, intervals: Floats, *, still: Sequence[int] = ()) -> Settings:
        """The settings under which a term may only move towards its interval (of points), and not at all where that holds its present ones,
        or where it is to stand ``still``.

        A term without an interval is not known to be worth anything else. What else it moved by would make up for other terms.
        """
        moves = ~np.isin(np.arange(len(self.present)), still)
        rises, falls = moves & (self.present < intervals[:, 0]), moves & (self.present > intervals[:, 1])
        low = np.where(rises, np.maximum(self.limits.low, self.present), self.limits.low)
        high = np.where(falls, np.minimum(self.limits.high, self.present), self.limits.high)
        return replace(self, limits=replace(self.limits, low=low, high=high, locked=self.limits.locked | ~(rises | falls)))


def read_settings(estimator: Any, terms: int, names: Sequence[str] | None) -> Settings:
    """The estimator's parameters for so many terms; ValueError says which is wrong and what it must be."""
    place = _Places(terms, names)
    present = place.numbers("prior_points", estimator.prior_points)
    step = _step(estimator.step, present)
    largest = _largest(estimator.largest, present, step)
    signs = _signs(estimator.direction, place)
    locked = np.zeros(terms, dtype=bool)
    locked[place.all("locked", estimator.locked)] = True
    _check_rest(estimator)
    low, high = np.where(signs > 0, 0.0, -largest), np.where(signs < 0, 0.0, largest)
    chains = tuple(tuple(place.all("monotone", chain)) for chain in estimator.monotone)
    _check_chains(chains, low, high, locked, present)
    limits = Limits(low, high, locked, chains, tuple(_cap(place, cap) for cap in estimator.caps))
    base = np.where(locked, present, 0.0) if estimator.max_terms is not None else present
    most = estimator.max_terms if estimator.max_terms is not None else estimator.max_changes
    return Settings(limits, signs, present, base, step, _grain(step, present), most, bool(estimator.sure_changes))


@dataclass(frozen=True)
class _Places:
    terms: int
    names: Sequence[str] | None

    def of(self, what: str, term: Any) -> int:
        """The place of a term named or counted."""
        if isinstance(term, str):
            known = [] if self.names is None else [str(name) for name in self.names]
            if term not in known:
                raise ValueError(
                    f"each term of {what} must be a feature; got {term!r}. Hint: {did_you_mean(term, known) or 'X has no names'}"
                )
            return known.index(term)
        if not 0 <= int(term) < self.terms:
            raise ValueError(f"each term of {what} must be a feature's place from 0 to {self.terms - 1}; got {term!r}")
        return int(term)

    def all(self, what: str, terms: Iterable[Any]) -> list[int]:
        return [self.of(what, term) for term in terms]

    def numbers(self, what: str, given: Any) -> Floats:
        """A number a term, from a sequence or a mapping; nothing is 0."""
        found = np.zeros(self.terms)
        if isinstance(given, Mapping):
            for term, value in given.items():
                found[self.of(what, term)] = float(value)
        elif given is not None:
            if len(given) != self.terms:
                raise ValueError(f"{what} must have one entry for each of the {self.terms} features; got {len(given)}")
            found[:] = [float(value) for value in given]
        if not np.isfinite(found).all():
            raise ValueError(f"{what} must be numbers; got a missing or infinite one")
        return found


def _signs(direction: Any, place: _Places) -> Floats:
    if isinstance(direction, str):
        listed: list[Any] = [direction] * place.terms
    elif isinstance(direction, Mapping):
        listed = ["any"] * place.terms
        for term, sign in direction.items():
            listed[place.of("direction", term)] = sign
    else:
        listed = list(direction)
    wrong = [sign for sign in listed if sign not in _SIGNS]
    if wrong or len(listed) != place.terms:
        got = repr(wrong[0]) if wrong else f"{len(listed)} entries for {place.terms} features"
        raise ValueError(f"direction must be positive, negative or any, for all features or each; got {got}")
    return np.array([_SIGNS[sign] for sign in listed])


def _step(step: float | None, present: Floats) -> float:
    if step is None:
        return 5.0 if present.any() and (present % 5 == 0).all() else 1.0
    if not (step * _FINEST >= 1 and math.isfinite(step)):
        raise ValueError(f"step must be at least {1 / _FINEST:g}; got {step!r}. Hint: write 1 or 5")
    return float(step)


def _largest(largest: float | None, present: Floats, step: float) -> float:
    if largest is None:
        return max(2 * float(np.abs(present).max()), step) if present.any() else 10.0 * step
    if not (largest >= step and math.isfinite(largest)):
        raise ValueError(f"largest must be at least one step ({step:g}); got {largest!r}")
    return float(largest)


def _check_rest(estimator: Any) -> None:
    for name in ("max_terms", "max_changes"):
        value = getattr(estimator, name)
        if value is not None and value < 0:
            raise ValueError(f"{name} must be 0 or more; got {value!r}")
    if estimator.max_terms is not None and estimator.max_changes is not None:
        raise ValueError("give either max_terms (a card from nothing) or max_changes (from the present points), not both")
    strength = estimator.prior_strength
    if strength != "cv" and not (isinstance(strength, int | float) and strength >= 0 and math.isfinite(strength)):
        raise ValueError(f"prior_strength must be 0 or more, or 'cv'; got {strength!r}")
    if not 0 < estimator.level < 1:
        raise ValueError(f"level must lie between 0 and 1; got {estimator.level!r}. Hint: 0.9")


def _check_chains(chains: Sequence[Sequence[int]], low: Floats, high: Floats, locked: Any, present: Floats) -> None:
    for chain in chains:
        least = np.where(locked, present, low)[list(chain)]
        most = np.where(locked, present, high)[list(chain)]
        if (np.maximum.accumulate(least) > most).any():
            raise ValueError(
                f"monotone and the bounds contradict each other for the terms {list(chain)}. Hint: look at direction and locked"
            )
    flat = [term for chain in chains for term in chain]
    if len(flat) != len(set(flat)):
        raise ValueError("a term must stand in one order of monotone at most; one stands in two")


def _cap(place: _Places, cap: Any) -> Cap:
    if len(cap) != 3:
        raise ValueError(f"a cap must be (terms, low, high); got {cap!r}. Hint: write None for an end that is open")
    terms, low, high = cap
    low, high = -math.inf if low is None else float(low), math.inf if high is None else float(high)
    if not low <= high:
        raise ValueError(f"a cap must have its low end first; got {low:g} and {high:g}")
    return Cap(tuple(place.all("caps", terms)), low, high)


def _grain(step: float, present: Floats) -> float:
    """The largest number that divides the step and all present points."""
    whole = [round(step * _FINEST), *(round(abs(value) * _FINEST) for value in present)]
    return math.gcd(*whole) / _FINEST
