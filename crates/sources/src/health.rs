//! What an answer, or the lack of one, means for a source: its health, a sentence that says what to do,
//! and when it is read again. Decides only; the fetch is in [`sync`](crate::sync).

use std::time::Duration;

use domain::{SourceHealth, SourceKind, Timestamp};
use net::{FetchError, Response};
use url::{Host, Url};

use crate::board::Unreadable;

/// How often a public board is read when all is well. Boards change a few times a day.
pub const PUBLIC_INTERVAL: Duration = Duration::from_secs(15 * 60);
/// How often a board on this machine is read: it costs nobody anything, and the demo is to be live.
pub const LOCAL_INTERVAL: Duration = Duration::from_millis(200);
/// The first wait after a failure; it doubles with each further one.
pub const FIRST_RETRY: Duration = Duration::from_secs(60);
/// The longest wait after failures.
pub const LONGEST_RETRY: Duration = Duration::from_secs(6 * 60 * 60);
/// A board that says "slow down" without saying for how long is left alone this long. Used for Greenhouse by others.
pub const USUAL_REST: Duration = Duration::from_secs(60);
/// The shortest rest, whatever the board says: "0" would be a loop.
pub const SHORTEST_REST: Duration = Duration::from_secs(30);
/// The longest rest, whatever the board says: a board that asks for a month has a broken clock.
pub const LONGEST_REST: Duration = Duration::from_secs(6 * 60 * 60);

/// What came back from a board.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "one is made per fetch and taken apart at once")]
pub enum Reading {
    /// A body to parse.
    Answer(Response),
    /// 304: nothing changed since the last time.
    Unchanged,
    /// No body to parse.
    Trouble(Trouble),
}

/// Why a source could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 404 or 410: there is no such board.
    Gone {
        /// The status.
        status: u16,
    },
    /// 429: the board wants to be left alone.
    Limited {
        /// For how long, as it says.
        retry_after: Option<Duration>,
    },
    /// Anything that may pass by itself.
    Failing {
        /// What is wrong and what to do.
        problem: String,
    },
    /// Something a person has to change; tried again rarely.
    Blocked {
        /// What is wrong and what to do.
        problem: String,
    },
}

/// A source's state after a failed reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prognosis {
    /// How it is doing.
    pub health: SourceHealth,
    /// What is wrong and what to do.
    pub problem: String,
    /// Failures in a row, this one included.
    pub failures: u32,
    /// When it is read again; `None` when only a person can say so.
    pub next_sync_at: Option<Timestamp>,
}

/// Sorts what the client brought back.
pub fn read(result: Result<Response, FetchError>) -> Reading {
    let response = match result {
        Ok(response) => response,
        Err(error) => return Reading::Trouble(of_error(error)),
    };
    let failing = |problem: String| Reading::Trouble(Trouble::Failing { problem });
    match response.status {
        200..=203 => Reading::Answer(response),
        304 => Reading::Unchanged,
        404 | 410 => Reading::Trouble(Trouble::Gone { status: response.status }),
        429 => Reading::Trouble(Trouble::Limited { retry_after: response.retry_after }),
        503 if response.retry_after.is_some() => {
            Reading::Trouble(Trouble::Limited { retry_after: response.retry_after })
        }
        401 | 403 => failing(format!(
            "The board refuses to be read ({}). Open it in a browser to see whether it needs a login; if so, remove this source.",
            response.status
        )),
        500..=599 => failing(format!(
            "The board has a fault of its own ({}). Nothing to do: it is tried again by itself.",
            response.status
        )),
        other => {
            failing(format!("The board answered with the unexpected status {other}. Check the address."))
        }
    }
}

fn of_error(error: FetchError) -> Trouble {
    let problem = match error {
        FetchError::Blocked { reason } => {
            return Trouble::Blocked {
                problem: format!(
                    "This address may not be fetched: {reason}. Give the board's public https address."
                ),
            };
        }
        FetchError::Timeout(after) => format!(
            "The board did not answer within {} s. Nothing to do: it is tried again by itself.",
            after.as_secs().max(1)
        ),
        FetchError::TooLarge { limit } => format!(
            "The board's answer is larger than {} MB and was not read. Give the address of a smaller part of it, such as one department's page.",
            limit.div_ceil(1024 * 1024)
        ),
        FetchError::Connect { host, .. } => {
            format!(
                "{host} could not be reached. Check the address and this machine's connection; it is tried again by itself."
            )
        }
        FetchError::Protocol { host, detail } => {
            format!(
                "{host} broke off or answered badly ({detail}). Nothing to do: it is tried again by itself."
            )
        }
    };
    Trouble::Failing { problem }
}

/// What an answer means that is not this board's data.
pub fn unreadable(kind: SourceKind, error: &Unreadable) -> Trouble {
    let problem = match error {
        Unreadable::WebPage => {
            "The board answered with a web page instead of job data. It may be down or have moved; open the address in a browser and, if it moved, add the new one.".to_owned()
        }
        Unreadable::NotJson(_) => {
            "The board's answer is broken off or is no JSON. Nothing to do: it is tried again by itself.".to_owned()
        }
        Unreadable::OtherShape(what) => format!(
            "The answer is not what {} publishes: {what}. Check the address.",
            board_name(kind)
        ),
    };
    Trouble::Failing { problem }
}

