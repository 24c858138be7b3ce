-- One row an instant at which all conditions of a path or an alert start (1) or cease (-1) to hold together.
-- Reads: condition_states, clause_conditions, clauses
-- Key: clause_key, entity_key, us
SELECT g.clause_key, g.entity_key, g.us, g.holds - g.held AS change
FROM (
    SELECT
        c.*,
        LAG(c.holds, 1, 0) OVER (PARTITION BY c.clause_key, c.entity_key ORDER BY c.us) AS held
    FROM (
        SELECT r.clause_key, r.entity_key, r.us, CASE WHEN r.met = k.needed THEN 1 ELSE 0 END AS holds
        FROM (
            SELECT
                n.clause_key,
                s.entity_key,
                s.us,
                SUM(s.change) OVER (PARTITION BY n.clause_key, s.entity_key ORDER BY s.us) AS met,
                LEAD(s.us) OVER (PARTITION BY n.clause_key, s.entity_key ORDER BY s.us) AS next_us
            FROM condition_states s
            JOIN clause_conditions n
                ON s.condition_key = n.condition_key
        ) r
        JOIN clauses k
            ON r.clause_key = k.clause_key
        WHERE r.next_us IS NULL OR r.next_us > r.us
    ) c
) g
WHERE g.holds <> g.held
