//! Mail, portals and pages become observations, stages and interviews.
//!
//! Decisions are plain functions: [`email::parse`], [`classify::classify`], [`ics::read`],
//! [`link::link`], [`decide::decide`]; [`sync::digest`] is all of them over one message. Around them
//! stand thin shells that read a mailbox and save.
//! Mail is untrusted input: it is never obeyed, its links are never fetched, and what cannot be
//! linked without a doubt is shown to the person instead of moving anything. Nothing in a mailbox is
//! ever changed: no message is marked, moved or deleted.

pub mod classify;
pub mod cli;
pub mod code;
pub mod decide;
pub mod email;
pub mod ics;
pub mod imap;
pub mod intake;
pub mod link;
pub mod maildir;
pub mod posting;
pub mod sync;
pub mod wanted;
pub mod watch;
pub mod web;
