//! The guarded outgoing HTTP client and resolver.
