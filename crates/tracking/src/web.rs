//! Whether a posting's page says that the job is still open.
//!
//! A decision over a page somebody else fetched. It prefers to say nothing: a site that is down,
//! wants a login or shows a page made by scripts is *unknown*, and a single look is no proof. The
//! page is a stranger's text: it is bounded, matched and never obeyed.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use regex::Regex;
use regex::bytes::Regex as BytesRegex;
use serde_json::Value;
use url::Url;

use crate::classify::fold::fold;
use crate::classify::phrases::pattern_of;
use crate::email::html_to_text;

/// How much of a page is read. Real postings have some 300 kB with everything built in.
pub const MAX_PAGE_BYTES: usize = 2 * 1024 * 1024;
/// How much of its text is judged; below come other jobs and the footer.
const JUDGED_CHARS: usize = 30_000;
/// How many blocks of structured data are read.
const MAX_BLOCKS: usize = 20;
/// How many values of a block are looked at.
const MAX_VALUES: usize = 2_000;
/// A day ends last west of Greenwich, twelve hours after it ended there.
const LAST_ZONE: TimeDelta = TimeDelta::hours(12);

/// A page as it was fetched.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The final answer's status.
    pub status: u16,
    /// The posting's address.
    pub requested: &'a Url,
    /// Where redirects led.
    pub reached: &'a Url,
    /// The body, decoded.
    pub body: &'a str,
}

/// What a page says about a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be applied for.
    Open,
    /// It cannot any more.
    Closed,
    /// The page does not say.
    Unknown,
}

/// What was decided, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What the page says.
    pub standing: Standing,
    /// Why, as a sentence for the person.
    pub reason: String,
}

/// Judges a posting's page at `now`.
pub fn judge(page: &Page<'_>, now: DateTime<Utc>) -> Verdict {
    match page.status {
        404 | 410 => return closed(format!("The posting's page is gone ({}).", page.status)),
        200..=299 => {}
        401 | 403 => return unknown("The site does not show the page without a login."),
        status => return unknown(&format!("The site answered {status}; it is looked at again later.")),
    }
    if let Some(verdict) = redirected(page) {
        return verdict;
    }
    let body = start_of(page.body, MAX_PAGE_BYTES);
    let postings = postings(body);
    let text: String = html_to_text(body).chars().take(JUDGED_CHARS).collect();
    let folded = fold(&text);
    // A phrase outweighs structured data: sites keep the data when they close a job.
    if let Some(words) = closing_words(&folded) {
        return closed(format!("The page says: \"{words}\"."));
    }
    // Several postings are a list; its dates are other jobs'.
    if let [posting] = postings.as_slice() {
        return match posting.valid_through {
            Some(until) if until < now => {
                closed(format!("The posting was valid until {}.", until.date_naive()))
            }
            Some(until) => open(&format!("The posting is valid until {}.", until.date_naive())),
            None => open("The page still describes the job."),
        };
    }
    if APPLY.is_match(folded.as_bytes()) {
        return open("The page still offers to apply.");
    }
    unknown("The page says neither that the job is open nor that it is closed.")
}

fn open(reason: &str) -> Verdict {
    Verdict { standing: Standing::Open, reason: reason.to_owned() }
}

fn closed(reason: String) -> Verdict {
    Verdict { standing: Standing::Closed, reason }
}

fn unknown(reason: &str) -> Verdict {
    Verdict { standing: Standing::Unknown, reason: reason.to_owned() }
}

/// What a redirect alone tells: boards send the visitor of a closed job to the list of the open ones.
fn redirected(page: &Page<'_>) -> Option<Verdict> {
    let (from, to) = (segments(page.requested), segments(page.reached));
    if from == to && page.requested.host_str() == page.reached.host_str() {
        // Greenhouse leaves a mark at the list's address; a list reached from itself is no news.
        return None;
    }
    let reached = page.reached.as_str().to_lowercase();
    let kept = identity(page.requested).is_some_and(|id| reached.contains(&id));
    if kept {
        return None;
    }
    if LOGIN.is_match(page.reached.path()) {
        return Some(unknown("The site asks for a login before it shows the page."));
    }
    let is_above = to.len() < from.len() && from.starts_with(&to);
    let is_list = to.last().is_none_or(|last| LISTS.contains(&last.as_str()));
    let marked = page.reached.query_pairs().any(|(key, _)| key == "error" || key == "not_found");
    (is_above || is_list || marked)
        .then(|| closed("The posting's address leads to the employer's list of jobs.".to_owned()))
}

/// Last parts of the addresses of lists.
const LISTS: &[&str] = &[
    "jobs",
    "careers",
    "career",
    "search",
    "search-jobs",
    "job-search",
    "openings",
    "open-positions",
    "positions",
    "vacancies",
    "opportunities",
    "join-us",
    "work-with-us",
    "stellenangebote",
    "stellen",
    "karriere",
    "jobsuche",
    "empleo",
    "empleos",
    "ofertas",
    "trabaja-con-nosotros",
    "offres",
    "offres-emploi",
    "recrutement",
    "carrieres",
    "emplois",
    "index.html",
    "home",
];

