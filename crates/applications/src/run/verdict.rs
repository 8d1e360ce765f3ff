//! What an observation after the release means. Pure.
//!
//! Positive only with proof, negative only when the site plainly refused and still shows the form; everything else
//! is "not known", and what is not known is never sent again.

use browser::{Glance, Observation};
use domain::EvidenceLevel;

use crate::meaning::plain;

/// What became of a released application.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// Taken in.
    Submitted { level: EvidenceLevel, proof: String },
    /// Refused by the form; `strict` when the site itself names the wrong fields.
    Refused { code: &'static str, message: String, strict: bool },
    /// Not known.
    Unknown { code: &'static str, message: String },
}

/// What sites say when they have an application.
const CONFIRMATIONS: [&str; 24] = [
    "thank you for applying",
    "thanks for applying",
    "thank you for your application",
    "thank you for your interest in joining",
    "application submitted",
    "application has been submitted",
    "application was submitted",
    "application received",
    "application has been received",
    "successfully submitted",
    "received your application",
    "we have your application",
    "vielen dank fur ihre bewerbung",
    "danke fur deine bewerbung",
    "bewerbung ist bei uns eingegangen",
    "bewerbung wurde erfolgreich",
    "bewerbung erhalten",
    "haben ihre bewerbung",
    "gracias por tu candidatura",
    "gracias por su candidatura",
    "hemos recibido tu solicitud",
    "hemos recibido su solicitud",
    "tu candidatura se ha enviado",
    "merci pour votre candidature",
];

/// What sites say to somebody who has applied before.
const ALREADY: [&str; 6] = [
    "already applied",
    "you have applied for this",
    "bereits beworben",
    "bewerbung liegt uns schon vor",
    "ya te has inscrito",
    "deja postule",
];

/// What sites say when they have not taken it in.
const REFUSALS: [&str; 6] = [
    "there was an error",
    "please try again",
    "could not process your application",
    "konnte nicht verarbeitet werden",
    "no hemos podido procesar",
    "une erreur est survenue",
];

/// Statuses with which a server says that what was sent is wrong.
const INVALID: [u16; 2] = [400, 422];

/// Whether a glance shows enough to end the observation early: a good answer and a new confirmation.
pub(super) fn is_conclusive(text_before: &str, glance: &Glance) -> bool {
    glance.status.is_some_and(is_good) && confirmation(text_before, &glance.text).is_some()
}

/// Judges what was observed after the release.
pub(super) fn judge(seen: &Observation) -> Verdict {
    let status_is_good = seen.status.is_some_and(is_good);
    let confirmed = confirmation(&seen.text_before, &seen.text_after);
    if let Some(phrase) = confirmed
        && seen.status.is_none_or(|status| status < 400)
    {
        let again = ALREADY.contains(&phrase);
        let level = if status_is_good && !again { EvidenceLevel::Verified } else { EvidenceLevel::Likely };
        return Verdict::Submitted { level, proof: format!("The page says \"{phrase}\".") };
    }
    if seen.browser_gone {
        return unknown("browser_gone", "The browser ended before the site's answer was seen.");
    }
    match seen.status {
        None if seen.broke_off => unknown(
            "connection_broke_off",
            "The connection ended before the site answered. It may have arrived.",
        ),
        None => unknown("no_answer", "The site gave no answer. It may have arrived."),
        Some(status @ 500..) => unknown(
            "server_error",
            &format!("The site answered with an error of its own ({status}). It may have arrived."),
        ),
        Some(status @ 400..=499) => refused(seen, status),
        Some(status) if !seen.field_errors.is_empty() && seen.form_still_there => refused(seen, status),
        Some(status) if seen.form_still_there || says_refusal(&seen.text_after) => {
            unknown("no_confirmation", &format!("The site answered ({status}) but shows no confirmation."))
        }
        Some(status) => Verdict::Submitted {
            level: EvidenceLevel::Likely,
            proof: format!("The site took it ({status}) and no longer shows the form."),
        },
    }
}

/// Whether the site has plainly taken nothing in and still shows the form: the one request that left, and whatever else
/// was let pass, was answered with a 4xx that speaks of the request itself.
pub(super) fn took_nothing(seen: &Observation) -> bool {
    let is_plain = |status: u16| (400..500).contains(&status) && !matches!(status, 408 | 409 | 425 | 429);
    let others = seen.sent.iter().filter(|sent| sent.method != "GET");
    seen.form_still_there
        && !seen.browser_gone
        && seen.status.is_some_and(is_plain)
        && others.into_iter().all(|sent| sent.status.is_some_and(is_plain))
}

fn refused(seen: &Observation, status: u16) -> Verdict {
    // Timeouts, conflicts and rate limits say nothing about the application itself.
    if matches!(status, 408 | 409 | 425 | 429) {
        return unknown(
            "unclear_refusal",
            &format!("The site answered {status}; whether it took the application is not known."),
        );
    }
    let code = match status {
        401 | 403 => "login_required",
        428 => "captcha",
        _ => "refused_by_form",
    };
    let complaints: Vec<String> = match seen.field_errors.is_empty() {
        false => seen.field_errors.iter().map(|(label, error)| format!("{label}: {error}")).collect(),
        true => seen.banners.clone(),
    };
    let message = match complaints.is_empty() {
        true => format!("The site refused it ({status}); nothing was taken in."),
        false => format!("The site refused it: {}", domain::text::shorten(&complaints.join("; "), 400)),
    };
    let strict = INVALID.contains(&status) && !seen.field_errors.is_empty() && seen.form_still_there;
    Verdict::Refused { code, message, strict }
}

fn unknown(code: &'static str, message: &str) -> Verdict {
    Verdict::Unknown { code, message: message.to_owned() }
}

fn is_good(status: u16) -> bool {
    (200..400).contains(&status)
}

/// A confirming phrase that was not on the page before the click.
pub(super) fn confirmation(before: &str, after: &str) -> Option<&'static str> {
    let (before, after) = (plain(before), plain(after));
    let mut phrases = CONFIRMATIONS.iter().chain(&ALREADY).copied();
    phrases.find(|phrase| after.contains(phrase) && !before.contains(phrase))
}

