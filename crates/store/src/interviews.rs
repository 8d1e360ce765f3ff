//! Interviews.
