-- One row a stretch, from first appearance to its first version, in which a lead's attributes are all unknown, under a condition on attributes.
-- Reads: entities, lead_versions, leads, attribute_rules; condition_holds stands for the rulebook's own conditions
-- Key: rule_key, entity_key
SELECT
    s.selector_key AS rule_key,
    n.entity_key,
    n.appeared_us AS starts_us,
    f.first_us AS ends_us,
    CASE WHEN condition_holds THEN 1 ELSE 0 END AS holds
FROM entities n
LEFT JOIN (SELECT lead_key, MIN(starts_us) AS first_us FROM lead_versions GROUP BY lead_key) f
    ON n.entity_key = f.lead_key
LEFT JOIN leads e
    ON n.entity_id = e.lead_id AND n.appeared_us IS NULL
CROSS JOIN attribute_rules s
WHERE n.entity = 'lead' AND s.is_condition = 1 AND (f.first_us IS NULL OR f.first_us > n.appeared_us)
