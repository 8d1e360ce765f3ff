//! Resumes in and documents out, through the doors other crates use.

mod bad_input;
mod dialects;
mod layout;
mod printed;
mod real_resumes;
mod samples;
mod tailored;
