//! From a chosen job to a submitted application.
