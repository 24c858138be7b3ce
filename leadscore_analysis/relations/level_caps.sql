-- One row a posting that holds a rule, group or score of one level within its bounds: the change of what brings its sum back to them.
-- Reads: level_sums, level_nodes
-- Key: node_key, entity_key, posted_us
SELECT c.node_key, c.entity_key, c.posted_us, c.points
FROM (
    SELECT
        n.node_key,
        t.entity_key,
        t.starts_us AS posted_us,
        CASE WHEN t.total < n.lower THEN n.lower - t.total WHEN t.total > n.upper THEN n.upper - t.total ELSE 0 END
        - CASE
            WHEN t.previous_total < n.lower THEN n.lower - t.previous_total
            WHEN t.previous_total > n.upper THEN n.upper - t.previous_total
            ELSE 0
        END AS points
    FROM (
        SELECT s.*, previous_in_order(s.total, s.entity_key, s.score_key, s.starts_us) AS previous_total
        FROM level_sums s
    ) t
    JOIN level_nodes n
        ON t.score_key = n.node_key
) c
WHERE c.points <> 0
