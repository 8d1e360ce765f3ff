//! One binary: the crate from outside.

mod bad_input;
mod calendars;
mod classes;
mod digest;
mod dovecot;
mod imap;
mod intake;
mod maildir;
mod posting;
mod wanted;
mod watch;
mod web;
