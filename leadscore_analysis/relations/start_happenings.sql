-- One row is something that may be an outcome, a closing or a reason for points: an event of a lead, or a stage that a lead (or its deal) entered.
-- Reads: events, stage_changes, deals
-- Key: none, a lead may do one thing twice at an instant
SELECT 'event' AS kind, event_type AS name, lead_id, micros(occurred_at) AS at_us
FROM events
UNION ALL
SELECT 'stage' AS kind, stage_changes.stage AS name, COALESCE(stage_changes.lead_id, deal_leads.lead_id) AS lead_id, micros(stage_changes.entered_at) AS at_us
FROM stage_changes
LEFT JOIN (
  SELECT deal_id, MIN(lead_id) AS lead_id
  FROM deals
  GROUP BY deal_id
) AS deal_leads
  ON stage_changes.deal_id = deal_leads.deal_id
WHERE COALESCE(stage_changes.lead_id, deal_leads.lead_id) IS NOT NULL
