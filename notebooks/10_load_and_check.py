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
# # What is in the history, and can it be trusted?
#
# The decision it serves: whether to go on with this data, or first to mend the exports that it comes from.

# %% tags=["parameters"]
folder = "../demo"  # where the study's paths begin, seen from this notebook; `make demo` makes this one
study_file = "study.yml"

# %%
from IPython.display import Markdown
from matplotlib import pyplot as plt

from leadscore_analysis.charts import draw_funnel, funnel as funnel_chart
from leadscore_analysis.files import work_in
from leadscore_analysis.funnel import funnel
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

work_in(folder)
study = Study.load(study_file)
history = History.open(study.history.database)
rulebook = Rulebook.load(study.rulebook)

# %% [markdown]
# Each table of the history, with its rows and the period that it covers.

# %%
history.counts()

# %% [markdown]
# The rows of the exports that could not be used, by table and reason.

# %%
history.sql("SELECT table_name, reason, COUNT(*) AS rows FROM rejected_rows GROUP BY ALL ORDER BY rows DESC")

# %% [markdown]
# What leads did: events by type, and how many leads each type knows.

# %%
history.sql("SELECT event_type, COUNT(*) AS events, COUNT(DISTINCT lead_id) AS leads FROM events GROUP BY event_type ORDER BY events DESC")

# %% [markdown]
# How far leads came, each counted once at its first time in a stage.

# %%
stages = funnel(Replay(history, rulebook, recorded=study.clock == "recorded"), study)
draw_funnel(stages, plt.subplots(figsize=(8, 3), layout="constrained")[1])
# %% [markdown]
# ## What was found

# %%
Markdown(funnel_chart.alt_text(stages))
