//! Why a job got its score, in sentences for people, each with the words that caused it.
//! Written in English; the postings may be in any language.

mod skills;

use domain::matching::PartName;
use domain::{Match, Reason, ReasonKind, RemotePolicy, Timestamp};

use crate::corpus::TitleIdf;
use crate::features::{DescriptionRead, JobFeatures};
use crate::lexicon::EntryId;
use crate::places::Whereabouts;
use crate::profile::WishOrigin;
use crate::roles::ROLES;
use crate::score::{NEUTRAL, Probe, Values, pay_value};
use crate::{level, title, words};

/// The most things named in one sentence before "and 3 more".
const MAX_NAMED: usize = 6;

/// A job with its score, its parts and its reasons, the strongest first.
pub fn explain(
    probe: &Probe<'_>,
    job: &JobFeatures,
    values: Values,
    idf: &impl TitleIdf,
    now: Timestamp,
) -> Match {
    let profile = probe.profile;
    let mut reasons: Vec<(f64, Reason)> = Vec::new();
    let mut add = |part: PartName, kind: ReasonKind, text: String, evidence: Vec<String>| {
        let (value, weight) = (values.of(part), profile.weights.of(part));
        let strength = match kind {
            ReasonKind::For => weight * value,
            ReasonKind::Against => weight * (1.0 - value),
            // What is missing stands among the rest by its part's weight alone.
            ReasonKind::Missing => weight * NEUTRAL,
        };
        let evidence = evidence.into_iter().filter(|words| !words.is_empty()).collect();
        reasons.push((strength, Reason { part, kind, text, evidence }));
    };
    if profile.is_empty() {
        let text =
            "Your profile names no position, no skill and no work yet, so this score says little.".to_owned();
        add(PartName::Title, ReasonKind::Missing, text, Vec::new());
    }
    title_reason(probe, job, values, idf, &mut add);
    skills::reasons(probe, job, &mut add);
    text_reason(probe, job, values, &mut add);
    level_reason(probe, job, values, &mut add);
    place_reason(probe, job, &mut add);
    pay_reason(probe, job, &mut add);
    freshness_reason(job, now, &mut add);
    if let Some((kind, text, evidence)) = profile.taste.as_ref().and_then(|taste| taste.reason(job)) {
        add(PartName::Taste, kind, text, evidence);
    }
    reasons.retain(|(_, reason)| profile.weights.of(reason.part) > 0.0);
    // A stable sort: equally strong reasons keep the order of the parts.
    reasons.sort_by(|one, other| other.0.total_cmp(&one.0));
    Match {
        job_id: job.id,
        job_title: job.title.to_string(),
        company: job.company.to_string(),
        location: job.place.written.to_string(),
        match_score: values.sum(profile),
        parts: values.parts(profile),
        reasons: reasons.into_iter().map(|(_, reason)| reason).collect(),
        url: job.url.to_string(),
        posted_at: job.posted_at,
        scored_at: now,
    }
}

/// "a", "a or b", "a, b or c".
pub fn any_of(items: &[&str]) -> String {
    joined(items, "or")
}

pub(crate) fn all_of(items: &[&str]) -> String {
    match items.len() {
        0..=MAX_NAMED => joined(items, "and"),
        more => format!("{} and {} more", items[..MAX_NAMED].join(", "), more - MAX_NAMED),
    }
}

fn joined(items: &[&str], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} {word} {last}", before.join(", ")),
    }
}

fn title_reason(
    probe: &Probe<'_>,
    job: &JobFeatures,
    values: Values,
    idf: &impl TitleIdf,
    add: &mut impl FnMut(PartName, ReasonKind, String, Vec<String>),
) {
    /// From here on a title is called alike, and below the other bound far away.
    const ALIKE: f64 = 0.5;
    const FAR: f64 = 0.2;
    let (best, _) = probe.title.best(&job.title_features, idf);
    let Some(wanted) = probe.profile.titles.get(best) else {
        return;
    };
    let value = values.of(PartName::Title);
    let whose = match probe.profile.titles_from {
        WishOrigin::Stated => format!("the title you want, “{wanted}”"),
        WishOrigin::Resume => format!("your position “{wanted}”"),
        WishOrigin::Text | WishOrigin::Nothing => format!("the work your resume describes, “{wanted}”"),
    };
    let shared = shared_words(&job.title, wanted);
    let family = shared_family(job, &probe.profile.title_features[best]);
    let is_same = words::fold(&job.title) == words::fold(wanted);
    let (kind, text) = if is_same {
        (ReasonKind::For, format!("Its title is {whose}."))
    } else if value >= ALIKE || (value > FAR && family.is_some()) {
        let because = match family {
            Some(family) => {
                format!("Its title is for the same kind of work ({}) as {whose}.", ROLES.name(family))
            }
            None => format!("Its title is close to {whose}."),
        };
        (ReasonKind::For, because)
    } else if value > FAR && !shared.is_empty() {
        (ReasonKind::For, format!("Its title has something in common with {whose}."))
    } else {
        (ReasonKind::Against, format!("Its title is not close to {whose}."))
    };
    let evidence = if shared.is_empty() || is_same { vec![job.title.to_string()] } else { shared };
    add(PartName::Title, kind, text, evidence);
}

