-- What ended lately, so that every process closes what was opened with it, whether it was told or not.
CREATE TABLE ended_sessions (
    token_sha256 TEXT PRIMARY KEY,
    ended_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX ended_sessions_at ON ended_sessions (ended_at);

-- Each opens one live connection of a session, once, for clients that can send neither cookie nor header.
CREATE TABLE tickets (
    ticket_sha256 TEXT PRIMARY KEY,
    session_sha256 TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX tickets_expiry ON tickets (expires_at);
CREATE INDEX events_age ON events (at);
