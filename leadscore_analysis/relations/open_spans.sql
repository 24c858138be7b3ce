-- One row is a stretch of time in which a lead has appeared, has not converted, is not closed and is in the rulebook's population.
-- ends_us is NULL where it lasts to the end.
-- Reads: risk_turns
-- Key: lead_key, starts_us
WITH turned AS (
    SELECT
        lead_key,
        turned_us,
        SUM(CASE WHEN kind = 'appeared' THEN turn ELSE 0 END) AS appeared,
        SUM(CASE WHEN kind = 'appeared' THEN 0 ELSE turn END) AS against
    FROM risk_turns
    GROUP BY lead_key, turned_us
),
running AS (
    SELECT
        lead_key,
        turned_us AS starts_us,
        LEAD(turned_us) OVER (PARTITION BY lead_key ORDER BY turned_us) AS ends_us,
        SUM(appeared) OVER (PARTITION BY lead_key ORDER BY turned_us ROWS UNBOUNDED PRECEDING) AS appeared,
        SUM(against) OVER (PARTITION BY lead_key ORDER BY turned_us ROWS UNBOUNDED PRECEDING) AS against
    FROM turned
)
SELECT lead_key, starts_us, ends_us
FROM running
WHERE appeared > 0 AND against = 0