fn says_refusal(text: &str) -> bool {
    let text = plain(text);
    REFUSALS.iter().any(|phrase| text.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(status: Option<u16>, before: &str, after: &str) -> Observation {
        Observation {
            status,
            failed: None,
            broke_off: status.is_none(),
            sent: Vec::new(),
            duplicates_blocked: 0,
            final_url: None,
            navigated: false,
            text_before: before.to_owned(),
            text_after: after.to_owned(),
            field_errors: Vec::new(),
            banners: Vec::new(),
            dialogs: Vec::new(),
            form_still_there: false,
            screenshot: None,
            html: None,
            browser_gone: false,
        }
    }

    fn level(verdict: Verdict) -> Option<EvidenceLevel> {
        match verdict {
            Verdict::Submitted { level, .. } => Some(level),
            Verdict::Refused { .. } | Verdict::Unknown { .. } => None,
        }
    }

    #[test]
    fn sent_needs_a_good_answer_or_a_new_confirmation() {
        let thanks = "Thank you for applying to Acme";
        assert_eq!(level(judge(&seen(Some(200), "Apply", thanks))), Some(EvidenceLevel::Verified));
        assert_eq!(level(judge(&seen(None, "Apply", thanks))), Some(EvidenceLevel::Likely));
        assert_eq!(level(judge(&seen(Some(303), "Apply", "Acme"))), Some(EvidenceLevel::Likely));
        // The page said so before: that proves nothing.
        let stuck = Observation { form_still_there: true, ..seen(Some(200), thanks, thanks) };
        assert_eq!(level(judge(&stuck)), None);
        assert_eq!(level(judge(&seen(Some(500), "Apply", thanks))), None);
    }

    #[test]
    fn what_is_not_known_is_never_a_refusal() {
        for unclear in [
            seen(None, "", ""),
            seen(Some(500), "", "error"),
            seen(Some(429), "", "slow down"),
            seen(Some(409), "", ""),
        ] {
            assert!(matches!(judge(&unclear), Verdict::Unknown { .. }), "{unclear:?}");
        }
    }

    #[test]
    fn only_a_plain_refusal_over_a_form_that_is_still_there_took_nothing() {
        let asks = Observation { form_still_there: true, ..seen(Some(428), "", "Security code") };
        assert!(took_nothing(&asks));
        for status in [None, Some(200), Some(303), Some(408), Some(409), Some(429), Some(500)] {
            assert!(!took_nothing(&Observation { status, ..asks.clone() }), "{status:?}");
        }
        assert!(!took_nothing(&Observation { form_still_there: false, ..asks.clone() }));
        assert!(!took_nothing(&Observation { browser_gone: true, ..asks }));
    }

    #[test]
    fn only_named_fields_void_a_release_by_themselves() {
        let bare = Observation { form_still_there: true, ..seen(Some(422), "", "") };
        assert!(matches!(judge(&bare), Verdict::Refused { strict: false, .. }));
        let named = Observation { field_errors: vec![("Phone".into(), "Not a number".into())], ..bare };
        assert!(matches!(judge(&named), Verdict::Refused { strict: true, .. }));
        let captcha = seen(Some(428), "", "");
        assert!(matches!(judge(&captcha), Verdict::Refused { code: "captcha", strict: false, .. }));
    }
}
