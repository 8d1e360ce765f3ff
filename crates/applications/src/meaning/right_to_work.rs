//! The right to work and the need of sponsorship, told apart: the same "yes" means opposite things there.
//!
//! A label often speaks of both ("Are you authorized to work here without sponsorship?"). What counts is what is
//! asked first: whether one *may* work or whether one *needs* something. A label that speaks of both is not sure
//! enough to be answered by its meaning alone.

use std::sync::LazyLock;

use regex::Regex;

use super::Meaning;

/// Confidence when only one of the two is spoken of.
const PLAIN: f64 = 0.95;
/// Confidence when both are: below what an answer by meaning needs.
const BOTH: f64 = 0.7;

/// Asks whether the person may work.
const MAY: &[&str] = &[
    r"\b(are|am|is|will|would) (you|i|your?)\b.{0,70}?\b(authori[sz]\w*|eligible|entitled|permitted|allowed|legally able|able to legally|lawfully able|cleared) (to|for)\b.{0,50}?\b(work|take up employment|be employed)",
    r"\b(are|am) (you|i|your)\b.{0,30}?\b(legally|lawfully) (work )?(authori[sz]ed|eligible|entitled|permitted|allowed)",
    r"\b(do|does|will|can|could|have) (you|i)\b.{0,60}?\b(have|possess|hold|provide|submit|show|verif\w+|obtained)\b.{0,70}?\b(rights? to|authori[sz]ation|permit|permission|eligibility|visa that)\b.{0,50}?\bwork",
    r"\b(do|does) (you|i)\b.{0,40}?\b(have|possess|hold)\b.{0,60}?\b(work(ing)? (rights|permit|visa|authori[sz]ation)|residency permit|residence permit|green card|right to (live|work))",
    r"\bcan you (legally |lawfully )?work\b.{0,60}\bwithout\b",
    r"\b(can|may) you (legally|lawfully) (be employed|work)",
    r"\bable to (legally |lawfully )?work\b.{0,60}\bwithout\b.{0,20}\b(restriction|sponsor|visa|employer)",
    // German.
    r"\b(durfen|darfst|durften) (sie|du)\b.{0,80}?\b(arbeiten|tatig|beschaftigt)",
    r"\b(konnen|kannst) (sie|du) .{0,60}?\bohne\b.{0,60}?(visum|sponsor|genehmigung|erlaubnis).{0,40}?(arbeiten|tatig)?",
    r"\b(haben|hast|besitzen|besitzt|verfugen|verfugst) (sie|du)\b.{0,80}?(arbeitserlaubnis|arbeitsgenehmigung|aufenthaltstitel|aufenthaltserlaubnis|aufenthaltsgenehmigung|arbeitsvisum|arbeitsberechtigung|recht.{0,40}?(arbeit|tatig))",
    r"(berechtigt|berechtigung|befugt).{0,60}?(arbeit|tatig|erwerbstatig)|arbeitsberechtigt|arbeitsberechtigung",
    r"liegt .{0,40}?(arbeitserlaubnis|aufenthaltstitel|arbeitsgenehmigung)",
    // Spanish.
    r"autorizad[oa]s?\b.{0,60}?\btrabajar",
    r"\b(tienes?|tiene usted|cuentas?( con)?|dispones?|posees?)\b.{0,60}?(permiso de (trabajo|residencia)|autorizacion( legal)? (de|para)|derecho (a|para) |visado de trabajo)",
    r"\b(puedes?|podrias?) trabajar\b.{0,40}?(legalmente|sin )|trabajar legalmente|legalmente.{0,20}?trabajar",
    // French.
    r"autorisee?s?( e)?\b.{0,30}?\b(a|de) travailler",
    r"(avez vous|as tu|possedez vous|disposez vous|etes vous titulaire|detenez vous|est ce que vous avez)\b.{0,60}?(droit (de travail|au travail|d y travail)|permis de travail|autorisation de travail|titre de sejour|visa de travail)",
    r"(pouvez vous|peux tu).{0,30}?travailler.{0,30}?(legalement|sans )",
];

