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
# # What does a real sales process teach about scoring?
#
# The decision it serves: whether to trust a score that was made by hand, on loan applications at a Dutch bank (BPI Challenge 2012;
# the log is public, `data/studies/README.md` says where it is and how its file is made). The whole job on real data, with its traps.

# %% tags=["parameters"]
folder = ".."  # where the study's paths begin, seen from this notebook: the top of the repository
study_file = "data/studies/bpi2012.yml"  # reads the log from the file that the environment variable BPI2012_EVENTS names

# %%
import pandas as pd
from IPython.display import Markdown
from matplotlib import pyplot as plt

from leadscore_analysis import charts
from leadscore_analysis.charts import cards, change_path, lift_by_decile, points
from leadscore_analysis.evaluation import evaluate, shown_tables
from leadscore_analysis.evaluation.study_replay import study_replay
from leadscore_analysis.files import work_in
from leadscore_analysis.labels import label
from leadscore_analysis.sources.study_loading import load_study
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion import suggest
from leadscore_analysis.suggestion.verdict import verdict_sentence

pd.set_option("display.max_colwidth", None)  # reasons are read to their end
work_in(folder)
study = Study.load(study_file)
loaded = load_study(study.history, study_file)
with study_replay(study) as replay:
    examples = label(replay, study)
    evaluation = evaluate(examples, study, replay)
    suggestion = suggest(replay, study, examples, evaluation.leaks)
tables = shown_tables(evaluation)

# %% [markdown]
# ## Trap 1: what comes with the outcome
# `A_REGISTERED`, `A_ACTIVATED` and `O_ACCEPTED` are written within a day of the approval, and `O_DECLINED` within a day of the
# refusal. A rule on one of them looks perfect on history and is worth nothing the day before. The leak check names them, and
# suggestions leave them alone.

# %%
tables["leaks"].query("named")[["name", "leads", "share_late", "share_converting", "why"]]

# %% [markdown]
# ## Trap 2: what is not yet known
# The log ends in March 2012. A moment whose thirty days run beyond its end is left out whatever had been seen by then, also a
# conversion, and what follows 15 January is held out: nothing here is fitted or judged on it.

# %%
pd.Series(examples.counts.plain(), name="count").to_frame()

# %% [markdown]
# ## How well the card made by hand orders the applications
# Over the few weekly moments of the fit period, tenths of the lead-moments by score, highest first.

# %%
charts.draw_lift_by_decile(tables["lift_by_decile"], plt.subplots(figsize=(8, 3))[1])
# %% [markdown]
# ## Trap 3: whom the bank chose to call
# An application that was called about its offer converts more often, partly for that reason. Terms on the calls themselves are "made
# by sales" and keep their points; a term that is worth something else among applications that began to be called is kept as well.

# %%
tables["worked_leads"]

# %%
suggestion.shown_points().query("reason.str.contains('made by sales|depends on who')")[["term", "current", "low", "high", "reason"]]

# %% [markdown]
# ## What a fit would change, and how much of it is worth the change

# %%
charts.draw_change_path(suggestion.change_path, plt.subplots(figsize=(8, 3))[1])
# %%
suggestion.term_cards()

# %% [markdown]
# ## Trap 4: a better fit that orders no better
# Judged forward in time on other applications, beside baselines and ceilings. Log loss is what a fit brings down; whom sales would
# reach is another question, and both are shown.

# %%
charts.draw_cards(suggestion.cards, plt.subplots(figsize=(8, 3))[1])
# %%
suggestion.differences

# %% [markdown]
# ## What was found

# %%
Markdown(f"""{loaded.total.loaded:,} events; the leak check names {", ".join(tables["leaks"].query("named")["name"])}.
{lift_by_decile.alt_text(tables["lift_by_decile"])}
{verdict_sentence(suggestion)} {points.alt_text(suggestion.points)}
{change_path.alt_text(suggestion.change_path)} {cards.alt_text(suggestion.cards)}""")
