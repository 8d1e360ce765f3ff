//! What the demo employers are made of: invented companies, places, roles, and the rule that composes postings from them.
//!
//! Everything here is a pure function of the seed and a posting's ordinal number. It knows no clock, no network and no file.

pub(crate) mod companies;
pub(crate) mod compose;
pub(crate) mod dice;
pub(crate) mod model;
pub(crate) mod places;
pub(crate) mod prose;
pub(crate) mod roles;

pub(crate) use companies::COMPANIES;
pub(crate) use compose::{Wish, posting};
pub(crate) use model::{
    Company, Employment, Family, Field, Interval, Lang, Pay, Place, Posting, Section, Workplace,
};
