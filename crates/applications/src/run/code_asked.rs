//! A site that has refused an application only to ask for a code it has mailed: what that means for the protocol.

use browser::Observation;
use domain::{AttemptId, Channel, EvidenceKind, State};
use store::applications::Move;
use store::attempts::NewEvidence;
use store::codes::CODE_ASKED;

use super::Run;
use super::gate::{CodeAsked, Gate};
use super::send::response_of;
use super::stop::Stop;

/// Codes that are typed for one application in one run: one that was refused may have been an earlier try's.
pub(super) const MOST_CODES: u32 = 2;

/// Whether the page waits for a code.
pub(super) async fn asks_code(gate: &mut impl Gate) -> bool {
    matches!(gate.code().await, CodeAsked::Empty | CodeAsked::Typed)
}

/// The site has taken nothing in and wants a code first: by the strict rule of forms this release does not count, and the
/// run goes on in the same browser, because leaving the page would lose the form.
pub(super) async fn asked_for_code(
    run: &mut Run<'_>,
    attempt: AttemptId,
    seen: &Observation,
) -> Result<(), Stop> {
    let id = run.record.application.id;
    let mut tx = run.context.store.begin().await?;
    let now = tx.now();
    let summary = response_of(seen);
    let response = NewEvidence {
        kind: EvidenceKind::Response,
        summary: &summary,
        document_id: None,
        channel: Channel::System,
    };
    tx.add_evidence(id, response).await?;
    tx.settle_attempt(attempt, CODE_ASKED).await?;
    tx.void_release(
        id,
        "form",
        "The site refused it, still shows the form, and asks for a code it has mailed.",
    )
    .await?;
    let refused = Move::to(State::RejectedByForm)
        .because(CODE_ASKED, "The site wants a security code that it has mailed. Nothing was taken in.");
    let refused = tx.move_application(&run.record, refused).await?;
    let queued = tx.move_application(&refused, Move::to(State::Queued).until(now)).await?;
    let again = tx.move_application(&queued, Move::to(State::Preparing)).await?;
    run.context.pass("before code asked").await;
    tx.commit().await?;
    run.record = again;
    Ok(())
}
