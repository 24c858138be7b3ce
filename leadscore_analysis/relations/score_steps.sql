-- One row is a moment at which a lead's judged score differs from the moment before; step is the difference, in ten-thousandths.
-- Reads: stretches, label_settings
-- Key: lead_key, moment_no
WITH seen AS (
    SELECT
        stretches.entity_key AS lead_key,
        stretches.starts_us,
        stretches.value,
        CASE
            WHEN stretches.starts_us <= label_settings.from_us THEN 0
            ELSE floor_div(stretches.starts_us - label_settings.from_us + label_settings.every_us - 1, label_settings.every_us)
        END AS moment_no
    FROM stretches
    JOIN label_settings
        ON stretches.score_key = label_settings.score_key AND stretches.starts_us <= label_settings.last_us
),
ranked AS (
    SELECT lead_key, moment_no, value, ROW_NUMBER() OVER (PARTITION BY lead_key, moment_no ORDER BY starts_us DESC) AS place
    FROM seen
),
steps AS (
    SELECT lead_key, moment_no, value - COALESCE(LAG(value) OVER (PARTITION BY lead_key ORDER BY moment_no), 0) AS step
    FROM ranked
    WHERE place = 1
)
SELECT lead_key, moment_no, step
FROM steps
WHERE step <> 0
