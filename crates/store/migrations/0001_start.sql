-- One text for both engines. SQLite takes PostgreSQL's type names as they stand: UUIDs are BLOBs there,
-- timestamps are RFC 3339 text (which sorts by time), JSON is text.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    id UUID PRIMARY KEY,
    email TEXT NOT NULL,
    -- Lower case, for sign-in.
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    -- The user's data key, wrapped by the root key. Without it their secrets cannot be read by anybody.
    wrapped_key BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_sha256 TEXT NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE api_tokens (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ
);

-- The last sequence number of each person's log. Its row lock makes seq order the order of commits.
CREATE TABLE user_seq (
    user_id UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL
);

CREATE TABLE events (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    type TEXT NOT NULL,
    -- The whole envelope as it goes over the wire.
    body TEXT NOT NULL,
    PRIMARY KEY (user_id, seq)
);

-- Facts that the pipeline has not turned into tasks yet.
CREATE TABLE facts (
    id UUID PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    fact JSONB NOT NULL
);

CREATE TABLE tasks (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    -- At most one waiting task per key.
    unique_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'failed')),
    run_at TIMESTAMPTZ NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    fence BIGINT NOT NULL DEFAULT 0,
    lease_owner TEXT,
    lease_until TIMESTAMPTZ,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX one_waiting_task ON tasks (unique_key) WHERE state = 'waiting';
CREATE INDEX tasks_due ON tasks (state, run_at);

CREATE TABLE sources (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL UNIQUE,
    -- The hosts a fetch of this board may reach, redirects included.
    allowed_hosts JSONB NOT NULL,
    enabled BOOLEAN NOT NULL,
    health TEXT NOT NULL,
    problem TEXT,
    etag TEXT,
    last_modified TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    -- How often in a row a board that had jobs showed none.
    empty_seen INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL,
    last_synced_at TIMESTAMPTZ,
    -- While it is read: when somebody else may try.
    next_sync_at TIMESTAMPTZ,
    -- Who reads it now.
    lease_owner TEXT
);

-- Which boards a person watches. Boards and jobs are public; who watches what is not.
CREATE TABLE source_follows (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    source_id UUID NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    followed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, source_id)
);

CREATE TABLE jobs (
    id UUID PRIMARY KEY,
    source_id UUID NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    external_id TEXT NOT NULL,
    title TEXT NOT NULL,
    company TEXT NOT NULL,
    location TEXT NOT NULL,
    remote TEXT NOT NULL,
    posting JSONB NOT NULL,
    -- Folded title, company, place and description, for the search box.
    search_text TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    -- The job this one repeats, when it was found on another board or under another id.
    duplicate_of UUID REFERENCES jobs (id) ON DELETE SET NULL,
    posted_at TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    UNIQUE (source_id, external_id)
);
CREATE INDEX jobs_by_dedupe_key ON jobs (dedupe_key);
CREATE INDEX jobs_by_first_seen ON jobs (first_seen_at, id);

CREATE TABLE documents (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- resume, tailored_resume, cover_letter, screenshot, page
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    application_id UUID,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX documents_by_application ON documents (application_id);

CREATE TABLE profiles (
    user_id UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    profile JSONB NOT NULL,
    version BIGINT NOT NULL,
    resume_document_id UUID REFERENCES documents (id) ON DELETE SET NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE answers (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    -- The folded question, so that the same words asked again are the same question.
    question_key TEXT NOT NULL,
    meaning TEXT NOT NULL,
    -- Empty when the answer holds everywhere.
    country TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL,
    stated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (user_id, question_key, country)
);

CREATE TABLE matchings (
    user_id UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    is_matching BOOLEAN NOT NULL,
    started_at TIMESTAMPTZ,
    profile_version BIGINT NOT NULL,
    scored BIGINT NOT NULL,
    total BIGINT NOT NULL
);

CREATE TABLE matches (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    job_id UUID NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    score DOUBLE PRECISION NOT NULL CHECK (score >= 0 AND score <= 1),
    match JSONB NOT NULL,
    scored_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, job_id)
);
CREATE INDEX matches_best_first ON matches (user_id, score DESC, job_id);

CREATE TABLE feedback (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    job_id UUID NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('hide', 'more', 'less')),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, job_id)
);

-- The moves of the submit protocol. An application's (previous_state, state) must be one of them, so the
-- database itself refuses an illegal move. Filled from domain::State when the store is opened.
CREATE TABLE legal_moves (
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
);

