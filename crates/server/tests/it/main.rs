//! The real binary through the doors its users have: HTTP, the WebSocket and the command line.

mod authz;
mod autopilot;
mod bad_input;
mod batches;
mod boards;
mod cli;
mod drafts;
mod full_disk;
mod live;
mod many_nodes;
mod migrate;
mod nodes;
mod program;
mod python_client;
mod requests;
mod second_readings;
mod socket;
mod storm;
mod taste;
