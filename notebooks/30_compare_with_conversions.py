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
# # Did leads with a high score convert more often?
#
# The decision it serves: whether the score may order the calls, and where a line would stand.

# %% tags=["parameters"]
folder = "../demo"  # where the study's paths begin, seen from this notebook; `make demo` makes this one
study_file = "study.yml"

# %%
import pandas as pd
from IPython.display import Markdown
from matplotlib import pyplot as plt

from leadscore_analysis import charts
from leadscore_analysis.charts import lift_by_decile, missed_winners, threshold_table
from leadscore_analysis.evaluation import evaluate, shown_tables
from leadscore_analysis.files import work_in
from leadscore_analysis.history import History
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

work_in(folder)
pd.set_option("display.max_colwidth", None)  # reasons are read to their end
study = Study.load(study_file)
replay = Replay(History.open(study.history.database), Rulebook.load(study.rulebook), recorded=study.clock == "recorded")
examples = label(replay, study)
evaluation = evaluate(examples, study, replay)
tables = shown_tables(evaluation)

# %% [markdown]
# What was looked at, and what was left out: counts of lead-moments, unless the name says otherwise.

# %%
pd.Series(examples.counts.plain(), name="count").to_frame()

# %% [markdown]
# What tells of the outcome, because it comes with it or after it. What is named stays out of suggestions.

# %%
tables["leaks"].query("why != ''")[["kind", "name", "leads", "share_late", "share_converting", "named", "allowed", "why"]]

# %% [markdown]
# The scores of rows that converted within the horizon, beside those of the others.

# %%
charts.draw_score_distribution(tables["score_distribution"], plt.subplots(figsize=(8, 3))[1], line=evaluation.line)
# %% [markdown]
# How often each band converted, with 95% intervals over accounts.

# %%
charts.draw_conversion_by_band(tables["conversion_by_band"], plt.subplots(figsize=(8, 2))[1])
# %% [markdown]
# Rows in order of their score, in ten equal parts: how many times the average each one converts.

# %%
charts.draw_lift_by_decile(tables["lift_by_decile"], plt.subplots(figsize=(8, 3))[1])
# %% [markdown]
# What a line would cost in new leads a week, and which share of winners it would bring.

# %%
marks = {"in force": evaluation.line} if evaluation.line is not None else {}
charts.draw_threshold_table(tables["threshold_table"], plt.subplots(figsize=(8, 3))[1], marks=marks)
# %% [markdown]
# Winners that the line in force did not see coming: an engagement score orders the calls, it is no gate.

# %%
charts.draw_missed_winners(evaluation.missed_winners, plt.subplots(figsize=(8, 1.6))[1], smallest=study.privacy.smallest_group)
# %% [markdown]
# ## What was found

# %%
Markdown(f"""{lift_by_decile.alt_text(tables["lift_by_decile"])}
{threshold_table.alt_text(tables["threshold_table"], marks=marks)}
{missed_winners.alt_text(evaluation.missed_winners, smallest=study.privacy.smallest_group)}""")
