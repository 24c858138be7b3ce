-- One row is a lead that entered a stage: by its own stage change, by that of its deal, or by that of a deal whose account was then the
-- lead's. A deal's lead and account are those of its version in force, else of its earliest. Rows of one deal, stage and instant share a change.
-- Reads: stage_changes, deals, entities, lead_versions
-- Key: lead_key, stage, entered_us, deal_id (NULL: a change of the lead itself)
WITH deal_changes AS (
    SELECT
        stage_changes.deal_id,
        stage_changes.stage,
        micros(stage_changes.entered_at) AS entered_us,
        deals.lead_id,
        deals.account_id,
        ROW_NUMBER() OVER (
            PARTITION BY stage_changes.deal_id, stage_changes.stage, stage_changes.entered_at
            ORDER BY
                CASE WHEN deals.valid_from > stage_changes.entered_at THEN 1 ELSE 0 END,
                CASE
                    WHEN deals.valid_from IS NULL THEN 1
                    WHEN deals.valid_from > stage_changes.entered_at THEN micros(deals.valid_from)
                    ELSE -micros(deals.valid_from)
                END,
                deals.lead_id,
                deals.account_id
        ) AS choice
    FROM stage_changes
    JOIN deals
        ON deals.deal_id = stage_changes.deal_id
    WHERE stage_changes.lead_id IS NULL
),
entered AS (
    SELECT entities.entity_key AS lead_key, stage_changes.stage, micros(stage_changes.entered_at) AS entered_us, stage_changes.deal_id
    FROM stage_changes
    JOIN entities
        ON entities.entity = 'lead' AND entities.entity_id = stage_changes.lead_id
    UNION ALL
    SELECT entities.entity_key AS lead_key, deal_changes.stage, deal_changes.entered_us, deal_changes.deal_id
    FROM deal_changes
    JOIN entities
        ON entities.entity = 'lead' AND entities.entity_id = deal_changes.lead_id
    WHERE deal_changes.choice = 1
    UNION ALL
    SELECT lead_versions.lead_key, deal_changes.stage, deal_changes.entered_us, deal_changes.deal_id
    FROM deal_changes
    JOIN lead_versions
        ON lead_versions.account_id = deal_changes.account_id
        AND lead_versions.starts_us <= deal_changes.entered_us
        AND (lead_versions.ends_us IS NULL OR deal_changes.entered_us < lead_versions.ends_us)
    WHERE deal_changes.choice = 1 AND deal_changes.lead_id IS NULL
)
SELECT lead_key, stage, entered_us, deal_id
FROM entered
GROUP BY lead_key, stage, entered_us, deal_id
