-- One row an event that the story needs: of its leads or its deal, and the one with which the history begins.
-- Reads: events, story_leads, story_asked, story_first_event
-- Key: event_id
SELECT e.*
FROM events e
LEFT JOIN story_leads k
    ON e.lead_id = k.lead_id
LEFT JOIN story_asked a
    ON e.deal_id = a.entity_id AND a.entity = 'deal'
LEFT JOIN story_first_event f
    ON e.event_id = f.event_id
WHERE k.lead_id IS NOT NULL OR a.entity_id IS NOT NULL OR f.event_id IS NOT NULL
