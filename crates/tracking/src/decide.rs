//! Whether what was seen moves an application.

use domain::{ApplicationId, EvidenceLevel, MailClass, Stage};

use crate::email::auth::Origin;
use crate::link::Link;

/// Below this the person is asked.
pub const CONFIDENT: f64 = 0.6;

/// A move of the employer's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageMove {
    /// Whose.
    pub application_id: ApplicationId,
    /// What was heard.
    pub heard: Stage,
    /// The stage after hearing it.
    pub after: Stage,
}

/// The move a mail of this class makes for an application that stands at `current`, if any. Only a
/// certain link moves; stages move forward only; a class that is a guess moves nothing.
pub fn decide(class: MailClass, confidence: f64, current: Stage, link: &Link) -> Option<StageMove> {
    let Link::Certain(application_id, _) = link else { return None };
    if confidence < CONFIDENT {
        return None;
    }
    let heard = class.stage()?;
    let after = current.after(heard);
    (after != current).then_some(StageMove { application_id: *application_id, heard, after })
}

/// What a mail proves about whether the application arrived: proof only with a certain link and a
/// proven origin, and only from a mail that presupposes that the employer has it.
pub fn proof_of_submission(class: MailClass, link: &Link, origin: &Origin) -> Option<EvidenceLevel> {
    let presupposes = matches!(
        class,
        MailClass::Acknowledgement
            | MailClass::Assessment
            | MailClass::Interview
            | MailClass::Offer
            | MailClass::Rejection
    );
    let certain = matches!(link, Link::Certain(..));
    let proven = matches!(origin, Origin::Proven { .. });
    (presupposes && certain && proven).then_some(EvidenceLevel::ByMail)
}
