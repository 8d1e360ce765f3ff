//! The one binary: configuration, HTTP API, pipeline, embedded front end, lifecycle.
