//! A code in a mail, and whether somebody waits for just that.
//!
//! A form that asks for a code has said from whom it is taken: the domains of its own site and of the system it is built
//! with. A mail from elsewhere gives no code, whatever it says; nor does one that the mailbox's own server could not
//! prove, where that server is known. Of a mail nobody waits for nothing is kept.

use chrono::TimeDelta;
use domain::{Timestamp, UserId, text};
use secrecy::SecretString;
use store::codes::{CodeRequest, CodeRequestId};
use store::{Store, StoreError};

use crate::email::auth::{Origin, Trust};
use crate::sync::Digest;

/// Clocks differ: a mail may carry a time this much before its code was asked for. An older one is an older code's.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(2);

/// Keeps the code of a mail for the form that waits for it, if one does.
pub(crate) async fn keep_code(
    store: &Store,
    user_id: UserId,
    digest: &Digest,
    received_at: Timestamp,
    trust: &Trust,
) -> Result<(), StoreError> {
    let Some(code) = &digest.code else { return Ok(()) };
    if trust.authserv_id.is_some() && !matches!(digest.origin, Origin::Proven { .. }) {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    let received_at = received_at.min(tx.now());
    let open = tx.code_requests(user_id).await?;
    let Some(id) = whose(&open, digest, received_at) else { return Ok(()) };
    let secret = SecretString::from(code.as_typed());
    tx.keep_code(user_id, id, &digest.external_id, &secret, received_at).await?;
    tx.commit().await
}

/// The one request a code is for: by its sender and, when several wait for the same sender, by the employer it names.
fn whose(open: &[CodeRequest], digest: &Digest, received_at: Timestamp) -> Option<CodeRequestId> {
    let domain = digest.sender_domain.as_str();
    let fits = |request: &&CodeRequest| {
        received_at >= request.asked_at - CLOCKS_DIFFER
            && request.senders.iter().any(|own| is_below(domain, own))
    };
    let fitting: Vec<&CodeRequest> = open.iter().filter(fits).collect();
    match fitting.as_slice() {
        [] => None,
        [only] => Some(only.id),
        several => {
            let words = format!(" {} ", text::fold(&format!("{} {}", digest.subject, digest.excerpt)));
            let named = |request: &&&CodeRequest| {
                let company = text::fold(&request.company);
                !company.is_empty() && words.contains(&format!(" {company} "))
            };
            let mut named = several.iter().filter(named);
            match (named.next(), named.next()) {
                (Some(only), None) => Some(only.id),
                _ => None,
            }
        }
    }
}

fn is_below(domain: &str, own: &str) -> bool {
    !own.is_empty() && (domain == own || domain.strip_suffix(own).is_some_and(|rest| rest.ends_with('.')))
}
