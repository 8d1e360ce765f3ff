//! Which application a mail is about.
//!
//! A wrong link moves the wrong application, so a link is made only on what a stranger cannot have by
//! chance: the answer to a message we know, or the employer named together with another sign. One sign
//! alone, or two applications that fit equally well, is a suggestion for the person. The address a
//! mail comes from never decides: relays send for thousands of employers, and addresses are forged.

use std::cmp::Reverse;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{ApplicationId, Ats, text};

use crate::classify::Classified;
use crate::email::ParsedMail;

/// Clocks differ: a mail may carry a time this much before the application was sent.
pub const EARLIEST: TimeDelta = TimeDelta::minutes(5);
/// Employers answer within half a year or not at all.
pub const LATEST: TimeDelta = TimeDelta::days(180);
/// Points from which a link is made without asking.
const CERTAIN_POINTS: u32 = 5;
/// Points from which it is suggested.
const SUGGESTED_POINTS: u32 = 2;
/// How many points the best must be ahead of the next.
const LEAD: u32 = 2;

/// Hosts that carry mail or pages for many employers; nothing is told by them.
const RELAYS: &[&str] = &[
    "greenhouse.io",
    "greenhouse-mail.io",
    "ashbyhq.com",
    "lever.co",
    "myworkday.com",
    "workdaymail.com",
    "myworkdayjobs.com",
    "smartrecruiters.com",
    "workable.com",
    "workablemail.com",
    "recruitee.com",
    "teamtailor.com",
    "teamtailor-mail.com",
    "personio.de",
    "personio.com",
    "bamboohr.com",
    "icims.com",
    "successfactors.com",
    "taleo.net",
    "jobvite.com",
    "calendly.com",
    "savvycal.com",
    "google.com",
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "proton.me",
    "protonmail.com",
    "linkedin.com",
    "indeed.com",
    "indeedemail.com",
    "xing.com",
    "stepstone.de",
    "hackerrank.com",
    "codility.com",
    "codesignal.com",
];

/// An application a mail may be about.
#[derive(Clone, Debug, Default)]
pub struct Candidate {
    /// Which.
    pub application_id: Option<ApplicationId>,
    /// The employer.
    pub company: String,
    /// Domains that are the employer's own.
    pub company_domains: Vec<String>,
    /// The job's title.
    pub job_title: String,
    /// The address that was given in the form, if another than the mailbox's.
    pub applicant_email: Option<String>,
    /// When it was sent; a candidate that was never sent is not considered.
    pub submitted_at: Option<DateTime<Utc>>,
    /// The family of its form.
    pub ats: Ats,
    /// Message-IDs of mails already linked to it.
    pub known_messages: Vec<String>,
}

/// Which application it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// This one, and why.
    Certain(ApplicationId, String),
    /// Perhaps this one, and why; the person is asked.
    Suggested(ApplicationId, String),
    /// None of them.
    None,
}

struct Judged<'a> {
    candidate: &'a Candidate,
    id: ApplicationId,
    points: u32,
    company_named: bool,
    why: Vec<&'static str>,
}

/// Finds the application `mail` is about. `received_at` stands in for a mail without a date.
pub fn link(
    classified: &Classified,
    mail: &ParsedMail,
    candidates: &[Candidate],
    received_at: DateTime<Utc>,
) -> Link {
    // A sender can write any date; one from the future is taken as now.
    let written_at = mail.date.map_or(received_at, |date| date.min(received_at));
    let words = Words::of(mail);
    let mut judged: Vec<Judged<'_>> = candidates
        .iter()
        .filter(|candidate| is_in_time(candidate, written_at))
        .filter_map(|candidate| judge(classified, mail, &words, candidate))
        .filter(|judged| judged.points >= SUGGESTED_POINTS)
        .collect();
    judged.sort_by_key(|judged| Reverse((judged.points, judged.candidate.submitted_at)));
    let Some(best) = judged.first() else { return Link::None };
    let ahead = judged.get(1).is_none_or(|next| best.points >= next.points + LEAD);
    let why = best.why.join(", ");
    match best.points >= CERTAIN_POINTS && ahead {
        true => Link::Certain(best.id, why),
        false if !ahead => Link::Suggested(best.id, format!("{why}; another application fits as well")),
        false => Link::Suggested(best.id, why),
    }
}

fn is_in_time(candidate: &Candidate, written_at: DateTime<Utc>) -> bool {
    candidate.submitted_at.is_some_and(|sent| written_at >= sent - EARLIEST && written_at <= sent + LATEST)
}

/// The words of a mail, folded once for all candidates.
struct Words {
    subject: String,
    all: String,
    sender_name: String,
}