/// The words of the job's title that the wanted title has too, as the posting writes them.
fn shared_words(job_title: &str, wanted: &str) -> Vec<String> {
    let wanted = words::fold(wanted);
    let stems: Vec<&str> = title::title_words(&wanted).map(words::stem).collect();
    job_title
        .split(|c: char| !(c.is_alphanumeric() || c == '+' || c == '#'))
        .filter(|word| !word.is_empty())
        .filter(|word| {
            let folded = words::fold(word);
            title::title_words(&folded).any(|word| stems.contains(&words::stem(word)))
        })
        .map(str::to_owned)
        .collect()
}

fn shared_family(job: &JobFeatures, wanted: &title::TitleFeatures) -> Option<EntryId> {
    wanted.roles().iter().copied().find(|role| job.title_features.roles().contains(role))
}

fn text_reason(
    probe: &Probe<'_>,
    job: &JobFeatures,
    values: Values,
    add: &mut impl FnMut(PartName, ReasonKind, String, Vec<String>),
) {
    match job.description {
        DescriptionRead::Whole => {}
        DescriptionRead::Nothing => {
            let text =
                "It has no description, so its title and its facts are all there is to compare.".to_owned();
            add(PartName::Text, ReasonKind::Missing, text, Vec::new());
        }
        DescriptionRead::Beginning => {
            let read = words::MAX_TEXT_CHARS / 1000;
            let text =
                format!("Its description is so long that only its first {read},000 characters were read.");
            add(PartName::Text, ReasonKind::Missing, text, Vec::new());
        }
    }
    /// Below this the texts have nothing in common worth naming.
    const WORTH_NAMING: f64 = 0.35;
    if values.of(PartName::Text) < WORTH_NAMING {
        return;
    }
    let shared = probe.text.shared_words(&probe.profile.text, &job.text, MAX_NAMED);
    if shared.is_empty() {
        return;
    }
    let text = format!("Its description and your resume both speak of {}.", all_of(&shared));
    add(PartName::Text, ReasonKind::For, text, shared.into_iter().map(str::to_owned).collect());
}

fn level_reason(
    probe: &Probe<'_>,
    job: &JobFeatures,
    values: Values,
    add: &mut impl FnMut(PartName, ReasonKind, String, Vec<String>),
) {
    let profile = probe.profile;
    let Some(job_level) = job.level else { return };
    if profile.levels.is_empty() {
        return;
    }
    let wanted: Vec<&str> = profile.levels.iter().map(|wanted| level::name(*wanted)).collect();
    let wanted = any_of(&wanted);
    let name = level::name(job_level);
    let (kind, text) = match (values.of(PartName::Level) >= 1.0, profile.levels_stated) {
        (true, true) => (ReasonKind::For, format!("Its level is one you want: {name}.")),
        (true, false) => (ReasonKind::For, format!("Its level, {name}, is the one your resume shows.")),
        (false, true) => (ReasonKind::Against, format!("Its level is {name}, and you want {wanted}.")),
        (false, false) => {
            (ReasonKind::Against, format!("Its level is {name}, and your resume shows {wanted}."))
        }
    };
    add(PartName::Level, kind, text, vec![job.title.to_string()]);
}

