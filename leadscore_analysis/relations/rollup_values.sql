-- One row an instant at which an account's score that is made from its leads' scores may change, and its value from then on.
-- Reads: rollup_sums, rollup_tops
-- Key: rule_key, entity_key, posted_us
SELECT rule_key, entity_key, posted_us, value FROM rollup_sums
UNION ALL
SELECT rule_key, entity_key, posted_us, value FROM rollup_tops
