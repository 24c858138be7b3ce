-- One row is a time at which something that the study names happened to a lead: its outcome, a closing, work by sales, a hand raised.
-- The study's conditions take the place of condition_holds, as one CASE over the rule's condition_no. They read the events themselves, whose
-- properties may bear any name, those of the relations too.
-- Reads: happening_rules, events, lead_ids, replay_settings, lead_stages
-- Key: role, lead_key, happened_us, event_id, stage, deal_id
SELECT
    happening_rules.role,
    lead_ids.entity_key AS lead_key,
    micros(
        CASE WHEN replay_settings.recorded = 1 AND events.recorded_at > events.occurred_at THEN events.recorded_at ELSE events.occurred_at END
    ) AS happened_us,
    events.event_id,
    events.event_type,
    events.deal_id,
    CAST(NULL AS VARCHAR) AS stage
FROM happening_rules
JOIN events
    ON events.event_type = happening_rules.event_type
JOIN lead_ids
    ON lead_ids.entity_id = events.lead_id
CROSS JOIN replay_settings
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
