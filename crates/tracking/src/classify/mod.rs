//! What a mail says: a decision from its words alone, the same every time, with the words that made it.
//!
//! Phrases of four languages are found in the folded text and vote for classes. Three rules stand
//! above the votes: a rejection beats every advancing phrase, because rejections quote offers; what a
//! sentence makes conditional ("if your profile matches, we will invite you") does not count; and when
//! nothing speaks, the answer is [`MailClass::Other`]. No message is obeyed: its text is data.

mod extract;
pub(crate) mod fold;
pub(crate) mod phrases;

use domain::MailClass;
use serde::Serialize;

pub use extract::Extracted;
use phrases::Signal;

/// How much of a body is judged. Answers say what they have to say at the top; below come terms.
const JUDGED_CHARS: usize = 6_000;
/// How many pieces of evidence are kept.
const MAX_EVIDENCE: usize = 8;
/// What stands in the subject counts this much more.
const SUBJECT_FACTOR: f64 = 1.5;
/// A class with fewer votes than this is not claimed.
const CLAIM: f64 = 1.5;
/// How many times one phrase counts.
const MAX_REPEATS: usize = 3;

/// A mail as the classifier sees it.
#[derive(Clone, Debug, Default)]
pub struct MailText<'a> {
    /// The subject.
    pub subject: &'a str,
    /// Who wrote it, as written.
    pub sender: &'a str,
    /// The text.
    pub body: &'a str,
    /// Whether a calendar file invites to something: a sign of an interview in any language.
    pub has_invitation: bool,
}

/// What a mail was taken for, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Classified {
    /// What it is.
    pub class: MailClass,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// The phrases that decided it, as they stand in the mail without case and accents.
    pub evidence: Vec<String>,
    /// What it tells.
    pub extracted: Extracted,
}

/// A phrase found in the text.
#[derive(Debug)]
struct Hit {
    signal: Signal,
    weight: f64,
    in_subject: bool,
    words: String,
}

/// Judges a mail by its words.
pub fn classify(mail: &MailText<'_>) -> Classified {
    let body = fold::without_quotes(mail.body);
    let judged: String = body.chars().take(JUDGED_CHARS).collect();
    let mut hits = hits_in(&fold::fold(mail.subject), true);
    hits.extend(hits_in(&fold::fold(&judged), false));
    add_sender_signs(mail.sender, &mut hits);
    hits.extend(
        hits_in(&fold::fold(mail.sender), false).into_iter().filter(|hit| hit.signal == Signal::Work),
    );
    if mail.has_invitation {
        let words = "calendar invitation".to_owned();
        hits.push(Hit { signal: Signal::Interview, weight: 4.0, in_subject: false, words });
    }
    let extracted = extract::extract(mail, &judged);
    let votes = Votes { hits: &hits };
    let (class, confidence) = decide(&votes, mail, extracted.code.is_some());
    let mut evidence: Vec<String> = Vec::new();
    for hit in &hits {
        let speaks = hit.signal.vote().is_some_and(|(voted, _)| voted == class);
        if speaks && !evidence.contains(&hit.words) && evidence.len() < MAX_EVIDENCE {
            evidence.push(hit.words.clone());
        }
    }
    Classified { class, confidence, evidence, extracted }
}

struct Votes<'a> {
    hits: &'a [Hit],
}

impl Votes<'_> {
    fn of(&self, class: MailClass) -> f64 {
        let votes = self.hits.iter().filter(|hit| hit.signal.vote().is_some_and(|(voted, _)| voted == class));
        votes.map(|hit| hit.weight).sum()
    }

    fn has(&self, signal: Signal) -> bool {
        self.hits.iter().any(|hit| hit.signal == signal)
    }

    fn in_subject(&self, signal: Signal) -> bool {
        self.hits.iter().any(|hit| hit.signal == signal && hit.in_subject)
    }

    fn strength(&self, signal: Signal) -> f64 {
        self.hits.iter().filter(|hit| hit.signal == signal).map(|hit| hit.weight).sum()
    }
}

