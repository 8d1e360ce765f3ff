//! The guard as its users meet it: spellings of addresses, local servers behind an allow-list, hostile answers.

mod addresses;
mod client;
mod raw;
