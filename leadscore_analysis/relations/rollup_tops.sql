-- One row an instant at which the highest score of an account's leads may change, and that score from then on; 0 when it has no lead.
-- Reads: rollup_places, rollup_blocks
-- Key: rule_key, entity_key, posted_us
SELECT p.rule_key, p.entity_key, p.us AS posted_us, COALESCE(MAX(b.value), 0) AS value
FROM rollup_places p
LEFT JOIN rollup_blocks b
    ON p.rule_key = b.rule_key AND p.entity_key = b.entity_key AND p.size = b.size AND p.block = b.block
GROUP BY p.rule_key, p.entity_key, p.us
