//! The demo employers through the doors their visitors use: HTTP and the Maildir.

mod answers;
mod behaviours;
mod boards;
mod codes;
mod forms;
mod mail;
mod replicas;
mod support;
mod world;
