-- The ledger. What people ask about stands in rows; blocks, sentences and the text itself stand packed in the
-- segment files, one frame a record. Words and ids are those of the export format. Spans are half-open:
-- *_start, *_end count UTF-8 bytes of the record's text, *_char characters.
-- Rows point at each other by small numbers (record, article, family), which mean something in this store only; the
-- text ids beside them are stable. The views at the end put the ids in.

-- A segment file beside the ledger; one of records has a file of digests beside it. They never change; what is not
-- listed here does not count.
CREATE TABLE segments (
    segment  INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL,          -- records: packed facts; seeds: which articles hold a run of text; postings, pairs, answers: for the next scan
    name     TEXT    NOT NULL UNIQUE,   -- file name in segments/
    bytes    INTEGER NOT NULL,          -- size of the file
    records  INTEGER NOT NULL,          -- frames in it, needed or not
    checksum TEXT    NOT NULL           -- xxh3-64 of the whole file, 16 hexadecimal digits
) STRICT;

-- A file that was read, or what was named and could not be.
CREATE TABLE sources (
    source  INTEGER PRIMARY KEY,        -- in the order of reading
    dataset TEXT    NOT NULL,
    name    TEXT    NOT NULL,           -- path below the scanned folder
    bytes   INTEGER,                    -- size as it is stored, where the system tells
    first   INTEGER NOT NULL,           -- its first record; the others follow in the order of reading
    records INTEGER NOT NULL            -- how many it has
) STRICT;

-- An input unit, readable or not. Older versions of an identity stand here too, and nowhere else.
CREATE TABLE records (
    record     INTEGER PRIMARY KEY,     -- number: file by file, in the order of reading; last those of no file any more
    record_id  TEXT    NOT NULL,
    dataset    TEXT    NOT NULL,
    uri        TEXT    NOT NULL,        -- path, with #line or row
    version    INTEGER NOT NULL,        -- 1 for the first text of (dataset, record_id)
    newest     INTEGER NOT NULL,        -- 1: has articles and rows in the other tables
    format     TEXT    NOT NULL,
    encoding   TEXT    NOT NULL,
    text_bytes INTEGER NOT NULL,
    status     TEXT    NOT NULL,        -- ok, no_article, unreadable, oversize
    problem    TEXT,                    -- why not ok
    content_hash INTEGER NOT NULL,      -- xxh3-64 of the bytes that it was decoded from; 0 where there are none
    text_hash  INTEGER NOT NULL,        -- xxh3-64 of its decoded text
    segment    INTEGER NOT NULL REFERENCES segments,
    offset     INTEGER NOT NULL,        -- where its frame begins in the segment
    length     INTEGER NOT NULL         -- bytes of the frame
) STRICT;

-- One report: the host of a page, or embedded in it.
CREATE TABLE articles (
    article         INTEGER PRIMARY KEY, -- numbered by record, then ordinal
    article_id      TEXT    NOT NULL,
    record          INTEGER NOT NULL REFERENCES records,
    ordinal         INTEGER NOT NULL,    -- 0 is the host
    rank            INTEGER NOT NULL,    -- by time (a date is the end of its day), then hash, then id: the smaller rank is the earlier article; with gaps
    embedded_in     INTEGER,             -- ordinal of the article it is embedded in
    title           TEXT,
    original_title  TEXT,
    publisher       TEXT,                -- on whose page it stands
    declared_source TEXT,                -- what the page says it is from
    published_at    TEXT,                -- RFC 3339
    published_epoch INTEGER,             -- the same in seconds since 1970, for sorting
    time_precision  TEXT    NOT NULL,    -- second, minute, day, none
    body_chars      INTEGER NOT NULL,
    exact_hash      TEXT    NOT NULL,    -- 32 hexadecimal digits; equal bodies have equal hashes
    simhash         TEXT    NOT NULL,    -- 16 hexadecimal digits
    claim_count     INTEGER NOT NULL,
    quote_count     INTEGER NOT NULL
) STRICT;

