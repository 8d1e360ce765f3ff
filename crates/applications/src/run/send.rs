//! The one release: transactions A, B and C of the submit protocol around one click.
//!
//! Nothing in here is done twice. Before B is committed nothing can have left, so every failure up to there is a
//! failure before sending; after B nothing is ever sent again by itself.

use std::time::{Duration, Instant};

use browser::{Observation, ReleaseError};
use domain::batch::PAUSED;
use domain::{AttemptId, Channel, EvidenceKind, Snapshot, State};
use sha2::{Digest as _, Sha256};
use store::StoreError;
use store::applications::Move;
use store::attempts::NewEvidence;
use store::documents::NewDocument;

use super::code_asked::{MOST_CODES, asked_for_code, asks_code};
use super::gate::{Caused, CodeAsked, Gate};
use super::stop::{DISK_FULL, Stop};
use super::verdict::{Verdict, judge, took_nothing};
use super::wait::{captcha_at_gate, code_at_gate, unsolved};
use super::{Ended, Run, UNCONFIRMED_FOR};

/// The reason of a release that was recorded and provably not made.
pub(crate) const NOT_RELEASED: &str = "not_released";
/// What the person is told about it.
pub(crate) const NEVER_LEFT: &str =
    "It was about to be sent, but the request provably never left. Say \"not received\" to send it.";
/// How often, and how far apart, it is tried to write down what has left without being held. Together less than a
/// lease.
const UNGATED_TRIES: u32 = 20;
const UNGATED_PAUSE: Duration = Duration::from_secs(2);
/// Longest page text kept as evidence.
const TEXT_KEPT: usize = 4_000;

/// Sends the filled form, once.
pub(super) async fn send(
    run: &mut Run<'_>,
    gate: &mut impl Gate,
    snapshot: &Snapshot,
    sha256: &str,
) -> Result<Ended, Stop> {
    gate.can_be_sent()?;
    let host = gate.host();
    run.step("Sending", &format!("to {host}"), 95, None).await?;
    // A code that the site mails may be in the mailbox before the page has asked for it.
    run.request_code(&gate.sites()).await?;
    let mut attempt = arm_in_store(run, &host, snapshot, sha256).await?;
    run.context.pass("P7").await;
    if let Err(stop) = gate.arm(run.tell_tales()).await {
        gate.abandon();
        return unsent(run, attempt, stop).await;
    }
    run.context.pass("P8").await;
    for codes in 0.. {
        // Sent by the page itself with the code that was typed, it waits at the gate already.
        let is_held = codes > 0 && gate.code().await == CodeAsked::Held;
        if !is_held && let Err(stop) = gate.click().await {
            gate.abandon();
            return unsent(run, attempt, stop).await;
        }
        run.context.pass("P9").await;
        let (seen, left) = match pressed(run, attempt, gate).await? {
            Pressed::Ended(ended) => return Ok(ended),
            Pressed::Seen(seen, left) => (seen, left),
        };
        let asks_code = left && took_nothing(&seen) && asks_code(gate).await;
        if !asks_code {
            let verdict = match left {
                true => judge(&seen),
                false => Verdict::Unknown { code: NOT_RELEASED, message: NEVER_LEFT.to_owned() },
            };
            return concluded(run, attempt, &seen, verdict).await;
        }
        asked_for_code(run, attempt, &seen).await?;
        run.context.pass("code asked").await;
        if codes == MOST_CODES {
            break;
        }
        // From here on whatever the page sends is held again, be it by itself or by the person.
        gate.arm(run.tell_tales()).await?;
        code_at_gate(run, gate).await?;
        run.context.pass("code typed").await;
        attempt = arm_in_store(run, &host, snapshot, sha256).await?;
        run.context.pass("P7").await;
    }
    Err(run.no_code())
}

/// What came of pressing the button.
enum Pressed {
    /// The application was moved on: nothing has left, or nothing is known.
    Ended(Ended),
    /// What was seen, and whether a request can have left.
    Seen(Box<Observation>, bool),
}

async fn pressed(run: &mut Run<'_>, attempt: AttemptId, gate: &mut impl Gate) -> Result<Pressed, Stop> {
    let mut caused = gate.caused().await;
    let mut has_captcha = false;
    if let Caused::Captcha = caused {
        has_captcha = true;
        caused = captcha_at_gate(run, gate).await?;
    }
    let left = match caused {
        Caused::Held { fingerprint } => {
            run.context.pass("P10").await;
            release(run, attempt, gate, &fingerprint).await?
        }
        // It may be on its way already: recorded as released, watched like any other.
        Caused::Ungated { how } => {
            record_ungated(run, attempt, how).await?;
            true
        }
        Caused::Nothing | Caused::Captcha if has_captcha => {
            return unsent(run, attempt, unsolved()).await.map(Pressed::Ended);
        }
        Caused::Nothing | Caused::Captcha => {
            return nothing_sent(run, attempt, gate).await.map(Pressed::Ended);
        }
        Caused::BrowserGone => {
            gate.abandon();
            let stop = Stop::try_again("browser_gone", "The browser ended before anything was sent.");
            return unsent(run, attempt, stop).await.map(Pressed::Ended);
        }
    };
    run.context.pass("P12").await;
    let seen = gate.watch().await;
    run.context.pass("P13").await;
    Ok(Pressed::Seen(Box::new(seen), left))
}

