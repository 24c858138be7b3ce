-- One row a version of an account's attributes under an attribute rule, as attribute_cells are for leads.
-- Reads: other_versions, accounts, attribute_rules; attribute_text and condition_holds stand for the rulebook's own columns and conditions.
-- Key: rule_key, entity_key, starts_us
SELECT c.*
FROM (
    SELECT
        s.selector_key AS rule_key,
        s.permanent,
        s.last_us,
        v.entity_key,
        CASE WHEN s.first_us > v.starts_us THEN s.first_us ELSE v.starts_us END AS starts_us,
        CASE WHEN v.ends_us IS NULL OR v.ends_us > s.last_us THEN COALESCE(s.last_us, v.ends_us) ELSE v.ends_us END AS ends_us,
        attribute_text AS text_value,
        number(attribute_text) AS number_value,
        CASE WHEN condition_holds THEN 1 ELSE 0 END AS holds
    FROM other_versions v
    JOIN accounts e
        ON v.entity_id = e.account_id AND (v.valid_from = e.valid_from OR (v.valid_from IS NULL AND e.valid_from IS NULL))
    JOIN attribute_rules s
        ON v.entity = s.entity
    WHERE v.entity = 'account'
) c
WHERE c.ends_us IS NULL OR c.starts_us < c.ends_us