-- What a page says about a source. Spans are null when it stands in metadata only.
CREATE TABLE claims (
    article          INTEGER NOT NULL REFERENCES articles,
    ordinal          INTEGER NOT NULL,   -- among the claims of the article
    claim_id         TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    source_name      TEXT    NOT NULL,   -- as written
    source           TEXT,               -- canonical name
    source_kind      TEXT    NOT NULL,
    cue              TEXT    NOT NULL,
    start            INTEGER,
    "end"            INTEGER,
    start_char       INTEGER,
    end_char         INTEGER,
    scope_start      INTEGER,            -- the text that the claim governs
    scope_end        INTEGER,
    scope_start_char INTEGER,
    scope_end_char   INTEGER,
    rule             TEXT    NOT NULL,
    confidence       REAL    NOT NULL,
    PRIMARY KEY (article, ordinal)
) STRICT, WITHOUT ROWID;

-- Text between quotation marks, without the marks.
CREATE TABLE quotes (
    article    INTEGER NOT NULL REFERENCES articles,
    ordinal    INTEGER NOT NULL,         -- among the quotes of the article
    quote_id   TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    speaker    TEXT,
    cue        TEXT,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    family     INTEGER REFERENCES families, -- set when it stands elsewhere too
    PRIMARY KEY (article, ordinal)
) STRICT, WITHOUT ROWID;

-- Members of clusters of near copies: a star around the representative.
CREATE TABLE clusters (
    cluster_id             TEXT    NOT NULL,
    article                INTEGER PRIMARY KEY REFERENCES articles,
    representative         INTEGER NOT NULL,   -- 1 for the one that all others were compared with
    relation               TEXT    NOT NULL,   -- exact, near
    frac_of_member         REAL    NOT NULL,
    frac_of_representative REAL    NOT NULL
) STRICT;

-- The passages that overlap the first holder's span by half of both or more.
CREATE TABLE families (
    family           INTEGER PRIMARY KEY, -- in no order
    family_id        TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    first_article    INTEGER NOT NULL REFERENCES articles, -- the earliest carrier known here
    first_start      INTEGER NOT NULL,
    first_end        INTEGER NOT NULL,
    first_start_char INTEGER NOT NULL,
    first_end_char   INTEGER NOT NULL,
    carriers         INTEGER NOT NULL   -- articles that carry it, the first holder among them
) STRICT;

-- An aligned pair of spans: a is the carrier, b the first holder or the article it was carried from.
CREATE TABLE passages (
    passage      INTEGER PRIMARY KEY,
    pair_id      TEXT    NOT NULL,
    family       INTEGER NOT NULL REFERENCES families,
    kind         TEXT    NOT NULL,
    a_article    INTEGER NOT NULL REFERENCES articles,
    a_start      INTEGER NOT NULL,
    a_end        INTEGER NOT NULL,
    a_start_char INTEGER NOT NULL,
    a_end_char   INTEGER NOT NULL,
    b_article    INTEGER NOT NULL REFERENCES articles,
    b_start      INTEGER NOT NULL,
    b_end        INTEGER NOT NULL,
    b_start_char INTEGER NOT NULL,
    b_end_char   INTEGER NOT NULL,
    identity     REAL    NOT NULL,      -- 0 to 1
    edits        TEXT    NOT NULL       -- JSON: [{kind, a_text, b_text, a_start, a_end, b_start, b_end}], in bytes
) STRICT;

-- "This passage was carried from that one", with everything that was weighed.
CREATE TABLE links (
    link            INTEGER PRIMARY KEY,
    link_id         TEXT    NOT NULL,
    family          INTEGER NOT NULL REFERENCES families,
    from_article    INTEGER REFERENCES articles, -- null for a ghost: a named source whose text is not held
    from_source     TEXT,
    from_start      INTEGER,
    from_end        INTEGER,
    from_start_char INTEGER,
    from_end_char   INTEGER,
    to_article      INTEGER NOT NULL REFERENCES articles,
    to_start        INTEGER NOT NULL,
    to_end          INTEGER NOT NULL,
    to_start_char   INTEGER NOT NULL,
    to_end_char     INTEGER NOT NULL,
    relation        TEXT    NOT NULL,
    direction       TEXT    NOT NULL,   -- resolved, unresolved
    confidence      REAL    NOT NULL,
    evidence        TEXT    NOT NULL    -- JSON: [{kind, log_odds, start, end, start_char, end_char, note}]
) STRICT;