impl Words {
    fn of(mail: &ParsedMail) -> Self {
        let pad = |folded: String| format!(" {folded} ");
        Self {
            subject: pad(text::fold(&mail.subject)),
            all: pad(text::fold(&format!("{} {} {}", mail.subject, mail.from.name, mail.body))),
            sender_name: pad(text::fold(&mail.from.name)),
        }
    }
}

fn judge<'a>(
    classified: &Classified,
    mail: &ParsedMail,
    words: &Words,
    candidate: &'a Candidate,
) -> Option<Judged<'a>> {
    let mut judged =
        Judged { candidate, id: candidate.application_id?, points: 0, company_named: false, why: Vec::new() };
    let mut add = |points: u32, why: &'static str| {
        judged.points += points;
        judged.why.push(why);
    };
    let company = company_words(&candidate.company);
    let named = |text: &str| !company.is_empty() && text.contains(&format!(" {company} "));
    let mut company_named = false;
    if named(&words.subject) || named(&words.sender_name) {
        add(3, "the subject or sender names the employer");
        company_named = true;
    } else if named(&words.all) {
        add(2, "the text names the employer");
        company_named = true;
    }
    match title_share(&candidate.job_title, &words.all) {
        share if share >= 0.99 => add(3, "it names the job"),
        share if share >= 0.6 => add(1, "it names most words of the job"),
        _ => {}
    }
    if comes_from(mail, candidate) {
        add(2, "it comes from the employer's own domain");
        company_named = true;
    }
    let own = |address: &String| mail.recipients.contains(&address.to_lowercase()) && address.contains('+');
    if candidate.applicant_email.as_ref().is_some_and(own) {
        add(3, "it was sent to the address given for this application");
    }
    if mail.replies_to.iter().any(|id| candidate.known_messages.contains(id)) {
        add(6, "it answers a message of this application");
        company_named = true;
    }
    let said = classified.extracted.company.as_deref().map(company_words).unwrap_or_default();
    let another = !said.is_empty() && !company_named && said != company;
    judged.company_named = company_named;
    // The job's words alone fit every employer that looks for the same.
    if another || !judged.company_named {
        judged.points = judged.points.min(if another { 1 } else { SUGGESTED_POINTS });
    }
    Some(judged)
}

/// A company's name without what law adds to it.
fn company_words(company: &str) -> String {
    const LEGAL: &[&str] = &[
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "ag",
        "se",
        "kg",
        "co",
        "corp",
        "corporation",
        "limited",
        "plc",
        "sa",
        "sl",
        "slu",
        "sas",
        "sarl",
        "bv",
        "nv",
        "ug",
        "mbh",
        "the",
        "company",
        "group",
        "holding",
        "ev",
    ];
    let folded = text::fold(company);
    let words: Vec<&str> = folded.split(' ').filter(|word| !LEGAL.contains(word)).collect();
    match words.is_empty() {
        true => folded,
        false => words.join(" "),
    }
}

/// The share of a title's words that stand in the text.
fn title_share(title: &str, words: &str) -> f64 {
    const FILLERS: &[&str] = &[
        "m", "w", "d", "f", "h", "x", "all", "genders", "and", "of", "the", "for", "in", "und", "de", "y",
        "et",
    ];
    let folded = text::fold(title);
    if !folded.is_empty() && words.contains(&format!(" {folded} ")) {
        return 1.0;
    }
    let wanted: Vec<&str> =
        folded.split(' ').filter(|word| !word.is_empty() && !FILLERS.contains(word)).collect();
    // One word such as "engineer" stands in every mail.
    if wanted.len() < 2 {
        return 0.0;
    }
    let found = wanted.iter().filter(|word| words.contains(&format!(" {word} "))).count();
    #[allow(clippy::cast_precision_loss, reason = "a title has a few words")]
    let share = found as f64 / wanted.len() as f64;
    // All words, but not side by side, is most of them at best.
    share.min(0.9)
}

fn comes_from(mail: &ParsedMail, candidate: &Candidate) -> bool {
    let domain = mail.from.domain();
    let below = |host: &str, name: &str| {
        host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'))
    };
    if domain.is_empty() || RELAYS.iter().any(|relay| below(domain, relay)) {
        return false;
    }
    candidate.company_domains.iter().any(|own| below(domain, &own.to_lowercase()))
}

/// Whether pages or mail of this host are those of many employers.
pub fn is_relay(host: &str) -> bool {
    RELAYS
        .iter()
        .any(|relay| host == *relay || host.strip_suffix(relay).is_some_and(|rest| rest.ends_with('.')))
}
