-- One row a stretch in which the sum of a rule or a group of one level lies outside its bounds, with what brings it back to them.
-- Reads: postings, caps, level_nodes, level_members, entities
-- Key: node_key, entity_key, starts_us
SELECT
    r.node_key,
    r.entity_key,
    r.posted_us AS starts_us,
    r.next_us AS ends_us,
    CASE WHEN r.total < n.lower THEN n.lower - r.total ELSE n.upper - r.total END AS excess
FROM (
    SELECT
        i.node_key,
        i.entity_key,
        i.posted_us,
        CAST(SUM(i.points) OVER (PARTITION BY i.entity_key, i.node_key ORDER BY i.posted_us) AS BIGINT) AS total,
        LEAD(i.posted_us) OVER (PARTITION BY i.entity_key, i.node_key ORDER BY i.posted_us) AS next_us
    FROM (
        SELECT m.node_key, p.entity_key, p.posted_us, p.points
        FROM postings p
        JOIN level_members m
            ON p.rule_key = m.member_key
        UNION ALL
        SELECT m.node_key, b.entity_key, b.posted_us, b.points
        FROM caps b
        JOIN level_members m
            ON b.node_key = m.member_key
        UNION ALL
        SELECT n.node_key, e.entity_key, e.appeared_us AS posted_us, 0 AS points
        FROM entities e
        JOIN level_nodes n
            ON e.entity = n.entity
        WHERE n.lower > 0 OR n.upper < 0
    ) i
) r
JOIN level_nodes n
    ON r.node_key = n.node_key
WHERE (r.next_us IS NULL OR r.next_us > r.posted_us) AND (r.total < n.lower OR r.total > n.upper)
