-- What a language model found for and against a job when a person had it read again. Nothing that scores or orders
-- looks here.
CREATE TABLE second_readings (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    job_id UUID NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    -- Another one each time it is asked for: who reads for an earlier one changes nothing any more.
    asked_id UUID NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'reading', 'read', 'refused', 'failed')),
    -- Of what the model was told: once that would be something else, the reading is stale. Empty before it was told.
    told_sha256 TEXT NOT NULL,
    outcome JSONB NOT NULL,
    PRIMARY KEY (user_id, job_id)
);
CREATE INDEX second_readings_by_time ON second_readings (user_id, asked_at);
