-- One row an alert that fires: when its conditions become true, the first time, each time, or after being false for long enough.
-- Reads: clause_states, clauses
-- Key: entity_key, clause_key, fired_us
SELECT r.entity_key, r.clause_key, r.us AS fired_us
FROM (
    SELECT
        s.entity_key,
        s.clause_key,
        s.us,
        s.change,
        k.rearm_us,
        LAG(s.us) OVER (PARTITION BY s.entity_key, s.clause_key ORDER BY s.us) AS false_since_us
    FROM clause_states s
    JOIN clauses k
        ON s.clause_key = k.clause_key
    WHERE k.is_path = 0
) r
WHERE r.change = 1 AND (r.false_since_us IS NULL OR r.us - r.false_since_us >= r.rearm_us)
