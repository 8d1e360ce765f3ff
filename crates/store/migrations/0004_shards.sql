-- People whose matching runs are divided into shards. A worker scores the people of the shards it holds a lease of.
CREATE TABLE shards (
    shard INTEGER PRIMARY KEY,
    lease_owner TEXT,
    lease_until TIMESTAMPTZ
);

-- The processes among which the shards are divided.
CREATE TABLE workers (
    owner TEXT PRIMARY KEY,
    seen_at TIMESTAMPTZ NOT NULL
);

-- Given when the store is opened to those who have none.
ALTER TABLE matchings ADD COLUMN shard INTEGER;

-- Of a task that is done for people: their shards, as bits. Nothing for other tasks.
ALTER TABLE tasks ADD COLUMN shards INTEGER;
