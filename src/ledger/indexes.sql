-- Built after the rows stand: SQLite then sorts once instead of inserting at random places.
CREATE INDEX records_by_id ON records (record_id, version, dataset);
CREATE UNIQUE INDEX articles_by_id ON articles (article_id);
CREATE UNIQUE INDEX articles_by_record ON articles (record, ordinal);
CREATE INDEX articles_by_rank ON articles (rank);
CREATE INDEX quotes_by_family ON quotes (family) WHERE family IS NOT NULL;
CREATE INDEX clusters_by_id ON clusters (cluster_id);
CREATE UNIQUE INDEX families_by_id ON families (family_id);
-- With what is asked for most, so that the carriers of a family and the families of an article are read without the
-- passages and their edits.
CREATE INDEX passages_by_family ON passages (family, a_article, b_article);
CREATE INDEX passages_by_a ON passages (a_article, family, a_start, a_end);
CREATE INDEX passages_by_b ON passages (b_article, family, b_start, b_end);
CREATE INDEX links_by_family ON links (family);
CREATE INDEX links_by_to ON links (to_article);
CREATE INDEX links_by_from ON links (from_article) WHERE from_article IS NOT NULL;
CREATE INDEX findings_by_id ON findings (finding_id);
CREATE INDEX links_by_id ON links (link_id);
-- For lists of articles by outlet and time, and of what was found on them.
CREATE INDEX articles_by_publisher ON articles (publisher, rank);
CREATE INDEX articles_by_time ON articles (published_epoch, rank);
CREATE INDEX findings_by_article ON findings (article);
CREATE INDEX findings_by_rule ON findings (rule, article);
