//! Mailboxes and observations.
