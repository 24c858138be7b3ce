-- One row is a lead with an outcome, or a deal whose stage change names no lead: its first outcome.
-- The study's condition takes the place of condition_holds.
-- Reads: outcome_names, events, stage_changes
-- Key: lead_id, deal_id
WITH outcomes AS (
    SELECT events.lead_id, CAST(NULL AS VARCHAR) AS deal_id, micros(events.occurred_at) AS happened_us
    FROM events
    JOIN outcome_names
        ON outcome_names.event_type = events.event_type
    WHERE condition_holds
    UNION ALL
    SELECT
        stage_changes.lead_id,
        CASE WHEN stage_changes.lead_id IS NULL THEN stage_changes.deal_id END AS deal_id,
        micros(stage_changes.entered_at) AS happened_us
    FROM stage_changes
    JOIN outcome_names
        ON outcome_names.stage = stage_changes.stage
)
SELECT lead_id, deal_id, MIN(happened_us) AS first_us
FROM outcomes
WHERE happened_us IS NOT NULL
GROUP BY lead_id, deal_id
