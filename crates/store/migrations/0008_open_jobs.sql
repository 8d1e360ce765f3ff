-- How many open jobs a source has is asked with every list of sources; without this each of its jobs is read.
CREATE INDEX jobs_open_by_source ON jobs (source_id) WHERE closed_at IS NULL;
