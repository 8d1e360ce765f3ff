//! One binary: the crate from outside.

mod classes;
mod digest;
mod dovecot;
mod imap;
mod intake;
mod posting;
mod web;
mod watch;
