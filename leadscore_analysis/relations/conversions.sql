-- One row is a lead's conversion: the first time its outcome happened. value: what it is worth (NULL: the study or the data do not say).
-- Reads: first_outcomes, conversion_values
-- Key: lead_key
SELECT
    first_outcomes.lead_key,
    first_outcomes.converted_us,
    first_outcomes.event_id,
    first_outcomes.deal_id,
    conversion_values.value
FROM first_outcomes
LEFT JOIN conversion_values
    ON conversion_values.lead_key = first_outcomes.lead_key
