//! The banner about cookies that some pages lay over themselves.

use super::model::{Kin, Replica};
use crate::catalogue::dice::Dice;
use crate::html::escape;

/// A form in so many of a hundred has one.
const IN: usize = 40;
/// Along the lower edge, or a window over everything.
const LOOKS: &[&str] = &["bar", "window"];
/// Some come late.
const AFTER_MS: &[u64] = &[0, 0, 700];

/// The script that lays the banner over a page; empty where there is none. By dice of its own, so that it changes
/// nothing else of the form.
pub(super) fn script(replica: &Replica) -> String {
    let mut dice = Dice::new(replica.seed, replica.kin as u64, "banner");
    // What stands in a frame of a company's page leaves that to the company.
    if matches!(replica.kin, Kin::Icims) || !dice.chance(IN) {
        return String::new();
    }
    let (look, after) = (dice.word(LOOKS), *dice.pick(AFTER_MS));
    let text = replica.say(
        "We use cookies to understand how this site is used.",
        "Wir verwenden Cookies, um zu verstehen, wie diese Seite genutzt wird.",
        "Usamos cookies para entender cómo se usa este sitio.",
        "Nous utilisons des cookies pour comprendre l'usage de ce site.",
    );
    let accept = replica.say("Accept all", "Alle akzeptieren", "Aceptar todas", "Tout accepter");
    let refuse = match dice.below(3) {
        0 => replica.say("Reject", "Ablehnen", "Rechazar", "Refuser"),
        1 => replica.say(
            "Only necessary cookies",
            "Nur notwendige Cookies",
            "Solo necesarias",
            "Continuer sans accepter",
        ),
        _ => replica.say("Close", "Schließen", "Cerrar", "Fermer"),
    };
    format!(
        "<script src=\"/assets/replica-banner.js\" data-look=\"{look}\" data-after=\"{after}\" data-text=\"{}\" data-accept=\"{accept}\" data-refuse=\"{refuse}\" defer></script>\n",
        escape(text),
    )
}
