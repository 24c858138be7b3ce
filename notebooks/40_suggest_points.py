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
# # Which points would have ordered the leads better?
#
# The decision it serves: which point values to put before the next meeting of marketing and sales, and which to leave alone.

# %% tags=["parameters"]
folder = "../demo"  # where the study's paths begin, seen from this notebook; `make demo` makes this one
study_file = "study.yml"

# %%
from IPython.display import Markdown
from matplotlib import pyplot as plt

from leadscore_analysis import charts
from leadscore_analysis.charts import cards, points
from leadscore_analysis.evaluation import evaluate
from leadscore_analysis.files import work_in
from leadscore_analysis.history import History
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion import suggest
from leadscore_analysis.suggestion.reasons import shown_points, threshold_sentence

work_in(folder)
study = Study.load(study_file)
replay = Replay(History.open(study.history.database), Rulebook.load(study.rulebook), recorded=study.clock == "recorded")
examples = label(replay, study)
suggestion = suggest(replay, study, examples, evaluate(examples, study, replay).leaks)

# %% [markdown]
# Every term with its points now and suggested, the verdict, and what it rests on. "Keep: too little data" is a finding too.

# %%
shown_points(suggestion.points, smallest=study.privacy.smallest_group)[
    ["term", "current", "suggested", "verdict", "converting_leads", "reason"]
]

# %% [markdown]
# The changes, the largest first.

# %%
charts.draw_points(suggestion.points, plt.subplots(figsize=(8, 4))[1])
# %% [markdown]
# The cards on moments and accounts that the fit did not see, beside two baselines.

# %%
charts.draw_cards(suggestion.cards, plt.subplots(figsize=(8, 2))[1])
# %% [markdown]
# The suggested card against the current one, in pairs: an interval that holds 0 may be chance.

# %%
suggestion.differences

# %% [markdown]
# What the rulebook would look like.

# %%
print(suggestion.rulebook.text())

# %% [markdown]
# ## What was found

# %%
Markdown(f"""{points.alt_text(suggestion.points)} {cards.alt_text(suggestion.cards)}
Suggested threshold, with these points: {threshold_sentence(suggestion.threshold)}.""")
