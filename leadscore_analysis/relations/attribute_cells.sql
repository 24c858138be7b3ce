-- One row a version of an entity's attributes under an attribute rule, cut to the rule's active time: the attribute as text and as a number, and whether the condition holds.
-- Reads: lead_versions, attribute_rules; attribute_text and condition_holds stand for the rulebook's own columns and conditions
-- Key: rule_key, entity_key, starts_us
SELECT c.*
FROM (
    SELECT
        s.selector_key AS rule_key,
        s.permanent,
        s.last_us,
        e.lead_key AS entity_key,
        CASE WHEN s.first_us > e.starts_us THEN s.first_us ELSE e.starts_us END AS starts_us,
        CASE WHEN e.ends_us IS NULL OR e.ends_us > s.last_us THEN COALESCE(s.last_us, e.ends_us) ELSE e.ends_us END AS ends_us,
        attribute_text AS text_value,
        TRY_CAST(attribute_text AS DOUBLE) AS number_value,
        CASE WHEN condition_holds THEN 1 ELSE 0 END AS holds
    FROM lead_versions e
    CROSS JOIN attribute_rules s
) c
WHERE c.ends_us IS NULL OR c.starts_us < c.ends_us
