//! The matcher through its door: profiles and jobs in, rankings with reasons out.

mod bad_input;
mod command_line;
mod live;
mod outcome;
mod properties;
mod ranking;
mod real_data;
mod reasons;
mod skills;
mod support;
mod taste;
mod what_if;
