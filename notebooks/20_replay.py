# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What did the rulebook say about every lead, at every instant?
#
# The decision it serves: whether the rules do what was meant, before anybody argues about their points.

# %% tags=["parameters"]
folder = "../demo"  # where the study's paths begin, seen from this notebook; `make demo` makes this one
study_file = "study.yml"
query = "SELECT score, rule, entry, COUNT(*) AS postings, SUM(points) AS points FROM ledger GROUP BY ALL ORDER BY postings DESC"

# %%
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
from IPython.display import Markdown
from matplotlib import color_sequences

from leadscore_analysis.files import work_in
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

work_in(folder)
study = Study.load(study_file)
history = History.open(study.history.database)
rulebook = Rulebook.load(study.rulebook)
score = study.judge.score or rulebook.model.scores[0].score
replay = Replay(history, rulebook, recorded=study.clock == "recorded")

# %% [markdown]
# The terms of the rulebook: every point value that a lead can earn, and the sign that a suggestion must keep.

# %%
pd.DataFrame(replay.terms)[["score", "rule", "name", "points", "direction", "locked"]]

# %% [markdown]
# The ledger: each posting with its rule. A lead's postings up to an instant add up to its score at that instant.

# %%
results = Path(mkdtemp())
replay.write(results)
history.sql("SELECT * FROM ledger ORDER BY posted_at, entity_id LIMIT 8")

# %% [markdown]
# The timeline: each stretch of time in which a lead's score stayed the same.

# %%
history.sql("SELECT * FROM timeline ORDER BY starts_at, entity_id LIMIT 8")

# %% [markdown]
# A query of one's own: `history.sql` reads the history's tables and the replay's results. Here: which rules the points came from.

# %%
by_rule = history.sql(query)
by_rule

# %% [markdown]
# How many leads rose above each band's threshold, month by month.

# %%
risen = replay.crossings(score).query("direction == 'up'")
by_month = risen.assign(month=risen["crossed_at"].dt.strftime("%Y-%m")).pivot_table(
    index="month", columns="band", aggfunc="size", fill_value=0
)
by_month.plot(figsize=(8, 3), ylabel="crossings", ylim=(0, None), color=color_sequences["okabe_ito"][5:])

# %% [markdown]
# Other points, without reading the events again: scores at the end of the history, and what they would be if the term that counts most
# were worth double.

# %%
kept = replay.units_at(history.counts()["last"].min())
most = kept.units.mul(kept.row_counts, axis=0).sum().idxmax()
term = kept.terms[kept.units.columns.get_loc(most)]
doubled = kept.scores({most: 2 * term.points}, score=term.score)
pd.DataFrame({term.score: kept.scores(score=term.score), f"{most} doubled": doubled}).describe().round(1)

# %% [markdown]
# ## What was found

# %%
Markdown(f"""The rulebook has {len(replay.terms)} terms. The rule with most postings is **{by_rule["rule"].iloc[0]}**
({by_rule["postings"].iloc[0]:,}). {risen["entity_id"].nunique():,} leads rose above a threshold of **{score}**, {len(risen):,} times.
{len(replay.qualified):,} leads qualified.""")
