-- One row a stretch in which a version of an account's or a deal's attributes is in force; an undated version holds from first appearance and
-- gives way to a dated one.
-- Reads: accounts, deals, entities
-- Key: entity_key, starts_us
SELECT v.entity_key, v.entity, v.entity_id, v.valid_from, v.starts_us, v.ends_us
FROM (
    SELECT
        n.entity_key,
        n.entity,
        n.entity_id,
        d.valid_from,
        COALESCE(micros(d.valid_from), n.appeared_us) AS starts_us,
        LEAD(COALESCE(micros(d.valid_from), n.appeared_us)) OVER (
            PARTITION BY n.entity_key
            ORDER BY COALESCE(micros(d.valid_from), n.appeared_us), CASE WHEN d.valid_from IS NULL THEN 0 ELSE 1 END
        ) AS ends_us
    FROM (
        SELECT 'account' AS entity, account_id AS entity_id, valid_from
        FROM accounts
        UNION ALL
        SELECT 'deal' AS entity, deal_id AS entity_id, valid_from
        FROM deals
    ) d
    JOIN entities n
        ON d.entity = n.entity AND d.entity_id = n.entity_id
) v
WHERE v.ends_us IS NULL OR v.ends_us > v.starts_us
