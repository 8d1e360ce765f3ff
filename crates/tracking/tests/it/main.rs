//! One binary: the crate from outside.

mod classes;
mod digest;
