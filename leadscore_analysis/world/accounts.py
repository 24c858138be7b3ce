"""Accounts and their facts, each a pure function of the seed and the account's number: nothing of them is ever kept.

An account has the number of the lead that was the first to come from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.world.chance import NEVER_US, Bools, Floats, Ints, hashed_uniforms, picked, waits
from leadscore_analysis.world.kinds import INDUSTRIES
from leadscore_analysis.world.truth import World

_NEW_SHARE = 0.62
_COLLEAGUE_WEEKS = 10.0
_COUNTRY_WEIGHTS = (45, 12, 16, 13, 7, 7)
_INDUSTRY_WEIGHTS = (20, 16, 22, 18, 12, 12)
_GROWING_SHARE = 0.2
_GROWTH_WEEKS = 300


@dataclass(frozen=True)
class Accounts:
    """Facts of accounts, one entry for each number asked for; ``grows_us`` is when ``employees`` becomes ``employees_later``."""

    number: Ints
    country: Ints
    industry: Ints
    employees: Ints
    employees_later: Ints
    grows_us: Ints
    target: Bools
    scanned: Bools

    def employees_at(self, instant_us: Ints) -> Ints:
        """The number of employees at an instant for each account."""
        return np.where(instant_us >= self.grows_us, self.employees_later, self.employees)


def account_of(world: World, lead: Ints) -> Ints:
    """The account of each lead: its own number when it is the first to come, else that of an earlier colleague, found step by step."""
    colleague = lead.copy()
    lag = _COLLEAGUE_WEEKS * world.leads / world.weeks
    searching = np.arange(lead.size)
    while searching.size:
        number = colleague[searching]
        step = 1 + np.floor(waits(hashed_uniforms(world.seed, "colleague", number), mean=lag)).astype(np.int64)
        follows = (hashed_uniforms(world.seed, "new account", number) >= _NEW_SHARE) & (step <= number)
        searching, number = searching[follows], (number - step)[follows]
        colleague[searching] = number
    return colleague


def accounts_of(world: World, number: Ints) -> Accounts:
    """The facts of the accounts of those numbers."""

    def chance(fact: str) -> Floats:
        return hashed_uniforms(world.seed, fact, number)

    employees = _employees(chance("employees"))
    industry = picked(chance("industry"), _INDUSTRY_WEIGHTS)
    growth = 1.3 + 1.7 * chance("growth")
    grows = chance("grows") < _GROWING_SHARE
    grows_us = world.start_us + np.floor(chance("growth week") * _GROWTH_WEEKS * WEEK_US).astype(np.int64)
    return Accounts(
        number=number,
        country=picked(chance("country"), _COUNTRY_WEIGHTS),
        industry=industry,
        employees=employees,
        employees_later=np.ceil(employees * growth).astype(np.int64),
        grows_us=np.where(grows, grows_us, NEVER_US),
        target=chance("target") < np.where(industry == INDUSTRIES.index("software"), 0.25, 0.08),
        scanned=chance("mail scanner") < world.habits.bot_share,
    )


def _employees(uniforms: Floats) -> Ints:
    """Numbers of employees, log-uniform within four classes: below 10, 50, 250 and 5,000."""
    edges = np.array([0.0, 0.25, 0.60, 0.88, 1.0])
    sizes = np.log([2.0, 10.0, 50.0, 250.0, 5000.0])
    return np.floor(np.exp(np.interp(uniforms, edges, sizes))).astype(np.int64)