fn decide(votes: &Votes<'_>, mail: &MailText<'_>, has_code: bool) -> (MailClass, f64) {
    let of = |class| votes.of(class);
    if has_code && votes.has(Signal::Code) && !votes.has(Signal::Rejection) {
        return (MailClass::SecurityCode, 0.97);
    }
    let adverts = votes.strength(Signal::Advert);
    let about_application = votes.strength(Signal::Receipt);
    // A list of jobs holds every word; an answer carries at most a link to the list in its footer.
    let is_advert = adverts > about_application && (adverts >= 6.0 || votes.in_subject(Signal::Advert));
    if is_advert && !votes.in_subject(Signal::Rejection) && !mail.has_invitation {
        return (MailClass::JobAlert, sure(0.8, adverts / 30.0));
    }
    if votes.has(Signal::Withdrawal) && !votes.has(Signal::Rejection) {
        return (MailClass::Other, 0.8);
    }
    if let Some(confidence) = rejection(votes) {
        return (MailClass::Rejection, confidence);
    }
    let noise = of(MailClass::Other);
    let advancing = advancing(votes);
    if noise >= 3.0 && about_application < 3.0 && !mail.has_invitation {
        let strongest = advancing.map_or(0.0, |(_, strength)| strength);
        if noise >= strongest || votes.in_subject(Signal::Noise) {
            return (MailClass::Other, 0.75);
        }
    }
    // A friend makes appointments too; one for an application speaks of it.
    let about_work = mail.has_invitation || votes.has(Signal::Work);
    if let Some((class, strength)) =
        advancing.filter(|(class, _)| about_work || *class != MailClass::Interview)
    {
        return (class, sure(0.65, strength / 30.0));
    }
    if noise >= 4.5 && noise > of(MailClass::Acknowledgement) {
        return (MailClass::Other, 0.7);
    }
    match of(MailClass::Acknowledgement) {
        strength if strength >= 3.0 => (MailClass::Acknowledgement, sure(0.75, strength / 40.0)),
        strength if strength >= CLAIM => (MailClass::Acknowledgement, 0.55),
        _ if adverts >= 3.0 => (MailClass::JobAlert, 0.6),
        _ => (MailClass::Other, 0.6),
    }
}

/// How sure it is that the mail is a no, if it is one. A rejection phrase beats any other; regret
/// alone is a no only when nothing is being rescheduled and nothing else is said.
fn rejection(votes: &Votes<'_>) -> Option<f64> {
    if votes.has(Signal::Rejection) {
        let contradicted = votes.strength(Signal::Offer) + votes.strength(Signal::Interview) > 6.0;
        return Some(if contradicted { 0.85 } else { 0.96 });
    }
    let regret = votes.strength(Signal::Regret);
    let forward =
        [Signal::Rescheduling, Signal::Interview, Signal::Assessment, Signal::Offer, Signal::Request];
    let says_more = forward.into_iter().any(|signal| votes.has(signal));
    (regret >= 2.0 && !says_more).then_some(0.7)
}

/// The furthest stage that is claimed strongly enough, and how strongly.
fn advancing(votes: &Votes<'_>) -> Option<(MailClass, f64)> {
    let of = |class| votes.of(class);
    let offer = votes.strength(Signal::Offer);
    let (interview, assessment, request) =
        (of(MailClass::Interview), of(MailClass::Assessment), of(MailClass::InfoRequest));
    let talks = votes.strength(Signal::Interview) + votes.strength(Signal::Rescheduling);
    let tests = votes.strength(Signal::Assessment);
    let asks = votes.strength(Signal::Request);
    // A benefit or a wish is one phrase; an offer says so in its subject or more than once.
    if offer >= 4.5 || (offer >= 3.0 && talks + tests < 3.0) {
        return Some((MailClass::Offer, offer));
    }
    let tested_in_subject = votes.in_subject(Signal::Assessment) && !votes.in_subject(Signal::Interview);
    if tests >= 3.0
        && (assessment > interview || tested_in_subject)
        && (asks < tests * 2.0 || tested_in_subject)
    {
        return Some((MailClass::Assessment, assessment));
    }
    let asked_in_subject = votes.in_subject(Signal::Request) && !votes.in_subject(Signal::Interview);
    if talks >= 3.0 && !(asked_in_subject && asks >= talks) && asks <= talks * 1.5 {
        return Some((MailClass::Interview, interview));
    }
    if asks >= 3.0 {
        return Some((MailClass::InfoRequest, request));
    }
    // Without one clear phrase several mentions still say it, unless the mail confirms a receipt.
    let quiet = of(MailClass::Acknowledgement) < 3.0;
    let weak = [
        (MailClass::Interview, interview),
        (MailClass::Assessment, assessment),
        (MailClass::InfoRequest, request),
    ];
    let best = weak.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    best.filter(|(_, strength)| quiet && *strength >= 2.0)
}

