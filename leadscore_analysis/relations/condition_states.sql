-- One row an instant at which a condition starts (1) or ceases (-1) to hold for an entity.
-- Reads: condition_counts
-- Key: condition_key, entity_key, us
SELECT g.condition_key, g.entity_key, g.us, g.holds - g.held AS change
FROM (
    SELECT
        c.*,
        LAG(c.holds, 1, 0) OVER (PARTITION BY c.condition_key, c.entity_key ORDER BY c.us) AS held
    FROM (
        SELECT r.condition_key, r.entity_key, r.us, CASE WHEN r.times > 0 THEN 1 ELSE 0 END AS holds
        FROM (
            SELECT
                n.*,
                SUM(n.change) OVER (PARTITION BY n.condition_key, n.entity_key ORDER BY n.us) AS times,
                LEAD(n.us) OVER (PARTITION BY n.condition_key, n.entity_key ORDER BY n.us) AS next_us
            FROM condition_counts n
        ) r
        WHERE r.next_us IS NULL OR r.next_us > r.us
    ) c
) g
WHERE g.holds <> g.held
