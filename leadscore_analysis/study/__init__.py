"""The study file: which history, which rulebook, what counts as a conversion, when we look."""

from leadscore_analysis.study.models import Study
from leadscore_analysis.study.parts import Happening

__all__ = ["Happening", "Study"]
