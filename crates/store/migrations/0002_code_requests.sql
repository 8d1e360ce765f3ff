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
