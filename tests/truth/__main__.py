"""``make truth``: what the suggestion makes of sample worlds whose truth is known. Writes ``reports/known_truth.md``.

``build/truth/`` keeps what every seed gave, so that a run that was stopped goes on; remove it to begin again.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from leadscore_analysis.files import write_text
from tests.truth.figures import by_seed, coverage, held, kept, paired, planted_found, table
from tests.truth.forward import WEEKS
from tests.truth.limit import LEADS, LIMIT, known_limit
from tests.truth.runs import SMALL, USUAL, WILLING, Runs

PAGE = Path("reports/known_truth.md")
KEPT = Path("build/truth")


def page(usual: pd.DataFrame, small: pd.DataFrame, willing: pd.DataFrame, forward: pd.DataFrame) -> Iterator[str]:
    """The lines of the page."""
    yield from ("# The suggestion against a known truth", "")
    yield (
        "Made by `make truth` on sample worlds, whose every effect is written down. All rules of the world's old rulebook are judged at "
        "once, as a total of its two scores, with the settings that `leadscore suggest` has."
    )
    yield from ("", *_intervals(usual), *_few(usual, small), *_planted(usual, willing), *_winners(willing), *_forward(forward))


def _not_run(what: str) -> Iterator[str]:
    yield from (f"{what} Not run this time; `make truth` does, in its own time.", "")


def _intervals(usual: pd.DataFrame) -> Iterator[str]:
    limits = {follow_up: known_limit(follow_up=follow_up) for follow_up in (True, False)}
    kept_limit = pd.read_csv(LIMIT)
    yield from ("## Do the intervals hold what they should?", "")
    size = int(kept_limit["leads"].iloc[0]) * int(kept_limit["worlds"].iloc[0])
    yield (
        f"The target of a term is what the same fit gives it on {size:,} leads ({kept_limit['worlds'].iloc[0]} world(s) from seed "
        f"{kept_limit['seed'].iloc[0]} on; `make truth-limit`, `tests/truth/limit.csv`), {limits[True]['all_converting_leads'].iloc[0]:,} "
        f"of them converting in the fit period. {_not_so_large(size)}Judged are {usual['seed'].nunique()} worlds of {USUAL:,} leads; terms "
        "with 10 or more converting leads; 90 % intervals; points. *Shift of the limit* is what following up whom the old rulebook ranks "
        "high does to the limit itself: no method that reads the history alone can see it."
    )
    found = {each: coverage(usual[usual["follow_up"] == each], limits[each]) for each in (True, False)}
    yield ""
    yield (
        f"**{held(found[True]):.1%}** of the intervals hold their limit with the bias of follow-up, **{held(found[False]):.1%}** "
        "without it."
    )
    with_bias, without = found[True].reset_index(), found[False].reindex(found[True].index).reset_index()
    columns = {
        "term": with_bias["term"],
        "limit": with_bias["limit"],
        "held": with_bias["held"],
        "limit without follow-up": without["limit"],
        "held without": without["held"],
        "shift of the limit": with_bias["limit"] - without["limit"],
        "seeds": with_bias["seeds"],
    }
    yield from ("", *table(pd.DataFrame(columns)), "")


def _not_so_large(leads: int) -> str:
    """What is missing of the limit, where the world was too small."""
    if leads >= LEADS:
        return ""
    return f"The full measure asks for {LEADS:,} leads: this limit is itself not quite exact, which costs a point or two. "


def _few(usual: pd.DataFrame, small: pd.DataFrame) -> Iterator[str]:
    yield from ("## Too little data", "")
    found = small["all_converting_leads"].median()
    yield (
        f"{small['seed'].nunique()} worlds of {SMALL:,} leads with a median of {found:.0f} converting leads in the fit period: "
        f"**{kept(small):.1%}** of all verdicts are *keep*. In the worlds of {USUAL:,} leads, before the recommended step leaves changes "
        f"out, {kept(usual):.1%}."
    )
    yield ""


def _planted(usual: pd.DataFrame, willing: pd.DataFrame) -> Iterator[str]:
    yield from ("## Rules that are wrong on purpose", "")
    yield "In how many worlds they get fewer points (*drop* or *lower*)."
    some = planted_found(usual[usual["follow_up"]])
    told = some[["rule", "planted"]].assign(**{f"of {some['seeds'].iloc[0]} worlds of {USUAL:,} leads": some["found"]})
    if not willing.empty:
        many = planted_found(willing)
        told[f"of {many['seeds'].iloc[0]} with 2,000 converting leads"] = many["found"]
        told["in the recommended step there"] = planted_found(willing, "recommended")["found"]
    yield from ("", *table(told), "")


def _winners(willing: pd.DataFrame) -> Iterator[str]:
    yield from ("## Share of winners at capacity", "")
    if willing.empty:
        yield from _not_run("Worlds with 2,000 converting leads in the fit period.")
        return
    seeds = by_seed(willing)
    yield (
        f"Worlds of {WILLING:,} leads that are about six times as willing to buy, with a median of "
        f"{seeds['all_converting_leads'].median():,.0f} converting leads in the fit period. Each card is judged in the next seed's world, "
        "of which it has seen nothing; 95 % intervals over seeds."
    )
    told = []
    for card, name in (("suggested", "all changes there is reason for"), ("recommended", "the recommended step")):
        more = seeds[f"share_{card}"] - seeds["share_current"]
        mean, low, high = paired(100 * more)
        told.append(
            {
                "card": name,
                "share, %": 100 * seeds[f"share_{card}"].mean(),
                "old card, %": 100 * seeds["share_current"].mean(),
                "difference": f"{mean:+.2f} ({low:+.2f} to {high:+.2f})",
                "better in": f"{int((more > 0).sum())} of {len(more)}",
            }
        )
    yield from ("", *table(pd.DataFrame(told)), "")


def _forward(forward: pd.DataFrame) -> Iterator[str]:
    yield from ("## Played forward", "")
    if forward.empty:
        yield from _not_run("The world goes on, once worked by the old and once by the suggested rulebook.")
        return
    more = forward["suggested"] - forward["old"]
    mean, low, high = paired(more)
    yield (
        f"{len(forward)} world(s) of {USUAL:,} leads go on for {WEEKS} weeks, once worked by the old and once by the suggested rulebook "
        "(the recommended step, suggested from the fit period), with the same leads, the same chance and the same capacity. Deals won in "
        "those weeks:"
    )
    told = pd.DataFrame(
        {
            "worked by": ["nobody", "the old rulebook", "the suggested rulebook"],
            "won deals, mean": [forward[name].mean() for name in ("nobody", "old", "suggested")],
        }
    )
    yield from ("", *table(told, 1), "")
    interval = f"{low:+.2f} to {high:+.2f}" if len(more) > 1 else "one world has no interval"
    counts = [int(each.sum()) for each in (more > 0, more == 0, more < 0)]
    yield (
        f"Suggested minus old, paired: **{mean:+.2f} deals ({interval})** a world; more in {counts[0]}, as many in "
        f"{counts[1]}, fewer in {counts[2]} of {len(more)} worlds. Calling by the old rulebook brings "
        f"{(forward['old'] - forward['nobody']).mean():.1f} deals more than calling nobody."
    )
    yield ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("seeds", 40), ("small", 40), ("willing", 40), ("forward", 40), ("processes", 2)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    told = parser.parse_args()
    runs = Runs(KEPT, told.processes)
    lines = page(runs.usual(told.seeds), runs.small(told.small), runs.willing(told.willing), runs.forward(told.forward))
    write_text(PAGE, "\n".join(lines))


if __name__ == "__main__":
    main()