async fn concluded(
    run: &mut Run<'_>,
    attempt: AttemptId,
    seen: &Observation,
    verdict: Verdict,
) -> Result<Ended, Stop> {
    let ended = conclude(run, attempt, seen, verdict).await?;
    run.context.pass("P14").await;
    Ok(ended)
}

/// Transaction A: the snapshot as read back, ready, and armed, before the click.
async fn arm_in_store(
    run: &mut Run<'_>,
    host: &str,
    snapshot: &Snapshot,
    sha256: &str,
) -> Result<AttemptId, Stop> {
    let mut tx = run.context.store.begin().await?;
    let stored = tx.put_snapshot(&run.record, snapshot).await?;
    debug_assert_eq!(stored, sha256);
    tx.refuse_if_paused(&run.record).await.map_err(|error| give_way(run, error))?;
    let ready = tx.move_application(&run.record, Move::to(State::Ready)).await?;
    if ready.approved_sha256.as_deref() != Some(sha256) {
        return Err(StoreError::Stale { what: "the approval" }.into());
    }
    run.context.pass("P6").await;
    let labels: Vec<_> = snapshot.answers.iter().map(|answer| (&answer.field, &answer.label)).collect();
    let form_sha256 =
        hex::encode(Sha256::digest(serde_json::to_vec(&labels).expect("strings always serialise")));
    let (armed, attempt) = tx.arm_attempt(&ready, host, &form_sha256).await?;
    run.context.pass("before P7").await;
    tx.commit().await?;
    run.record = armed;
    Ok(attempt)
}

/// Transaction B, then the request is let go. After this nothing is sent again by itself. Says whether the request
/// can have left.
async fn release(
    run: &mut Run<'_>,
    attempt: AttemptId,
    gate: &mut impl Gate,
    fingerprint: &str,
) -> Result<bool, Stop> {
    let decided_at = Instant::now();
    if let Err(stop) = record_release(run, attempt, fingerprint, Held::Yes).await {
        gate.abandon();
        if let Stop::Because { code: PAUSED, .. } = stop {
            settle(run, attempt, "never_released").await?;
        }
        return Err(stop);
    }
    run.context.pass("P11").await;
    match gate.release(decided_at).await {
        // Without the browser's word it may have left; the observation tells.
        Ok(()) | Err(ReleaseError::Unconfirmed) => Ok(true),
        Err(error @ (ReleaseError::TooLate | ReleaseError::RequestGone)) => {
            tracing::warn!(%error, "a recorded release did not leave");
            Ok(false)
        }
    }
}

/// It has left already, so a database that is away for a moment must not make it look unsent.
async fn record_ungated(run: &mut Run<'_>, attempt: AttemptId, how: &str) -> Result<(), Stop> {
    let fingerprint = format!("ungated: {how}");
    for _ in 0..UNGATED_TRIES {
        match record_release(run, attempt, &fingerprint, Held::No).await {
            Err(Stop::Because { code: DISK_FULL, .. }) | Err(Stop::Store(StoreError::Database(_))) => {
                tracing::warn!("what has left could not be written down yet");
                tokio::time::sleep(UNGATED_PAUSE).await;
            }
            other => return other,
        }
    }
    record_release(run, attempt, &fingerprint, Held::No).await.map_err(|stop| match stop {
        // Any other stop would say that nothing was sent.
        Stop::Because { code: DISK_FULL, .. } => Stop::Store(StoreError::DiskFull),
        other => other,
    })
}

/// A run that gives way to the pause of its batch has not failed: its tries do not count.
fn give_way(run: &mut Run<'_>, error: StoreError) -> Stop {
    if matches!(error, StoreError::Paused) {
        run.record.prepare_tries = 0;
    }
    error.into()
}

/// Whether the request waits at the gate, or may be on its way already.
#[derive(PartialEq, Eq)]
enum Held {
    Yes,
    No,
}

async fn record_release(
    run: &mut Run<'_>,
    attempt: AttemptId,
    fingerprint: &str,
    held: Held,
) -> Result<(), Stop> {
    let mut tx = run.context.store.begin().await?;
    match tx.release_attempt(&run.record, attempt, fingerprint).await {
        Ok(released) => {
            if held == Held::Yes {
                tx.refuse_if_paused(&released).await.map_err(|error| give_way(run, error))?;
            }
            run.context.pass("before P11").await;
            tx.commit().await?;
            run.record = released;
            Ok(())
        }
        // The database itself refuses: it was released before and nobody has said that it did not arrive.
        Err(StoreError::Exists { .. }) => {
            drop(tx);
            settle(run, attempt, "refused_second_release").await?;
            Err(Stop::review(
                "already_released",
                "It was released before and may have arrived. Say whether it did, before it is sent again.",
            ))
        }
        Err(error) => Err(error.into()),
    }
}

