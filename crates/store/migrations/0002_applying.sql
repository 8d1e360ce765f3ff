-- Applying: batches, lanes, the autopilot, codes that sites mail, and what may leave past the gate.

-- Tasks of one lane run one at a time, with a pause between two of different keys. Empty is no lane.
ALTER TABLE tasks ADD COLUMN lane TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN lane_pause_ms BIGINT NOT NULL DEFAULT 0;

-- Who is in a lane, and from when on the next may enter. The row is the lock under which a lane is taken.
CREATE TABLE lanes (
    lane TEXT PRIMARY KEY,
    task_id UUID NOT NULL,
    -- The key of the task that is or was in it: the same piece of work goes on without a pause.
    last_key TEXT NOT NULL,
    -- NULL when it is empty.
    held_until TIMESTAMPTZ,
    free_at TIMESTAMPTZ NOT NULL
);

-- The person prefers not to say.
ALTER TABLE answers ADD COLUMN declines BOOLEAN NOT NULL DEFAULT FALSE;

-- Applications that were begun together. While a batch is paused nothing of it is begun or sent.
CREATE TABLE batches (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    paused_at TIMESTAMPTZ
);
CREATE INDEX batches_by_user ON batches (user_id, id);
CREATE INDEX applications_by_batch ON applications (batch_id);
INSERT INTO batches (id, user_id, created_at)
    SELECT batch_id, user_id, MIN(created_at) FROM applications WHERE batch_id IS NOT NULL
    GROUP BY batch_id, user_id;

-- The folded employer, for the limit per employer. What was begun before is folded as far as SQL can.
ALTER TABLE applications ADD COLUMN company_key TEXT NOT NULL DEFAULT '';
UPDATE applications SET company_key = LOWER(TRIM(company));
ALTER TABLE applications ADD COLUMN by_autopilot BOOLEAN NOT NULL DEFAULT FALSE;
-- When the autopilot approved it; the person's own approval moves approved_at on and leaves this.
ALTER TABLE applications ADD COLUMN autopilot_approved_at TIMESTAMPTZ;
-- Something may leave past the gate right now. Only a person takes the application on from there.
ALTER TABLE applications ADD COLUMN ungated TEXT CHECK (ungated IN ('person', 'next_step'));

-- What a person lets Jobwire do by itself. The row is the lock under which limits are counted.
CREATE TABLE autopilots (
    user_id UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    mode TEXT NOT NULL CHECK (mode IN ('off', 'on', 'paused')),
    rules JSONB NOT NULL,
    version BIGINT NOT NULL,
    on_since TIMESTAMPTZ,
    updated_at TIMESTAMPTZ NOT NULL
);

-- What the autopilot did and why it held back.
CREATE TABLE autopilot_log (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    at TIMESTAMPTZ NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('started', 'approved', 'held_back')),
    code TEXT NOT NULL,
    sentence TEXT NOT NULL,
    job_id UUID,
    application_id UUID REFERENCES applications (id) ON DELETE CASCADE,
    -- What it looked at: it looks again when that has changed.
    seen_state TEXT,
    seen_sha256 TEXT,
    job_title TEXT NOT NULL,
    company TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    -- When it may look again; NULL is never.
    until TIMESTAMPTZ,
    UNIQUE (user_id, entry_key)
);
CREATE INDEX autopilot_log_by_user ON autopilot_log (user_id, at DESC, id);
CREATE INDEX autopilot_log_by_job ON autopilot_log (user_id, job_id);

-- A form that was sent, or an account that was made, may ask for a code that comes by mail. A row says from whom such
-- a code is taken, and holds it, sealed, until it is used or too old. Without a row no code of any mail is kept.
CREATE TABLE code_requests (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    application_id UUID NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    -- Domains a sender may be at, or below.
    senders JSONB NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    -- The mail that brought it.
    mail_id TEXT,
    -- Sealed with the user's key.
    code BYTEA,
    received_at TIMESTAMPTZ
);
CREATE INDEX code_requests_by_user ON code_requests (user_id, expires_at);
