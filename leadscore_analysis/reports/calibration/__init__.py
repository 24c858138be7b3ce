"""The calibration report: what a study found about a score, section by section."""

from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.calibration.report import calibration, calibration_page, write_calibration

__all__ = ["CalibrationInputs", "calibration", "calibration_page", "write_calibration"]
