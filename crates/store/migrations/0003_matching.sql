-- What matching made of a job, so that its index is rebuilt without reading every description again.
CREATE TABLE job_features (
    job_id UUID PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
    -- Of the build that made them: they are nothing to another.
    fingerprint BIGINT NOT NULL,
    -- The change of the job they were made of.
    changed_at TIMESTAMPTZ NOT NULL,
    features BYTEA NOT NULL
);

-- The open jobs, without reading through their texts.
CREATE INDEX jobs_open ON jobs (id, source_id, changed_at) WHERE closed_at IS NULL AND duplicate_of IS NULL;

-- When a job was opened, changed, closed, or became or ceased to be a repetition: what other nodes look for.
ALTER TABLE jobs ADD COLUMN touched_at TIMESTAMPTZ;
UPDATE jobs SET touched_at = COALESCE(closed_at, changed_at);
CREATE INDEX jobs_touched ON jobs (touched_at, id);

-- Grows with each change of a person's matches, so that whoever keeps a copy knows whether it is still right.
ALTER TABLE matchings ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
