"""The calibration report, section by section."""
