//! How well a job fits a profile, with reasons.
