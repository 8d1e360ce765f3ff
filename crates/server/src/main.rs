//! The `jobwire` command.
fn main() {}
