-- One row is a lead at risk at a moment of a part, with its value of another score then, in ten-thousandths.
-- Reads: stretches, examples, other_score
-- Key: lead_key, moment_no
SELECT seen.lead_key, seen.moment_no, seen.value
FROM (
    SELECT
        steps.lead_key,
        steps.moment_no,
        steps.asked,
        CAST(SUM(steps.change) OVER (PARTITION BY steps.lead_key ORDER BY steps.us) AS BIGINT) AS value
    FROM (
        SELECT
            stretches.entity_key AS lead_key,
            stretches.starts_us AS us,
            stretches.value - LAG(stretches.value, 1, 0) OVER (PARTITION BY stretches.entity_key ORDER BY stretches.starts_us) AS change,
            0 AS moment_no,
            0 AS asked
        FROM stretches
        JOIN other_score
            ON stretches.score_key = other_score.score_key
        UNION ALL
        SELECT examples.lead_key, examples.moment_us AS us, 0 AS change, examples.moment_no, 1 AS asked
        FROM examples
        JOIN other_score
            ON examples.part = other_score.part
    ) steps
) seen
WHERE seen.asked = 1
