-- One row is an instant at which a lead is at a stage of the funnel, whether or not it passed the stages before.
-- Reads: funnel_stages, entities, qualifications, funnel_happenings
-- Key: none (a lead may be at a stage more than once)
SELECT funnel_stages.stage_no, entities.entity_key AS lead_key, entities.appeared_us AS at_us
FROM funnel_stages
JOIN entities
    ON entities.entity = 'lead'
WHERE funnel_stages.kind = 'lead'
UNION ALL
SELECT funnel_stages.stage_no, qualifications.entity_key AS lead_key, qualifications.qualified_us AS at_us
FROM funnel_stages
CROSS JOIN qualifications
WHERE funnel_stages.kind = 'qualified'
UNION ALL
SELECT funnel_stages.stage_no, funnel_happenings.lead_key, funnel_happenings.happened_us AS at_us
FROM funnel_stages
JOIN funnel_happenings
    ON funnel_happenings.role = funnel_stages.role
