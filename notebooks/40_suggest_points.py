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
from leadscore_analysis.charts import cards, change_path, points
from leadscore_analysis.evaluation import evaluate
from leadscore_analysis.files import work_in
from leadscore_analysis.history import History
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion import suggest
from leadscore_analysis.suggestion.reasons import threshold_sentence
from leadscore_analysis.suggestion.verdict import verdict_sentence

work_in(folder)
study = Study.load(study_file)
replay = Replay(History.open(study.history.database), Rulebook.load(study.rulebook), recorded=study.clock == "recorded")
examples = label(replay, study)
suggestion = suggest(replay, study, examples, evaluate(examples, study, replay).leaks)

# %% [markdown]
# How much a few changes bring and how much many, judged on later moments of other accounts than they were fitted on. The fewest
# changes within one standard error of the best are recommended.

# %%
charts.draw_change_path(suggestion.change_path, plt.subplots(figsize=(8, 3))[1])
# %% [markdown]
# Every term with its points now and suggested, the verdict, and what it rests on. "Keep: too little data" is a finding too.

# %%
suggestion.shown_points()[["term", "current", "suggested", "low", "high", "verdict", "converting_leads"]]

# %% [markdown]
# The same as a card a term, those that change first. `effect` is what the term does for the order of later leads that the fit did not
# see; a term that is worth something else among leads that sales began to work keeps its points.

# %%
suggestion.term_cards()

# %% [markdown]
# The changes, the largest first.

# %%
charts.draw_points(suggestion.points, plt.subplots(figsize=(8, 4))[1])
# %% [markdown]
# The cards on moments and accounts that the fit did not see, beside two baselines and two ceilings: gradient boosting on the same
# units, and on raw counts, recencies and attributes too. Nobody can read or discuss those; they say how much the history could tell.

# %%
charts.draw_cards(suggestion.cards, plt.subplots(figsize=(8, 3))[1])
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
Markdown(f"""{verdict_sentence(suggestion)} {points.alt_text(suggestion.points)}
{change_path.alt_text(suggestion.change_path)} {cards.alt_text(suggestion.cards)}
Suggested threshold, with these points: {threshold_sentence(suggestion.threshold)}.""")