CREATE TABLE applications (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    job_id UUID NOT NULL REFERENCES jobs (id),
    -- What "the same job" means for "never twice".
    job_key TEXT NOT NULL,
    job_title TEXT NOT NULL,
    company TEXT NOT NULL,
    state TEXT NOT NULL,
    previous_state TEXT NOT NULL,
    version BIGINT NOT NULL,
    reason_code TEXT,
    reason_message TEXT,
    stage TEXT NOT NULL,
    next_action_at TIMESTAMPTZ,
    lease_owner TEXT,
    lease_fence BIGINT NOT NULL DEFAULT 0,
    lease_until TIMESTAMPTZ,
    snapshot JSONB,
    snapshot_sha256 TEXT,
    approved_sha256 TEXT,
    approved_at TIMESTAMPTZ,
    auto_customize BOOLEAN NOT NULL,
    follow_external_links BOOLEAN NOT NULL,
    batch_id UUID,
    evidence_level TEXT,
    run_no INTEGER NOT NULL DEFAULT 0,
    step TEXT NOT NULL DEFAULT '',
    percent INTEGER NOT NULL DEFAULT 0,
    prepare_tries INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL,
    submitted_at TIMESTAMPTZ,
    answered_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (user_id, job_key),
    FOREIGN KEY (previous_state, state) REFERENCES legal_moves (from_state, to_state)
);
CREATE INDEX applications_by_user ON applications (user_id, updated_at DESC, id);
CREATE INDEX applications_due ON applications (state, next_action_at);

CREATE TABLE attempts (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    no INTEGER NOT NULL,
    fence BIGINT NOT NULL,
    target_host TEXT NOT NULL,
    form_sha256 TEXT NOT NULL,
    armed_at TIMESTAMPTZ NOT NULL,
    released_at TIMESTAMPTZ,
    req_fingerprint TEXT,
    outcome TEXT,
    voided_at TIMESTAMPTZ,
    voided_by TEXT,
    void_reason TEXT,
    UNIQUE (application_id, no)
);
-- The database itself refuses a second release.
CREATE UNIQUE INDEX one_release ON attempts (application_id) WHERE released_at IS NOT NULL AND voided_at IS NULL;

CREATE TABLE evidence (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    summary TEXT NOT NULL,
    document_id UUID REFERENCES documents (id),
    channel TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX evidence_by_application ON evidence (application_id);

CREATE TABLE run_steps (
    application_id UUID NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    run_no INTEGER NOT NULL,
    no INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    step TEXT NOT NULL,
    detail TEXT NOT NULL,
    percent INTEGER NOT NULL,
    screenshot_id UUID REFERENCES documents (id) ON DELETE SET NULL,
    PRIMARY KEY (application_id, run_no, no)
);

-- What happened to an application, in the person's words.
CREATE TABLE timeline (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    application_id UUID NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    at TIMESTAMPTZ NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX timeline_by_user ON timeline (user_id, at DESC, id);

CREATE TABLE mailboxes (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('imap', 'maildir')),
    name TEXT NOT NULL,
    host TEXT NOT NULL DEFAULT '',
    port INTEGER NOT NULL DEFAULT 0,
    username TEXT NOT NULL DEFAULT '',
    -- Sealed with the user's key.
    password BYTEA,
    path TEXT NOT NULL DEFAULT '',
    -- new, healthy, failing
    status TEXT NOT NULL,
    problem TEXT,
    -- UIDVALIDITY and the last UID for IMAP; unused for Maildir.
    uid_validity BIGINT NOT NULL DEFAULT 0,
    last_uid BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL,
    last_synced_at TIMESTAMPTZ
);

CREATE TABLE observations (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    mailbox_id UUID REFERENCES mailboxes (id) ON DELETE SET NULL,
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    class TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    evidence JSONB NOT NULL,
    application_id UUID REFERENCES applications (id) ON DELETE SET NULL,
    status TEXT NOT NULL,
    stage TEXT,
    -- The dates of its calendar files: they become interviews when the link is made or confirmed.
    invitations JSONB NOT NULL,
    observed_at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    -- Nothing is taken in twice.
    UNIQUE (user_id, channel, external_id)
);
CREATE INDEX observations_by_user ON observations (user_id, observed_at DESC, id);

CREATE TABLE interviews (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    application_id UUID NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    observation_id UUID REFERENCES observations (id) ON DELETE SET NULL,
    uid TEXT NOT NULL,
    -- iCalendar SEQUENCE: an older message never overwrites a newer one.
    sequence INTEGER NOT NULL,
    summary TEXT NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ,
    time_zone TEXT,
    location TEXT NOT NULL,
    organizer TEXT NOT NULL,
    cancelled BOOLEAN NOT NULL,
    UNIQUE (user_id, uid)
);
CREATE INDEX interviews_by_application ON interviews (application_id, starts_at);
