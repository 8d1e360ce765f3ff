//! Rows and events in one transaction, on SQLite or PostgreSQL.