fn place_reason(
    probe: &Probe<'_>,
    job: &JobFeatures,
    add: &mut impl FnMut(PartName, ReasonKind, String, Vec<String>),
) {
    use domain::RemotePreference::{Only, Preferred};
    let profile = probe.profile;
    let written = job.place.written.to_string();
    let likes_remote = matches!(profile.remote, Only | Preferred);
    match job.remote {
        RemotePolicy::Remote if likes_remote || !profile.places.is_empty() => {
            add(PartName::Place, ReasonKind::For, "You can do it from home.".into(), vec![written]);
            return;
        }
        RemotePolicy::Hybrid if likes_remote => {
            add(
                PartName::Place,
                ReasonKind::For,
                "You can do it partly from home.".into(),
                vec![written.clone()],
            );
        }
        RemotePolicy::Unknown if likes_remote => {
            add(
                PartName::Place,
                ReasonKind::Missing,
                "It does not say whether you can work from home.".into(),
                vec![written.clone()],
            );
        }
        RemotePolicy::OnSite if likes_remote => {
            add(
                PartName::Place,
                ReasonKind::Against,
                "It is at the employer's place.".into(),
                vec![written.clone()],
            );
        }
        _ => {}
    }
    let wanted = if profile.places.is_empty() { profile.home.as_slice() } else { &profile.places };
    match job.place.against(wanted) {
        Whereabouts::Wanted(index) if profile.places.is_empty() => {
            add(
                PartName::Place,
                ReasonKind::For,
                format!("It is where you live: {}.", wanted[index].written),
                vec![written],
            );
        }
        Whereabouts::Wanted(index) => {
            add(
                PartName::Place,
                ReasonKind::For,
                format!("It is where you want to work: {}.", wanted[index].written),
                vec![written],
            );
        }
        Whereabouts::Unknown if !profile.places.is_empty() => {
            add(
                PartName::Place,
                ReasonKind::Missing,
                "It does not say clearly where it is, so the place counts as neutral.".into(),
                vec![written],
            );
        }
        Whereabouts::Unknown | Whereabouts::Elsewhere => {}
    }
}

fn pay_reason(
    probe: &Probe<'_>,
    job: &JobFeatures,
    add: &mut impl FnMut(PartName, ReasonKind, String, Vec<String>),
) {
    let Some(floor) = probe.profile.pay_floor else { return };
    let Some(pay) = job.pay else {
        add(
            PartName::Pay,
            ReasonKind::Missing,
            "It does not state its pay, so pay counts as neutral.".into(),
            Vec::new(),
        );
        return;
    };
    let shown = pay.shown();
    let (kind, text) = match pay_value(probe.profile, job) {
        None => (
            ReasonKind::Missing,
            format!("It pays {shown}; your floor is in another currency, so pay counts as neutral."),
        ),
        Some(value) if value >= 1.0 => {
            (ReasonKind::For, format!("It pays {shown}, all of it above your floor of {}.", floor.shown()))
        }
        Some(value) if value >= NEUTRAL => {
            (ReasonKind::For, format!("It pays {shown}, which reaches your floor of {}.", floor.shown()))
        }
        Some(_) => (
            ReasonKind::Against,
            format!("It pays {shown}, which may be below your floor of {}.", floor.shown()),
        ),
    };
    add(PartName::Pay, kind, text, vec![shown]);
}

fn freshness_reason(
    job: &JobFeatures,
    now: Timestamp,
    add: &mut impl FnMut(PartName, ReasonKind, String, Vec<String>),
) {
    /// Up to this age a posting is news, and from the other on it is old.
    const NEWS_DAYS: i64 = 7;
    const OLD_DAYS: i64 = 60;
    if let Some(end) = job.valid_through.filter(|end| *end < now) {
        add(
            PartName::Freshness,
            ReasonKind::Against,
            format!("Applications ended on {}.", end.format("%-d %B %Y")),
            Vec::new(),
        );
        return;
    }
    let Some(posted) = job.posted_at else { return };
    let text = match (now - posted).num_days() {
        ..=0 => "It was published today.".to_owned(),
        1 => "It was published yesterday.".to_owned(),
        days @ 2..=NEWS_DAYS => format!("It was published {days} days ago."),
        days @ OLD_DAYS.. => {
            let age =
                if days >= 730 { format!("{} years", days / 365) } else { format!("{} months", days / 30) };
            add(PartName::Freshness, ReasonKind::Against, format!("It was published {age} ago."), Vec::new());
            return;
        }
        _ => return,
    };
    add(PartName::Freshness, ReasonKind::For, text, Vec::new());
}
