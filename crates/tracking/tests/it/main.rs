//! One binary: the crate from outside.

mod digest;
