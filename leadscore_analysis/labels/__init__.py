"""Moments against outcomes: which leads were at risk when, and what became of them within the horizon."""

from leadscore_analysis.labels.counts import LabelCounts
from leadscore_analysis.labels.examples import Examples
from leadscore_analysis.labels.folds import Fold
from leadscore_analysis.labels.labelling import label, label_holdout, make_labels
from leadscore_analysis.labels.looking import Looking

__all__ = ["Examples", "Fold", "LabelCounts", "Looking", "label", "label_holdout", "make_labels"]
