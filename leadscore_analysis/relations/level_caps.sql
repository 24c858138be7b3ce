-- One row a posting that holds a rule, group or score of one level within its bounds: the change of what exceeds them.
-- Reads: level_excess
-- Key: node_key, entity_key, posted_us
SELECT c.node_key, c.entity_key, c.posted_us, CAST(SUM(c.points) AS BIGINT) AS points
FROM (
    SELECT node_key, entity_key, starts_us AS posted_us, excess AS points
    FROM level_excess
    UNION ALL
    SELECT node_key, entity_key, ends_us AS posted_us, -excess AS points
    FROM level_excess
    WHERE ends_us IS NOT NULL
) c
GROUP BY c.node_key, c.entity_key, c.posted_us
HAVING SUM(c.points) <> 0
