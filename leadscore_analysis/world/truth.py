"""The truth of the sample world: every number that decides what happens in it, in frozen dataclasses that ``truth.json`` writes down."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadscore_analysis.clock import WEEK_US, instant_us
from leadscore_analysis.world.kinds import COUNTRIES, INDUSTRIES, SOURCES, TITLES


@dataclass(frozen=True)
class Behaviour:
    """What one kind of behaviour does to the hazard.

    ``effect`` is the log of the hazard's ratio for one fresh event; ``half_life_weeks`` is the time in which an event comes to
    count half (0: it never fades); no more than ``cap`` fresh events count.
    """

    name: str
    effect: float
    half_life_weeks: float
    cap: float


BEHAVIOURS = (
    Behaviour("page", 0.05, 4.0, 10.0),
    Behaviour("pricing", 0.40, 8.0, 3.0),
    Behaviour("product", 0.15, 8.0, 5.0),
    Behaviour("blog", 0.0, 4.0, 5.0),
    Behaviour("careers", -0.80, 26.0, 2.0),
    Behaviour("mail_open", 0.06, 4.0, 4.0),
    Behaviour("mail_click", 0.30, 6.0, 3.0),
    Behaviour("whitepaper", 0.30, 10.0, 3.0),
    Behaviour("webinar_registered", 0.10, 6.0, 2.0),
    Behaviour("webinar_attended", 0.60, 12.0, 2.0),
    Behaviour("form", 0.20, 8.0, 3.0),
    Behaviour("chat", 0.60, 6.0, 2.0),
    Behaviour("demo", 1.90, 8.0, 1.0),
    Behaviour("unsubscribe", -1.20, 0.0, 1.0),
)
PAGE, PRICING, PRODUCT, BLOG, CAREERS, OPEN, CLICK, WHITEPAPER, REGISTERED, ATTENDED, FORM, CHAT, DEMO, UNSUBSCRIBE = range(14)


@dataclass(frozen=True)
class Hazard:
    """The weekly hazard of a decision to buy.

    In week k of a lead's life (seven days from its arrival) the hazard is
    ``exp(base + sum of effect * min(faded count, cap) + fit + interactions + follow-up)`` and the lead decides with probability
    ``1 - exp(-hazard)``. Faded counts are taken at the start of the week; bots and second opens of one mail do not count.
    All effects are logs of a ratio of hazards. Fit effects follow the order of the names in :mod:`.kinds`.

    The interactions are what points cannot express: ``director_on_pricing`` for each fresh pricing view of a director or owner,
    ``small_demo`` for a fresh demo request from a company below 50 employees, ``webinar_after_paper`` for having both.
    ``contact`` and ``meeting`` are what sales add by following up; both fade with ``follow_up_half_life_weeks``.
    """

    base: float = -8.9
    behaviours: tuple[Behaviour, ...] = BEHAVIOURS
    titles: tuple[float, ...] = (-0.9, 0.0, 0.35, 0.75, 0.35, -2.0)
    sizes: tuple[float, ...] = (-0.5, 0.0, 0.55, 0.25)
    countries: tuple[float, ...] = (0.35, 0.1, 0.0, 0.0, 0.0, -0.2)
    industries: tuple[float, ...] = (0.35, 0.25, 0.1, 0.0, 0.0, -0.3)
    sources: tuple[float, ...] = (0.0, -0.1, 0.0, 0.5, -0.2, 0.3)
    target_account: float = 0.4
    director_on_pricing: float = 0.2
    small_demo: float = -0.9
    webinar_after_paper: float = -0.4
    contact: float = 1.0
    meeting: float = 0.7
    follow_up_half_life_weeks: float = 8.0


@dataclass(frozen=True)
class Habits:
    """How leads behave and sales react; shares of leads or of the things named, rates a week, times in days."""

    lasting_share: float = 0.38  # of leads that keep coming back; the others fall silent within a week or two
    window_share: float = 0.22  # of leads with a time in which they mean to buy
    reader_share: float = 0.20  # of leads that read the blog for its own sake
    job_hunter_share: float = 0.12  # of leads that look for a job
    fast_share: float = 0.005  # of leads that buy by themselves within days of arriving
    bot_share: float = 0.04  # of accounts whose mail scanner opens each mail and follows each link
    bot_caught: float = 0.85  # of a scanner's opens and clicks, flagged in the column ``filtered``
    double_open: float = 0.18  # of opens that are followed by a second one
    unsubscribe: float = 0.008  # of mails
    reject: float = 0.15  # of contacted leads of average fit
    meeting: float = 0.35  # of contacted leads that are not rejected
    deal_won: float = 0.78  # of decisions to buy that end in a won deal
    close_days: float = 19.0  # longest time from offer to won or lost
    patience_days: float = 180.0  # from contact until sales give up on a lead that does not decide


@dataclass(frozen=True)
class World:
    """One world: ``leads`` arrive in its first ``weeks`` weeks, and it ends after ``end_week`` weeks (default: the same).

    ``capacity`` is how many leads sales can take up a week. Without ``follow_up`` sales call but change nothing.
    """

    leads: int = 20_000
    seed: int = 7
    weeks: int = 104
    end_week: int = 0
    capacity: int = 0
    follow_up: bool = True
    start: str = "2023-01-02"
    hazard: Hazard = field(default_factory=Hazard)
    habits: Habits = field(default_factory=Habits)

    @property
    def last_week(self) -> int:
        """The number of weeks that this world lasts."""
        return self.end_week or self.weeks

    @property
    def start_us(self) -> int:
        """The Monday midnight at which it starts."""
        return instant_us(self.start)

    @property
    def end_us(self) -> int:
        """The instant at which nothing later has happened yet."""
        return self.start_us + self.last_week * WEEK_US

    @property
    def leads_per_week(self) -> int:
        """How many leads sales can take up a week."""
        return self.capacity or max(1, self.leads // 500)


def fit_effects(hazard: Hazard) -> dict[str, dict[str, float]]:
    """The fit effects by attribute and value, as ``truth.json`` shows them."""
    named = {"job_title": (TITLES, hazard.titles), "employees": (("below 10", "10 to 49", "50 to 249", "250 or more"), hazard.sizes)}
    named |= {"country": (COUNTRIES, hazard.countries), "industry": (INDUSTRIES, hazard.industries), "source": (SOURCES, hazard.sources)}
    return {attribute: dict(zip(*pair, strict=True)) for attribute, pair in named.items()} | {
        "target_account": {"true": hazard.target_account}
    }