-- What an auditor should see.
CREATE TABLE findings (
    finding       INTEGER PRIMARY KEY,
    finding_id    TEXT    NOT NULL,
    rule          TEXT    NOT NULL,
    severity      TEXT    NOT NULL,     -- info, minor, major
    confidence    REAL    NOT NULL,
    article       INTEGER NOT NULL REFERENCES articles,
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL,
    start_char    INTEGER NOT NULL,
    end_char      INTEGER NOT NULL,
    other_article INTEGER REFERENCES articles,
    other_start   INTEGER,
    other_end     INTEGER,
    message       TEXT    NOT NULL,
    evidence      TEXT    NOT NULL      -- JSON: [{note, here, there}], the words of both sides
) STRICT;

-- Blocks that many pages of one host share: the packed record cannot know.
CREATE TABLE boilerplate (
    record INTEGER NOT NULL REFERENCES records,
    block  INTEGER NOT NULL,            -- index among the record's blocks
    PRIMARY KEY (record, block)
) STRICT, WITHOUT ROWID;

-- Rows that are written together, and a fingerprint of what they were made from: a scan leaves those where it is the same.
CREATE TABLE groups (
    kind        INTEGER NOT NULL,       -- of 1 a record, 2 a family, 3 a cluster, 4 the findings of an article
    key         INTEGER NOT NULL,       -- number of the record, the family, the representative, the article
    fingerprint INTEGER NOT NULL,
    rows        BLOB,                   -- of a family: fingerprints of its passages, and of its links with what they are known by
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- About the store itself.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Articles with the record they stand in.
CREATE VIEW pages AS
    SELECT a.article_id, r.dataset, r.record_id, r.uri, a.ordinal, a.title, a.publisher, a.declared_source,
           a.published_at, a.body_chars
    FROM articles a JOIN records r USING (record);

-- Near copies beside what they are copies of.
CREATE VIEW copies AS
    SELECT c.cluster_id, m.article_id, m.publisher, c.relation, c.frac_of_member, c.frac_of_representative,
           o.article_id AS representative_id, o.publisher AS representative_publisher
    FROM clusters c
    JOIN articles m ON m.article = c.article
    JOIN clusters k ON k.cluster_id = c.cluster_id AND k.representative = 1
    JOIN articles o ON o.article = k.article
    WHERE c.representative = 0;

-- Who says what about whom.
CREATE VIEW credits AS
    SELECT c.claim_id, a.article_id, a.publisher, c.kind, c.source_name, c.source, c.source_kind, c.cue, c.confidence
    FROM claims c JOIN articles a USING (article);

-- Who carried what from whom.
CREATE VIEW lineage AS
    SELECT f.family_id, l.link_id, o.article_id AS from_article_id, coalesce(o.publisher, l.from_source) AS from_name,
           t.article_id AS to_article_id, t.publisher AS to_name, l.relation, l.direction, l.confidence
    FROM links l
    JOIN families f USING (family)
    JOIN articles t ON t.article = l.to_article
    LEFT JOIN articles o ON o.article = l.from_article;

-- Quotes that stand in more than one article.
CREATE VIEW shared_quotes AS
    SELECT f.family_id, f.carriers, a.article_id, a.publisher, q.speaker, q.text
    FROM quotes q JOIN families f USING (family) JOIN articles a USING (article);

-- Records that could not be used.
CREATE VIEW problems AS
    SELECT dataset, record_id, uri, status, problem FROM records WHERE problem IS NOT NULL;