async fn settle(run: &Run<'_>, attempt: AttemptId, outcome: &str) -> Result<(), Stop> {
    let mut tx = run.context.store.begin().await?;
    tx.settle_attempt(attempt, outcome).await?;
    Ok(tx.commit().await?)
}

/// Provably nothing left: the attempt is closed, and the run stops like any other.
async fn unsent(run: &Run<'_>, attempt: AttemptId, stop: Stop) -> Result<Ended, Stop> {
    settle(run, attempt, "never_released").await?;
    Err(stop)
}

/// The click sent nothing: the page's own checks refused it. The person sees what the page complains about.
async fn nothing_sent(run: &Run<'_>, attempt: AttemptId, gate: &mut impl Gate) -> Result<Ended, Stop> {
    let seen = gate.look().await;
    let complaints: Vec<String> = seen
        .field_errors
        .iter()
        .map(|(label, error)| format!("{label}: {error}"))
        .chain(seen.banners.iter().cloned())
        .collect();
    if complaints.is_empty() {
        let stop = Stop::fail(
            "nothing_sent",
            "Pressing the button sent nothing, and the page does not say why. Apply there yourself, or try again.",
        );
        return unsent(run, attempt, stop).await;
    }
    let message = format!(
        "The form does not accept these answers: {}",
        domain::text::shorten(&complaints.join("; "), 400)
    );
    let mut tx = run.context.store.begin().await?;
    tx.settle_attempt(attempt, "refused_by_page").await?;
    let ready = tx.move_application(&run.record, Move::to(State::Ready)).await?;
    let draft =
        tx.move_application(&ready, Move::to(State::Draft).because("refused_by_page", message)).await?;
    tx.drop_lease(&draft).await?;
    tx.commit().await?;
    Ok(Ended::In(State::Draft))
}

/// Transaction C: the outcome with its evidence.
async fn conclude(
    run: &mut Run<'_>,
    attempt: AttemptId,
    seen: &Observation,
    verdict: Verdict,
) -> Result<Ended, Stop> {
    let (user_id, id) = (run.record.user_id, run.record.application.id);
    let mut tx = run.context.store.begin().await?;
    let now = tx.now();
    if let Some(content) = &seen.screenshot {
        let new = NewDocument {
            kind: "screenshot",
            file_name: "after-sending.png",
            media_type: "image/png",
            content,
            application_id: Some(id),
        };
        let document_id = Some(tx.add_document(user_id, new).await?);
        let summary = "The page after sending.";
        tx.add_evidence(
            id,
            NewEvidence { kind: EvidenceKind::Screenshot, summary, document_id, channel: Channel::System },
        )
        .await?;
    }
    let document_id = match &seen.html {
        Some(html) => {
            let new = NewDocument {
                kind: "page",
                file_name: "after-sending.html",
                media_type: "text/html",
                content: html.as_bytes(),
                application_id: Some(id),
            };
            Some(tx.add_document(user_id, new).await?)
        }
        None => None,
    };
    let text = domain::text::shorten(seen.text_after.trim(), TEXT_KEPT);
    tx.add_evidence(
        id,
        NewEvidence { kind: EvidenceKind::PageText, summary: &text, document_id, channel: Channel::System },
    )
    .await?;
    let response = response_of(seen);
    tx.add_evidence(
        id,
        NewEvidence {
            kind: EvidenceKind::Response,
            summary: &response,
            document_id: None,
            channel: Channel::System,
        },
    )
    .await?;
    let (outcome, change) = match verdict {
        Verdict::Submitted { level, proof } => {
            tx.set_evidence_level(&run.record, level).await?;
            ("submitted", Move::to(State::Submitted).because("sent", proof))
        }
        Verdict::Refused { code, message, strict } => {
            if strict {
                tx.void_release(id, "form", "The site named the wrong fields and still shows the form.")
                    .await?;
            }
            ("refused", Move::to(State::RejectedByForm).because(code, message))
        }
        Verdict::Unknown { code, message } => {
            ("unknown", Move::to(State::Unconfirmed).because(code, message).until(now + UNCONFIRMED_FOR))
        }
    };
    let to = change.to;
    tx.settle_attempt(attempt, outcome).await?;
    if let Some(request) = run.code_request {
        tx.end_code_request(request).await?;
    }
    let record = tx.move_application(&run.record, change).await?;
    tx.drop_lease(&record).await?;
    run.context.pass("before P14").await;
    tx.commit().await?;
    run.record = record;
    Ok(Ended::In(to))
}

pub(super) fn response_of(seen: &Observation) -> String {
    let host = seen.sent.first().map_or("the site", |sent| sent.host.as_str());
    let repeated = match seen.duplicates_blocked {
        0 => String::new(),
        count => format!(" {count} repetitions of the request were stopped."),
    };
    match (seen.status, &seen.failed) {
        (Some(status), _) => format!("{host} answered {status}.{repeated}"),
        (None, Some(why)) => format!("{host} gave no answer ({why}).{repeated}"),
        (None, None) => format!("{host} gave no answer.{repeated}"),
    }
}