/// Asks whether the person needs something of the employer or the state.
const NEED: &[&str] = &[
    r"\b(will|would|do|does|shall|are|if|may|might|could|i|now|future|ever)\b.{0,110}?\b(require|requires|need|needs|requiring|needing|seek|seeking|request)\b.{0,130}?\b(sponsor\w*|visas?|immigration|work (authori[sz]ation|permit)|h ?1 ?b|petition|work permits?|written submission)\b",
    r"^(require|need|requires|needs)\b.{0,60}?\b(sponsor\w*|visa|work permit)",
    r"\b(require|need)\b.{0,40}?\bsponsor",
    // German.
    r"\b(benotigen|benotigst|benotige|brauchen|brauchst|brauche)\b.{0,110}?(visum|visa\b|arbeitserlaubnis|arbeitsgenehmigung|aufenthaltstitel|aufenthaltserlaubnis|sponsor|bewilligung)",
    r"(visum|sponsoring|arbeitserlaubnis|arbeitsgenehmigung|visumspatenschaft)\w* .{0,60}?(erforderlich|notwendig|notig|benotigt)",
    r"auf (eine|ein) .{0,40}?(sponsoring|visum|arbeitsgenehmigung).{0,20}?angewiesen",
    // Spanish.
    r"\b(necesit|requer|requier|precis)\w*\b.{0,100}?(patrocin|visad|visa\b|visas\b|permiso de trabajo|sponsor|autorizacion)",
    r"hace falta .{0,40}?(visado|patrocinio)",
    // French.
    r"\b(besoin|necessit\w*|requer\w*|requier\w*|exig\w*|faudra\w*|faut il)\b.{0,100}?(visa|titre de sejour|parrain|sponsor|permis de travail|autorisation de travail)",
];

/// The status itself.
const STATUS: &[&str] = &[
    r"\b(visa|immigration|work authori[sz]ation|residency|residence|work eligibility) (status|type|category)\b",
    r"\b(status|type|kind)\b.{0,40}?\b(visa|work permit)\b",
    r"work authori[sz]ation under|\b(have|hold|held|has|possess) (a |an |any )?(current |valid |active )?(h ?1 ?b|f ?1|j ?1|l ?1|opt|tn)\b|(currently|presently) (on|in|under|have|hold) (a |an )?(h ?1 ?b|f ?1|j ?1|opt)\b",
    r"\bopt\b.{0,40}?\b(extension|eligible)",
    r"aufenthaltsstatus|visumstyp|art (des|ihres) (visums|aufenthaltstitels)",
    r"(tipo|estado) de (visado|visa|residencia)|situacion (migratoria|administrativa)",
    r"type de (visa|titre de sejour)|statut (d immigration|migratoire)",
];

struct Words {
    may: Regex,
    need: Regex,
    status: Regex,
    abroad: Regex,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let compile = |pattern: &str| Regex::new(pattern).expect("the pattern is a literal");
    Words {
        may: compile(&MAY.join("|")),
        need: compile(&NEED.join("|")),
        status: compile(&STATUS.join("|")),
        abroad: compile(
            r"sponsor|patrocin|parrain|\bvisas?\b|\bvisado|\bvisum|h ?1 ?b|employer support|company support",
        ),
    }
});

/// Which of the two a plain label asks, if it asks one of them.
pub(super) fn told_apart(text: &str) -> Option<(Meaning, f64)> {
    let words = &*WORDS;
    let may = words.may.find(text).map(|found| found.end());
    let need = words.need.find(text).map(|found| found.end());
    match (may, need) {
        (Some(may), Some(need)) if need <= may => Some((Meaning::Sponsorship, BOTH)),
        (Some(_), _) if words.abroad.is_match(text) => Some((Meaning::WorkAuthorization, BOTH)),
        (Some(_), _) => Some((Meaning::WorkAuthorization, PLAIN)),
        (None, _) if asks_the_status(text) => Some((Meaning::VisaStatus, PLAIN)),
        (None, Some(_)) => Some((Meaning::Sponsorship, PLAIN)),
        (None, None) => None,
    }
}

/// "What is your visa status?", also when the sentence goes on about sponsorship.
fn asks_the_status(text: &str) -> bool {
    const HEAD_BYTES: usize = 60;
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    WORDS.status.find(text).is_some_and(|found| found.start() < HEAD_BYTES) && !WORDS.need.is_match(head)
}
