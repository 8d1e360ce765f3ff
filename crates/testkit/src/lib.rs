//! Builders, a clock that stands still, throw-away databases and a Redis, lines that can be cut, and faults by chance.
//! Only tests depend on this crate.
//!
//! PostgreSQL is the one that `script/test` starts: its address is in `JOBWIRE_TEST_POSTGRES_URL`.
//! Every store is a database of its own, so tests run side by side.

mod build;
mod clock;
mod faults;
mod postgres;
mod proxy;
mod redis;
mod sent;
mod stores;

pub use build::{a_job, a_posting, a_profile, a_user, seed_job, seed_source};
pub use clock::FrozenClock;
pub use faults::Faults;
pub use postgres::Postgres;
pub use proxy::{Line, Proxy};
pub use redis::Redis;
pub use sent::{a_begun_application, a_released_application, a_sent_application};
pub use stores::{TestStore, empty_postgres, postgres_url, run_sql, sqlite, stores};
