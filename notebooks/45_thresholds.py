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
# # Where should the line stand?
#
# The decision it serves: from which score on sales take a lead up, and whether that is one line for all.

# %% tags=["parameters"]
folder = "../demo"  # where the study's paths begin, seen from this notebook; `make demo` makes this one
study_file = "study.yml"

# %%
from IPython.display import Markdown
from matplotlib import pyplot as plt

from leadscore_analysis import charts
from leadscore_analysis.charts import around_the_line, probability_by_score, waiting_by_week
from leadscore_analysis.files import work_in
from leadscore_analysis.history import History
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from leadscore_analysis.thresholds import Targets, shown_tables, threshold_choices

work_in(folder)
study = Study.load(study_file)
replay = Replay(History.open(study.history.database), Rulebook.load(study.rulebook), recorded=study.clock == "recorded")
examples = label(replay, study)
choices = threshold_choices(examples, study, replay, targets=Targets(precision=(0.1,), share_of_winners=(0.5, 0.8)))
tables = shown_tables(choices, smallest=study.privacy.smallest_group)

# %% [markdown]
# One line for each reason: what sales can take, what pays for the work, a share that converts, a share of winners that is reached.
# "Not reached" and "too little data" are findings too.

# %%
tables["threshold_choices"][["basis", "asked", "threshold", "new_per_week", "precision", "share_of_winners", "remark"]]

# %% [markdown]
# What the line would cost and bring some points higher or lower.

# %%
charts.draw_around_the_line(tables["around_the_line"], plt.subplots(figsize=(8, 3))[1], capacity=choices.leads_per_week)
# %% [markdown]
# Who waits when sales take so many a week, in the order in which leads reach the line.

# %%
charts.draw_waiting_by_week(tables["queue"], plt.subplots(figsize=(8, 3))[1])
# %% [markdown]
# A line that is entered above and left below is crossed less often: how many crossings a week that saves, and who then stays above it.

# %%
tables["hysteresis"]

# %% [markdown]
# The chance of conversion at each score, with its interval; the dots are what was seen.

# %%
charts.draw_probability_by_score(tables["probability_by_score"], plt.subplots(figsize=(8, 3))[1], line=choices.line)
# %% [markdown]
# How soon leads convert after they reach the line.

# %%
charts.draw_conversion_times(tables["conversion_times"], plt.subplots(figsize=(8, 3))[1])
# %% [markdown]
# Lines by segment: how many points a lead is worth beside its score, and whether such lines reach more winners forward in time.

# %%
tables["lines_by_segment"][["segment", "value", "leads", "converting_leads", "shift", "shift_low", "shift_high", "line", "remark"]]

# %%
tables["segment_gain"]

# %% [markdown]
# The best classes of fit and interest, and how their cells convert.

# %%
scores = tuple(tables["matrix_cuts"]["score"].unique())
charts.draw_matrix_cells(tables["matrix_cells"], plt.subplots(figsize=(8, 2))[1], scores=scores)
# %% [markdown]
# The line of the capacity as it would have been drawn then, held against the weeks that came after.

# %%
tables["lines_forward"]

# %% [markdown]
# ## What was found

# %%
Markdown(f"""{around_the_line.alt_text(tables["around_the_line"])}
{waiting_by_week.alt_text(tables["queue"])}
{probability_by_score.alt_text(tables["probability_by_score"])}""")
