-- One row a posting that holds a rule, group or score of one level within its bounds: the change of what exceeds them.
-- Reads: postings, caps, level_nodes, level_members, entities
-- Key: node_key, entity_key, posted_us
SELECT
    c.node_key,
    c.entity_key,
    c.posted_us,
    c.excess - c.excess_before AS points
FROM (
    SELECT
        x.*,
        LAG(x.excess, 1, 0) OVER (PARTITION BY x.node_key, x.entity_key ORDER BY x.posted_us) AS excess_before
    FROM (
        SELECT
            r.node_key,
            r.entity_key,
            r.posted_us,
            CASE WHEN r.value < n.lower THEN n.lower - r.value WHEN r.value > n.upper THEN n.upper - r.value ELSE 0 END AS excess
        FROM (
            SELECT
                i.node_key,
                i.entity_key,
                i.posted_us,
                CAST(SUM(i.points) OVER (PARTITION BY i.node_key, i.entity_key ORDER BY i.posted_us) AS BIGINT) AS value,
                LEAD(i.posted_us) OVER (PARTITION BY i.node_key, i.entity_key ORDER BY i.posted_us) AS next_us
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
        WHERE r.next_us IS NULL OR r.next_us > r.posted_us
    ) x
) c
WHERE c.excess <> c.excess_before
