-- One row a stretch in which a lead's attributes stay the same, under a condition on attributes, and whether it holds.
-- Reads: attribute_cells, unknown_cells, attribute_rules
-- Key: rule_key, entity_key, starts_us
SELECT c.rule_key, c.entity_key, c.starts_us, c.ends_us, c.holds
FROM attribute_cells c
JOIN attribute_rules s
    ON c.rule_key = s.selector_key
WHERE s.is_condition = 1
UNION ALL
SELECT rule_key, entity_key, starts_us, ends_us, holds
FROM unknown_cells
