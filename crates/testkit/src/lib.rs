//! Builders, fakes of the outside and throw-away databases for tests.