static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)/(?:login|signin|sign-in|auth|sso|account)\b").expect("the regex is a literal")
});

fn segments(url: &Url) -> Vec<String> {
    let parts = url.path_segments().into_iter().flatten();
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

/// What identifies the job in its address: the last part or parameter with a digit, otherwise the last part.
fn identity(url: &Url) -> Option<String> {
    let numbered = |text: &String| text.chars().filter(char::is_ascii_digit).count() >= 2;
    let parts = segments(url);
    let query = url.query_pairs().map(|(_, value)| value.to_lowercase());
    let found =
        query.filter(numbered).last().or_else(|| parts.iter().rev().find(|part| numbered(part)).cloned());
    let whole = found.or_else(|| parts.last().cloned())?;
    // `data-engineer-12345` moves with its title; the number stays.
    let number = whole.rsplit(['-', '_']).find(|piece| piece.len() >= 4 && numbered(&(*piece).to_owned()));
    Some(number.map_or(whole.clone(), str::to_owned))
}

struct Posting {
    valid_through: Option<DateTime<Utc>>,
}

static LD_JSON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)<script\b[^>]{0,300}application/ld\+json[^>]{0,300}>(.*?)</script")
        .expect("the regex is a literal")
});

/// The schema.org postings in a page.
fn postings(body: &str) -> Vec<Posting> {
    let blocks = LD_JSON.captures_iter(body).take(MAX_BLOCKS).filter_map(|found| found.get(1));
    let mut postings = Vec::new();
    for block in blocks {
        let Ok(value) = serde_json::from_str::<Value>(block.as_str().trim()) else { continue };
        let mut waiting = vec![value];
        for _ in 0..MAX_VALUES {
            match waiting.pop() {
                Some(Value::Array(items)) => waiting.extend(items),
                Some(Value::Object(mut fields)) => match is_posting(&fields) {
                    true => postings.push(Posting {
                        valid_through: fields.get("validThrough").and_then(Value::as_str).and_then(end_of),
                    }),
                    false => waiting.extend(
                        ["@graph", "mainEntity", "itemListElement", "item"]
                            .iter()
                            .filter_map(|key| fields.remove(*key)),
                    ),
                },
                Some(_) => {}
                None => break,
            }
        }
    }
    postings
}

fn is_posting(fields: &serde_json::Map<String, Value>) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|kind| kind.ends_with("JobPosting"));
    fields
        .get("@type")
        .is_some_and(|kind| is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is)))
}

