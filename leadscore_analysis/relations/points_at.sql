-- One row is what the postings of a rule (or of a bound, under the rule, group or score that it holds back) come to for a lead by an instant.
-- Postings of derived scores are left out: those of their parts are here.
-- Reads: ledger_rows, wanted_instants, nodes, score_names
-- Key: lead_id, node
SELECT wanted_instants.lead_id, score_names.score, nodes.node, CAST(SUM(ledger_rows.points) AS BIGINT) AS points
FROM ledger_rows
JOIN wanted_instants
    ON wanted_instants.lead_key = ledger_rows.entity_key AND ledger_rows.posted_us <= wanted_instants.us
JOIN nodes
    ON nodes.node_key = ledger_rows.node_key
JOIN score_names
    ON score_names.score_key = nodes.score_key
WHERE ledger_rows.entry_no <> 5
GROUP BY wanted_instants.lead_id, score_names.score, nodes.node
HAVING SUM(ledger_rows.points) <> 0