/// A page without any posting that a program can read.
pub fn nothing_found() -> Trouble {
    Trouble::Failing {
        problem: "No postings in schema.org form were found on this page or on the pages it links to. \
                  Give the address of the list of open positions, or of the job board behind it."
            .to_owned(),
    }
}

/// The state after `trouble`, when `failures` came before it in a row.
pub fn after(trouble: &Trouble, failures: u32, now: Timestamp) -> Prognosis {
    let failures = failures.saturating_add(1);
    let (health, problem, wait) = match trouble {
        Trouble::Gone { status } => {
            let problem = format!(
                "There is no such board ({status}). Check the address; it is not tried again until you say so."
            );
            return Prognosis { health: SourceHealth::Gone, problem, failures, next_sync_at: None };
        }
        Trouble::Limited { retry_after } => {
            // Without a time of its own, a board that keeps refusing gets longer rests.
            let own = retry_after.unwrap_or_else(|| doubled(USUAL_REST, failures));
            let wait = own.clamp(SHORTEST_REST, LONGEST_REST);
            let problem = format!(
                "The board asked us to slow down (429). Nothing to do: it is read again in {}.",
                in_words(wait)
            );
            (SourceHealth::Limited, problem, wait)
        }
        Trouble::Failing { problem } => {
            (SourceHealth::Failing, problem.clone(), doubled(FIRST_RETRY, failures).min(LONGEST_RETRY))
        }
        Trouble::Blocked { problem } => (SourceHealth::Failing, problem.clone(), LONGEST_RETRY),
    };
    Prognosis { health, problem, failures, next_sync_at: Some(now + wait) }
}

/// How long a healthy board is left alone.
pub fn interval(url: &Url) -> Duration {
    let local = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".test"),
        None => false,
    };
    if local { LOCAL_INTERVAL } else { PUBLIC_INTERVAL }
}

fn doubled(first: Duration, failures: u32) -> Duration {
    let times = 2u32.saturating_pow(failures.saturating_sub(1).min(16));
    first.saturating_mul(times).min(LONGEST_RETRY)
}

fn in_words(wait: Duration) -> String {
    match wait.as_secs() {
        seconds @ ..=90 => format!("{seconds} seconds"),
        seconds @ 91..=5400 => format!("{} minutes", seconds.div_ceil(60)),
        seconds => format!("{} hours", seconds.div_ceil(3600)),
    }
}

fn board_name(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Greenhouse => "a Greenhouse board",
        SourceKind::Lever => "a Lever board",
        SourceKind::Ashby => "an Ashby board",
        SourceKind::JsonLd => "a careers page",
        SourceKind::Import => "a file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-24T08:00:00Z".parse().unwrap()
    }

    fn wait(trouble: &Trouble, failures: u32) -> Option<i64> {
        after(trouble, failures, now()).next_sync_at.map(|next| (next - now()).num_seconds())
    }

    #[test]
    fn a_board_that_is_gone_is_not_tried_again_by_itself() {
        let prognosis = after(&Trouble::Gone { status: 404 }, 0, now());
        assert_eq!((prognosis.health, prognosis.next_sync_at), (SourceHealth::Gone, None));
        assert!(prognosis.problem.contains("Check the address"), "{}", prognosis.problem);
    }

    #[test]
    fn retry_after_is_obeyed_within_limits() {
        let limited =
            |seconds: Option<u64>| Trouble::Limited { retry_after: seconds.map(Duration::from_secs) };
        assert_eq!(wait(&limited(Some(120)), 0), Some(120));
        assert_eq!(wait(&limited(Some(0)), 0), Some(30));
        assert_eq!(wait(&limited(Some(30 * 24 * 3600)), 0), Some(6 * 3600));
        assert_eq!(wait(&limited(None), 0), Some(60));
        assert_eq!(wait(&limited(None), 2), Some(240));
    }

    #[test]
    fn failures_back_off_exponentially_to_a_limit() {
        let failing = Trouble::Failing { problem: String::new() };
        let waits: Vec<_> = (0..12).filter_map(|failures| wait(&failing, failures)).collect();
        assert_eq!(waits[..4], [60, 120, 240, 480]);
        assert_eq!(waits[11], 6 * 3600);
        assert_eq!(wait(&failing, u32::MAX), Some(6 * 3600));
    }

    #[test]
    fn only_boards_on_this_machine_are_read_every_few_seconds() {
        let of = |text: &str| interval(&text.parse().unwrap());
        assert_eq!(of("http://127.0.0.1:4010/careers/acme/"), LOCAL_INTERVAL);
        assert_eq!(of("https://api.lever.co/v0/postings/acme"), PUBLIC_INTERVAL);
    }
}