/// The last instant a written date can mean.
fn end_of(written: &str) -> Option<DateTime<Utc>> {
    let written = written.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(written) {
        return Some(instant.to_utc());
    }
    if let Ok(instant) = DateTime::parse_from_str(written, "%Y-%m-%dT%H:%M%z") {
        return Some(instant.to_utc());
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"];
    if let Some(time) = local.iter().find_map(|form| NaiveDateTime::parse_from_str(written, form).ok()) {
        return time.and_utc().checked_add_signed(LAST_ZONE);
    }
    let day = NaiveDate::parse_from_str(written.get(..10).unwrap_or(written), "%Y-%m-%d").ok()?;
    day.succ_opt()?.and_hms_opt(0, 0, 0)?.and_utc().checked_add_signed(LAST_ZONE)
}

/// Written in the notation of [`phrases`](crate::classify::phrases).
const CLOSING: &[&str] = &[
    "(job|position|role|posting|vacancy|opportunity|listing|requisition|advert|opening|ad) .. (is|are) .. no longer (accepting|available|open|active|posted|live|online|being advertised|valid|advertised|exists)",
    "(job|position|role|posting|vacancy|opportunity|listing|requisition|opening) .. no longer exists",
    "no longer (accepting|taking|receiving|considering) .. (applications|applicants|candidates|submissions|resumes)",
    "(job|position|role|posting|vacancy|opportunity|listing|requisition|advert|opening|ad) .. (has been|was|is|has already been|has now been|has) (now|already)? (filled|closed|expired|removed|cancelled|canceled|withdrawn|taken down|archived|unpublished|deactivated|ended)",
    "(applications|application) .. (are|is|have) .. (now|been)? (closed|no longer accepted)",
    "(application|closing) (deadline|date|period|window) .. (has|have) (passed|ended|expired|closed)",
    "(job|position|page|role|posting|vacancy|opportunity) you .. looking for .. (no longer|does not|do not|not|was not|could not|can not|has been|may have been|is not) ...",
    "(job|position|vacancy|posting) (was)? (not found|could not be found|unavailable|expired|closed)",
    "page not found",
    "(stelle|stellenanzeige|position|ausschreibung|stellenausschreibung|stellenangebot|vakanz|anzeige|job) .. (ist|wurde|sind|war) .. (nicht mehr (verfugbar|online|aktiv|aktuell|ausgeschrieben|vakant|offen|vorhanden|gultig)|besetzt|abgelaufen|geschlossen|deaktiviert|archiviert|beendet|vergeben)",
    "(bewerbungsfrist|bewerbungszeitraum|ausschreibungsfrist) .. (ist|bereits)? .. (abgelaufen|verstrichen|beendet|vorbei)",
    "(keine bewerbungen mehr|bewerbungen .. nicht mehr (moglich|angenommen|entgegen*)|bewerbung .. nicht mehr moglich)",
    "(stelle|stellenanzeige|seite|job|position) .. (wurde)? nicht gefunden",
    "(oferta|vacante|puesto|posicion|plaza|empleo|convocatoria|proceso) .. (ya no|no) (esta|se encuentra|acepta|existe) ...",
    "(oferta|vacante|puesto|posicion|plaza|convocatoria|proceso) .. (ha|esta|se ha|fue) .. (sido)? (cerrad*|caducad*|expirad*|finalizad*|cubiert*|cancelad*|retirad*|vencid*)",
    "(plazo|periodo) .. (de)? .. (inscripcion|candidaturas|solicitudes|presentacion)? .. (ha|esta) (finalizado|terminado|cerrado|vencido|expirado)",
    "(ya no|no) (se aceptan|aceptamos|admitimos|se admiten) .. (candidaturas|solicitudes|postulaciones|inscripciones)",
    "(pagina|oferta) no encontrada",
    "(offre|poste|annonce|emploi) .. (n est|n existe|n a) plus ...",
    "(offre|poste|annonce) .. (a ete|est|a) .. (desormais)? (pourvu*|expire*|cloture*|ferme*|retire*|archive*|supprime*|desactive*)",
    "(candidatures|candidature) .. (sont|est|ne sont|ne) .. (closes|cloturees|fermees|plus acceptees|plus possibles)",
    "(date limite|delai) .. (de candidature)? .. (est depassee|depassee|est passee|expire)",
    "(offre|page|annonce) (introuvable|non trouvee)",
];
/// What makes a closing phrase a possibility: "applications are accepted until the position has been filled".
const CONDITIONS: &str = "(once|if|when|until|unless|after|before|whether|case|may|as soon as|sobald|wenn|falls|bis|nachdem|sollte|si|cuando|una vez|hasta|caso|une fois|lorsque|quand|jusqu)";
const APPLYING: &str = "(apply (now|for this|here|today|to this|online)|submit (your)? (application)|(i m|i am) interested|jetzt bewerben|(online|direkt|hier) bewerben|zur bewerbung|bewerbung (absenden|starten)|inscribirme|inscribete|postularme|postulate|aplicar (ahora|a esta)|solicitar (empleo|puesto)|postuler|je postule|deposer (ma|votre) candidature)";

fn compiled(phrase: &str) -> BytesRegex {
    regex::bytes::RegexBuilder::new(&pattern_of(phrase))
        .unicode(false)
        .build()
        .expect("a unit test compiles every phrase")
}

static CLOSED: LazyLock<Vec<BytesRegex>> =
    LazyLock::new(|| CLOSING.iter().map(|phrase| compiled(phrase)).collect());
static CONDITION: LazyLock<BytesRegex> = LazyLock::new(|| compiled(CONDITIONS));
static APPLY: LazyLock<BytesRegex> = LazyLock::new(|| compiled(APPLYING));

/// The words that say the job is closed, when nothing in their sentence makes them a possibility.
fn closing_words(folded: &str) -> Option<String> {
    let bytes = folded.as_bytes();
    CLOSED.iter().flat_map(|phrase| phrase.find_iter(bytes)).find_map(|found| {
        let sentence = bytes[..found.start()].iter().rposition(|byte| *byte == b'|').unwrap_or(0);
        let before = &bytes[sentence..found.end()];
        (!CONDITION.is_match(before)).then(|| String::from_utf8_lossy(found.as_bytes()).trim().to_owned())
    })
}

fn start_of(text: &str, limit: usize) -> &str {
    let mut cut = text.len().min(limit);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    &text[..cut]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_compiles() {
        assert_eq!(CLOSED.len(), CLOSING.len());
        assert!(CONDITION.is_match(b" | once ") && APPLY.is_match(b" apply now "));
        for phrase in CLOSING.iter().chain([&CONDITIONS, &APPLYING]) {
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " .()|?*#".contains(c);
            assert!(phrase.chars().all(allowed), "{phrase}");
        }
    }

    #[test]
    fn a_job_is_known_by_its_number() {
        let id = |text: &str| identity(&Url::parse(text).unwrap()).unwrap();
        assert_eq!(id("https://a.example/jobs/data-engineer-4012345"), "4012345");
        assert_eq!(id("https://a.example/careers?gh_jid=77812"), "77812");
        assert_eq!(id("https://a.example/jobs/nurse"), "nurse");
    }
}
