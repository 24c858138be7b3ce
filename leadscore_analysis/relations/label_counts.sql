-- One row is a state of leads in a part of the moments (fit, between, holdout, not yet known): how many lead-moments have it.
-- Reads: risk_spans, moment_parts
-- Key: part, state
SELECT
    moment_parts.part,
    risk_spans.state,
    CAST(
        SUM(
            CASE WHEN risk_spans.end_no < moment_parts.end_no THEN risk_spans.end_no ELSE moment_parts.end_no END
            - CASE WHEN risk_spans.first_no > moment_parts.first_no THEN risk_spans.first_no ELSE moment_parts.first_no END
        ) AS BIGINT
    ) AS lead_moments
FROM risk_spans
JOIN moment_parts
    ON risk_spans.first_no < moment_parts.end_no AND risk_spans.end_no > moment_parts.first_no
GROUP BY moment_parts.part, risk_spans.state
