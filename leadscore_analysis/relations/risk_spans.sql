-- One row is a run of moments, from first_no up to but not including end_no, at which a lead's state, score and latest event stay the same.
-- state: the first that applies of not yet appeared, converted, closed, outside the population, quiet; else at risk.
-- Reads: risk_steps, label_settings
-- Key: lead_key, first_no
WITH running AS (
    SELECT
        lead_key,
        moment_no AS first_no,
        LEAD(moment_no) OVER (PARTITION BY lead_key ORDER BY moment_no) AS next_no,
        MAX(latest_event_us) OVER (PARTITION BY lead_key ORDER BY moment_no ROWS UNBOUNDED PRECEDING) AS latest_event_us,
        SUM(appeared) OVER (PARTITION BY lead_key ORDER BY moment_no ROWS UNBOUNDED PRECEDING) AS appeared,
        SUM(converted) OVER (PARTITION BY lead_key ORDER BY moment_no ROWS UNBOUNDED PRECEDING) AS converted,
        SUM(closed) OVER (PARTITION BY lead_key ORDER BY moment_no ROWS UNBOUNDED PRECEDING) AS closed,
        SUM(outside) OVER (PARTITION BY lead_key ORDER BY moment_no ROWS UNBOUNDED PRECEDING) AS outside,
        SUM(score) OVER (PARTITION BY lead_key ORDER BY moment_no ROWS UNBOUNDED PRECEDING) AS score
    FROM risk_steps
)
SELECT
    running.lead_key,
    running.first_no,
    COALESCE(running.next_no, label_settings.moments) AS end_no,
    running.latest_event_us,
    CAST(running.score AS BIGINT) AS score,
    CASE
        WHEN running.appeared = 0 THEN 'not yet appeared'
        WHEN running.converted > 0 THEN 'converted'
        WHEN running.closed > 0 THEN 'closed'
        WHEN running.outside > 0 THEN 'outside'
        WHEN running.latest_event_us IS NULL THEN 'quiet'
        WHEN running.latest_event_us + label_settings.quiet_us
            <= label_settings.from_us + running.first_no * label_settings.every_us THEN 'quiet'
        ELSE 'at risk'
    END AS state
FROM running
JOIN label_settings
    ON TRUE
WHERE running.first_no < label_settings.moments
