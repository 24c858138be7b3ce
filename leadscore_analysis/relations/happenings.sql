-- One row is a time at which something that the study names happened to a lead: its outcome, a closing, work by sales, a hand raised.
-- The study's conditions take the place of condition_holds, as one CASE over the rule's condition_no.
-- Reads: happening_rules, event_rows, lead_stages
-- Key: role, lead_key, happened_us, event_id, stage, deal_id
SELECT
    happening_rules.role,
    event_rows.lead_key,
    event_rows.occurred_us AS happened_us,
    event_rows.event_id,
    event_rows.event_type,
    event_rows.deal_id,
    CAST(NULL AS VARCHAR) AS stage
FROM happening_rules
JOIN event_rows
    ON event_rows.event_type = happening_rules.event_type
WHERE condition_holds
UNION ALL
SELECT
    happening_rules.role,
    lead_stages.lead_key,
    lead_stages.entered_us AS happened_us,
    CAST(NULL AS VARCHAR) AS event_id,
    CAST(NULL AS VARCHAR) AS event_type,
    lead_stages.deal_id,
    lead_stages.stage
FROM happening_rules
JOIN lead_stages
    ON lead_stages.stage = happening_rules.stage
