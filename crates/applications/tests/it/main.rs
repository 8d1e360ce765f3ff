//! From a chosen job to a submitted application, in a real browser against the demo employers.

mod autopilot;
mod autopilot_sends;
mod support;

mod captchas;
mod codes;
mod crashes;
mod killed;
mod meanings;
mod outcomes;
mod places;
mod questions;
mod replicas;
mod sending;
mod take_over;
