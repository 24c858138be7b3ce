-- One row a version of a lead's, an account's or a deal's attributes under an attribute rule or a condition.
-- Reads: attribute_cells, account_cells, deal_cells
-- Key: rule_key, entity_key, starts_us
SELECT rule_key, permanent, last_us, entity_key, starts_us, ends_us, text_value, number_value, holds
FROM attribute_cells
UNION ALL
SELECT rule_key, permanent, last_us, entity_key, starts_us, ends_us, text_value, number_value, holds
FROM account_cells
UNION ALL
SELECT rule_key, permanent, last_us, entity_key, starts_us, ends_us, text_value, number_value, holds
FROM deal_cells
