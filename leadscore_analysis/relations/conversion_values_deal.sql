-- One row is a conversion and the value of its deal: the deal that entered the stage, else the lead's latest; of its version in force at
-- the conversion, else of its earliest. The study's column takes the place of named_column.
-- Reads: first_outcomes, deals, entities
-- Key: lead_key
WITH candidates AS (
    SELECT first_outcomes.lead_key, first_outcomes.converted_us, deals.deal_id, deals.valid_from, deals.named_column AS value
    FROM first_outcomes
    JOIN deals
        ON deals.deal_id = first_outcomes.deal_id
    UNION ALL
    SELECT first_outcomes.lead_key, first_outcomes.converted_us, deals.deal_id, deals.valid_from, deals.named_column AS value
    FROM first_outcomes
    JOIN entities
        ON entities.entity_key = first_outcomes.lead_key AND entities.entity = 'lead'
    JOIN deals
        ON deals.lead_id = entities.entity_id
    WHERE first_outcomes.deal_id IS NULL
),
ranked AS (
    SELECT
        lead_key,
        value,
        ROW_NUMBER() OVER (
            PARTITION BY lead_key
            ORDER BY
                CASE WHEN micros(valid_from) > converted_us THEN 1 ELSE 0 END,
                CASE
                    WHEN valid_from IS NULL THEN 1
                    WHEN micros(valid_from) > converted_us THEN micros(valid_from)
                    ELSE -micros(valid_from)
                END,
                deal_id
        ) AS place
    FROM candidates
)
SELECT lead_key, CAST(value AS DOUBLE) AS value
FROM ranked
WHERE place = 1
