-- One row a stretch in which a version of a lead's attributes is in force; an undated version holds from first appearance and gives way to a dated one.
-- Reads: leads, entities
-- Key: lead_key, starts_us
SELECT v.*
FROM (
    SELECT
        n.entity_key AS lead_key,
        COALESCE(micros(l.valid_from), n.appeared_us) AS starts_us,
        LEAD(COALESCE(micros(l.valid_from), n.appeared_us)) OVER (
            PARTITION BY n.entity_key
            ORDER BY COALESCE(micros(l.valid_from), n.appeared_us), CASE WHEN l.valid_from IS NULL THEN 0 ELSE 1 END
        ) AS ends_us,
        l.*
    FROM leads l
    JOIN entities n
        ON l.lead_id = n.entity_id AND n.entity = 'lead'
) v
WHERE v.ends_us IS NULL OR v.ends_us > v.starts_us
