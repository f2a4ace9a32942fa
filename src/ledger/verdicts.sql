-- What auditors decided about findings and links: the one table that a scan keeps. The ids of both are made of the articles
-- and the words at the places, so a verdict finds what it was about again, also when the text around it has changed.
CREATE TABLE IF NOT EXISTS verdicts (
    subject    TEXT PRIMARY KEY,        -- finding_id or link_id
    verdict    TEXT NOT NULL,           -- confirmed, rejected
    note       TEXT NOT NULL,           -- why
    decided_by TEXT,                    -- who
    decided_at TEXT NOT NULL,           -- RFC 3339, by the clock of the machine
    about      TEXT NOT NULL            -- the finding or link in one line, as it stood then
) STRICT, WITHOUT ROWID;
