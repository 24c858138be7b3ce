-- One row a version of a lead's attributes under an attribute rule or a condition, cut to the rule's active time: the attribute as text and as a number, and whether the condition holds.
-- Reads: lead_versions, leads, attribute_rules; attribute_text and condition_holds stand for the rulebook's own columns and conditions.
-- They read the leads themselves, whose properties may bear any name, those of the relations too.
-- Key: rule_key, entity_key, starts_us
SELECT c.*
FROM (
    SELECT
        s.selector_key AS rule_key,
        s.permanent,
        s.last_us,
        v.lead_key AS entity_key,
        CASE WHEN s.first_us > v.starts_us THEN s.first_us ELSE v.starts_us END AS starts_us,
        CASE WHEN v.ends_us IS NULL OR v.ends_us > s.last_us THEN COALESCE(s.last_us, v.ends_us) ELSE v.ends_us END AS ends_us,
        attribute_text AS text_value,
        number(attribute_text) AS number_value,
        CASE WHEN condition_holds THEN 1 ELSE 0 END AS holds
    FROM lead_versions v
    JOIN leads e
        ON v.lead_id = e.lead_id AND (v.valid_from = e.valid_from OR (v.valid_from IS NULL AND e.valid_from IS NULL))
    JOIN attribute_rules s
        ON s.entity = 'lead'
) c
WHERE c.ends_us IS NULL OR c.starts_us < c.ends_us