/// `base`, raised by how much speaks for it, never certain.
fn sure(base: f64, more: f64) -> f64 {
    (base + more).min(0.96)
}

/// The phrases in a folded text, sentence by sentence.
fn hits_in(text: &str, in_subject: bool) -> Vec<Hit> {
    let mut found: Vec<(Signal, usize, usize)> = Vec::new();
    for phrase in phrases::ALL.iter() {
        for place in phrase.pattern.find_iter(text.as_bytes()).take(MAX_REPEATS) {
            found.push((phrase.signal, place.start(), place.end()));
        }
    }
    let of = |wanted: Signal| -> Vec<(usize, usize)> {
        found.iter().filter(|(signal, ..)| *signal == wanted).map(|(_, start, end)| (*start, *end)).collect()
    };
    let (conditions, pasts, moves) = (of(Signal::Condition), of(Signal::Past), of(Signal::Rescheduling));
    let same_sentence =
        |a: usize, b: usize| !text.get(a.min(b)..a.max(b)).is_some_and(|gap| gap.contains('|'));
    let mut hits: Vec<Hit> = Vec::new();
    let mut counted: Vec<(Signal, usize, usize)> = Vec::new();
    found.sort_by_key(|(_, start, end)| (*start, usize::MAX - *end));
    for (signal, start, end) in found {
        let weight = match signal.vote() {
            Some((_, weight)) => weight,
            None if signal == Signal::Work => 0.0,
            None => continue,
        };
        // "Even if" concedes something; and a no is taken back only by a condition before it.
        let conditional = signal.can_be_conditional()
            && conditions.iter().any(|(at, _)| {
                same_sentence(*at, start)
                    && !is_conceded(text, *at)
                    && (*at <= start || !matches!(signal, Signal::Rejection | Signal::Regret))
            });
        let thanked = matches!(signal, Signal::Interview | Signal::Talk | Signal::Assessment | Signal::Test)
            && pasts.iter().any(|(from, to)| start < *to && *from < end);
        let only_moved = matches!(signal, Signal::Regret | Signal::Rejection)
            && moves.iter().any(|(at, _)| same_sentence(*at, start));
        // Two phrases of one kind over the same words are one thing said once.
        let said = counted.iter().any(|(kind, from, to)| *kind == signal && start < *to && *from < end);
        if conditional || thanked || only_moved || said {
            continue;
        }
        counted.push((signal, start, end));
        let words = text.get(start..end).unwrap_or_default().trim().to_owned();
        let weight = if in_subject { weight * SUBJECT_FACTOR } else { weight };
        hits.push(Hit { signal, weight, in_subject, words });
    }
    hits
}

/// Whether the word before a condition makes it none: "even if", "auch wenn".
fn is_conceded(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    ["even", "auch", "aun", "incluso", "meme"]
        .iter()
        .any(|word| before.strip_suffix(word).is_some_and(|rest| rest.ends_with(' ')))
}

/// What the sender's own name gives away.
fn add_sender_signs(sender: &str, hits: &mut Vec<Hit>) {
    const ADVERTS: &[&str] = &[
        "jobalert",
        "job-alert",
        "job_alert",
        "jobs-noreply",
        "jobs-listings",
        "jobagent",
        "job-agent",
        "jobmail",
        "jobletter",
        "jobs-alert",
        "alerts@",
        "alert@",
        "recommendations",
        "digest",
        "suchauftrag",
        "job alert",
        "jobmatch",
        "job-match",
    ];
    const NOISE: &[&str] = &["newsletter", "marketing@", "news@", "promo", "mailer-daemon", "postmaster@"];
    let sender = sender.to_lowercase();
    let mut add = |names: &[&str], signal: Signal, weight: f64| {
        if let Some(name) = names.iter().find(|name| sender.contains(**name)) {
            hits.push(Hit { signal, weight, in_subject: false, words: format!("sender {name}") });
        }
    };
    add(ADVERTS, Signal::Advert, 4.0);
    add(NOISE, Signal::Noise, 3.0);
    add(
        &["calendar-notification@", "@calendly.com", "@savvycal.com", "@goodtime.io"],
        Signal::Interview,
        3.0,
    );
}
