-- One row is a lead at risk at a moment whose whole horizon is known: its score then, and whether it converts within the horizon.
-- converted_us is NULL unless the conversion lies in (moment, moment + horizon].
-- Reads: risk_spans, moment_grid, conversions, label_settings
-- Key: lead_key, moment_no
SELECT
    risk_spans.lead_key,
    moment_grid.moment_no,
    moment_grid.moment_us,
    moment_grid.part,
    risk_spans.latest_event_us,
    risk_spans.score,
    CASE
        WHEN conversions.converted_us <= moment_grid.moment_us + label_settings.horizon_us THEN conversions.converted_us
    END AS converted_us,
    CASE WHEN conversions.converted_us <= moment_grid.moment_us + label_settings.horizon_us THEN TRUE ELSE FALSE END AS converted
FROM risk_spans
JOIN moment_grid
    ON moment_grid.moment_no >= risk_spans.first_no AND moment_grid.moment_no < risk_spans.end_no
JOIN label_settings
    ON TRUE
LEFT JOIN conversions
    ON conversions.lead_key = risk_spans.lead_key
WHERE risk_spans.state = 'at risk' AND moment_grid.part <> 'not yet known'
