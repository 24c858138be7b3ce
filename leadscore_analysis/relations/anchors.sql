-- One row an anchor of an event, recency, frequency or absence rule; next_us is where the next match takes over, or the rule's end for absence.
-- Reads: kept_matches, rules, entities
-- Key: rule_key, entity_key, event_id
SELECT
    k.rule_key,
    k.entity_key,
    k.event_id,
    k.occurred_us AS anchor_us,
    CAST(NULL AS BIGINT) AS next_us
FROM kept_matches k
JOIN rules r
    ON k.rule_key = r.rule_key
WHERE r.replaced = 0
UNION ALL
SELECT
    o.rule_key,
    o.entity_key,
    o.event_id,
    o.us AS anchor_us,
    CASE WHEN o.next_us IS NULL OR o.next_us > o.last_us THEN COALESCE(o.last_us, o.next_us) ELSE o.next_us END AS next_us
FROM (
    SELECT
        b.*,
        LEAD(b.us) OVER (PARTITION BY b.rule_key, b.entity_key ORDER BY b.us, b.is_match, b.event_id) AS next_us
    FROM (
        SELECT k.rule_key, k.entity_key, k.event_id, k.occurred_us AS us, 1 AS is_match, r.last_us
        FROM kept_matches k
        JOIN rules r
            ON k.rule_key = r.rule_key
        WHERE r.replaced = 1
        UNION ALL
        SELECT
            r.rule_key,
            n.entity_key,
            CAST(NULL AS VARCHAR) AS event_id,
            CASE WHEN r.first_us > n.appeared_us THEN r.first_us ELSE n.appeared_us END AS us,
            0 AS is_match,
            r.last_us
        FROM rules r
        JOIN entities n
            ON r.entity = n.entity
        WHERE r.from_start = 1 AND (r.last_us IS NULL OR (n.appeared_us < r.last_us AND (r.first_us IS NULL OR r.first_us < r.last_us)))
    ) b
) o
