//! The employers' answers by mail: what is written, when it is due, and how it reaches the applicant's mailbox.

mod calendar;
mod compose;
mod maildir;
mod plan;
mod scheduler;
mod texts;

pub use compose::MAIL_SERVER;
pub(crate) use maildir::deliver_to as deliver;
pub use maildir::maildir_of;
pub(crate) use plan::Kind;
pub use plan::MailPace;
pub(crate) use scheduler::Scheduler;
