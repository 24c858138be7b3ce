-- One row an entity and a moment at which its units are kept: those asked for, and after them the members of the accounts.
-- Reads: unit_asks, unit_members
-- Key: row_no
SELECT row_no, entity_key, moment_us FROM unit_asks
UNION ALL
SELECT row_no, entity_key, moment_us FROM unit_members
