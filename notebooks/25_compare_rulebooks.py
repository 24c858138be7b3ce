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
# # What would have happened under another rulebook?
#
# The decision it serves: whether a proposed rulebook goes live, seen by whom it would have brought to sales and whom it would have kept
# from them.

# %% tags=["parameters"]
folder = "../demo"  # where the study's paths begin, seen from this notebook; `make demo` makes this one
study_file = "study.yml"
candidate = "rulebooks/candidate.yml"  # the proposal; reports/sample/suggested.yml is another, once the study was run

# %%
from IPython.display import Markdown
from matplotlib import pyplot as plt

from leadscore_analysis import charts
from leadscore_analysis.charts import conversion_by_group, qualified_flow, volume_by_week
from leadscore_analysis.comparison import compare, shown_tables
from leadscore_analysis.files import work_in
from leadscore_analysis.history import History
from leadscore_analysis.study import Study

work_in(folder)
study = Study.load(study_file)
comparison = compare(History.open(study.history.database), study.rulebook, candidate, study)
tables = shown_tables(comparison)

# %% [markdown]
# Which leads are left out because their first instant lies before the first moment, or its horizon reaches into the holdout, which is not
# read. All others stand in one group, by when they first qualify under A (the rulebook in force) and under B (the proposal).

# %%
comparison.left_out

# %% [markdown]
# Who qualifies earlier, later, newly, no longer.

# %%
charts.draw_qualified_flow(tables["groups"], plt.subplots(figsize=(8, 3.4))[1])
# %% [markdown]
# How each group converted within the horizon after it qualified, beside the lead-moments of those that neither rulebook qualifies.

# %%
charts.draw_conversion_by_group(tables["groups"], plt.subplots(figsize=(8, 3))[1])
# %% [markdown]
# Which rules make the difference: what each had given those leads by then, on average, under A and under B.

# %%
tables["by_rule"].groupby("group", sort=False).head(3)

# %% [markdown]
# The paths that qualified them.

# %%
tables["by_path"]

# %% [markdown]
# How many leads a week sales would have got.

# %%
charts.draw_volume_by_week(tables["volume"], plt.subplots(figsize=(8, 3))[1])
# %% [markdown]
# Both rulebooks on the same leads and moments; a difference whose interval holds 0 may be chance.

# %%
tables["figures"]

# %% [markdown]
# ## What was found

# %%
Markdown(f"""{qualified_flow.alt_text(tables["groups"])}
{conversion_by_group.alt_text(tables["groups"])}
{volume_by_week.alt_text(tables["volume"])}""")
