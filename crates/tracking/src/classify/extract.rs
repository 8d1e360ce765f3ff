//! What a mail tells besides its meaning: company, title, dates, links, a code.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use super::MailText;
use crate::email::links_in;

/// How many dates and links are kept.
const MAX_FOUND: usize = 10;
/// A company or title longer than this is a sentence that was caught by mistake.
const MAX_NAME_CHARS: usize = 80;

/// What was found. Nothing here is certain; it is shown, and used for linking together with the rest.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Extracted {
    /// The employer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The job's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Dates and times as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<String>,
    /// Links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// A security code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

macro_rules! pattern {
    ($name:ident, $($source:literal),+ $(,)?) => {
        static $name: LazyLock<Vec<Regex>> = LazyLock::new(|| {
            [$($source),+].iter().map(|source| Regex::new(source).expect("the regex is a literal")).collect()
        });
    };
}

// The end of a name: punctuation, or a word that leads on.
pattern!(
    TITLE_AND_COMPANY,
    r"(?i)\b(?:application|applying|applied)\s+(?:for|to)\s+(?:the\s+)?(?:position\s+of\s+|role\s+of\s+)?(?P<t>[^,.!?:;|\n]{3,80}?)\s+(?:position\s+|role\s+|job\s+|opening\s+)?(?:at|with|@)\s+(?P<c>[\p{Lu}\d][^,!?:;|\n()]{1,60})",
    r"(?i)\bBewerbung\s+(?:als|f.r|um|auf)\s+(?:die\s+Stelle\s+)?(?:als\s+|eine?n?\s+|der\s+|die\s+)?(?P<t>[^,.!?:;|\n]{3,80}?)\s+(?:bei|bei der)\s+(?P<c>[\p{Lu}\d][^,!?:;|\n]{1,60})",
    r"(?i)\b(?:candidatura|solicitud|postulaci.n)\s+(?:para|al?|como)\s+(?:el\s+puesto\s+de\s+|la\s+vacante\s+de\s+|la\s+posici.n\s+de\s+)?(?P<t>[^,.!?:;|\n]{3,80}?)\s+en\s+(?P<c>[\p{Lu}\d][^,!?:;|\n]{1,60})",
    r"(?i)\bcandidature\s+(?:au\s+poste\s+d[e']\s*|pour\s+le\s+poste\s+d[e']\s*|de\s+)?(?P<t>[^,.!?:;|\n]{3,80}?)\s+chez\s+(?P<c>[\p{Lu}\d][^,!?:;|\n]{1,60})",
);
pattern!(
    COMPANY,
    r"\b(?i:thank you for (?:applying|your (?:application|interest)|your recent application)|thanks for (?:applying|your interest)|your application|applying|interview|opportunit(?:y|ies)|offer|interest)\s+(?i:to|at|with|from|in(?: joining| working at)?)\s+(?P<c>\p{Lu}[\p{L}\d&.'’ -]{1,50})",
    r"\b(?i:Bewerbung|Interesse|Vorstellungsgespr.ch|Gespr.ch)\s+(?i:bei(?: der)?|an(?: der)?)\s+(?P<c>\p{Lu}[\p{L}\d&.'’ -]{1,50})",
    r"\b(?i:candidatura|solicitud|entrevista|inter.s|postulaci.n)\s+(?i:en|con)\s+(?P<c>\p{Lu}[\p{L}\d&.'’ -]{1,50})",
    r"\b(?i:candidature|entretien|rejoindre|int.r.t pour)\s+(?i:chez|aupr.s de|avec)?\s*(?P<c>\p{Lu}[\p{L}\d&.'’ -]{1,50})",
);
pattern!(
    TITLE,
    r"(?i)\b(?:for|to)\s+(?:the|our)\s+(?:position\s+of\s+|role\s+of\s+)?(?P<t>[^,.!?:;|\n]{3,70}?)\s+(?:position|role|job|opening|vacancy)\b",
    r"(?i)\b(?:position|role|post)\s+(?:of|as)\s+(?:an?\s+|the\s+)?(?P<t>[^,.!?:;|\n]{3,70}?)(?:\s+(?:at|with|in|and|has|is)\b|[,.!?:;|\n]|$)",
    r"(?i)\b(?:Stelle|Position|Bewerbung)\s+(?:als|f.r die Stelle)\s+(?P<t>[^,.!?:;|\n]{3,70}?)(?:\s+(?:bei|ist|in|und|haben|wurde)\b|[,.!?:;|\n]|$)",
    r"(?i)\b(?:puesto|vacante|posici.n)\s+de\s+(?P<t>[^,.!?:;|\n]{3,70}?)(?:\s+(?:en|ha|y|con)\b|[,.!?:;|\n]|$)",
    r"(?i)\bposte\s+d[e'’]\s*(?P<t>[^,.!?:;|\n]{3,70}?)(?:\s+(?:chez|a|et|au|est)\b|[,.!?:;|\n]|$)",
    r"(?i)\b(?:application|interview)\s*(?:for|:|-|–)\s*(?:the\s+)?(?P<t>[^,.!?:;|\n]{3,70}?)(?:\s+(?:at|with|on|role|position)\b|[,.!?:;|\n]|$)",
);
pattern!(
    DATES,
    r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?",
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?\p{L}{3,9}|\p{L}{3,9}\s+\d{1,2}(?:st|nd|rd|th)?)(?:,?\s+\d{4})?(?:,?\s+(?:at\s+|from\s+)?\d{1,2}(?:[:.]\d{2})?(?:\s*(?:am|pm|h|uhr)\b)?(?:\s+(?-i:[A-Z]{2,4})\b)?)?",
    r"(?i)\b(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?:jan|feb|m.r|apr|abr|may|mai|jun|jul|aug|ago|sep|o[ck]t|nov|de[cz]|f.v|ao.t|d.c|ene|dic|avr|juin|juil)\p{L}*\.?(?:\s+(?:de\s+)?\d{4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?)(?:,?\s+(?:at\s+|um\s+|a\s+las\s+|.\s+)?\d{1,2}[:.h]\d{0,2}(?:\s*(?:am|pm|h|uhr)\b)?(?:\s+(?-i:[A-Z]{2,4})\b)?)?",
    r"\b\d{1,2}[./]\d{1,2}[./]\d{4}(?:\s+(?:um\s+)?\d{1,2}[:.]\d{2})?",
);
// Eight characters are what application forms ask for; four to seven digits what logins do.
pattern!(CODES, r"\b(?P<k>[A-Za-z0-9]{8})\b", r"\b(?P<k>\d{4,7})\b", r"\b(?P<k>[A-Z0-9]{4}-[A-Z0-9]{4})\b",);

static CODE_WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)code|passcode|\bpin\b|c.digo|clave").expect("the regex is a literal"));
/// How far behind the word "code" a code is looked for.
const CODE_REACH_CHARS: usize = 200;

pub(super) fn extract(mail: &MailText<'_>, body: &str) -> Extracted {
    let text = format!("{}\n{}", mail.subject, unwrapped(body));
    let both = TITLE_AND_COMPANY.iter().find_map(|pattern| pattern.captures(&text));
    let named =
        |found: &regex::Captures<'_>, group: &str| found.name(group).and_then(|text| name(text.as_str()));
    let company = both.as_ref().and_then(|found| named(found, "c")).or_else(|| {
        COMPANY.iter().find_map(|pattern| pattern.captures(&text).and_then(|found| named(&found, "c")))
    });
    let job_title = both.as_ref().and_then(|found| named(found, "t")).or_else(|| {
        TITLE.iter().find_map(|pattern| pattern.captures_iter(&text).find_map(|found| named(&found, "t")))
    });
    Extracted {
        company: company.or_else(|| company_of_sender(mail.sender)),
        job_title,
        dates: dates(&text),
        links: links_in(body).into_iter().take(MAX_FOUND).collect(),
        code: code(mail.subject, body),
    }
}

/// Wrapped lines joined, so that a name is not cut in two.
fn unwrapped(body: &str) -> String {
    let paragraphs = body.split("\n\n").map(|paragraph| paragraph.lines().collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n")
}

fn name(text: &str) -> Option<String> {
    // A full stop ends a name unless it belongs to it, as in "Acme Inc." or "Node.js".
    let text = text.split(". ").next().unwrap_or(text);
    let lead_on = [
        " and ",
        " for ",
        " has ",
        " was ",
        " is ",
        " we ",
        " on ",
        " to ",
        " und ",
        " wurde",
        " ist ",
        " haben ",
        " y ",
        " ha ",
        " et ",
        " a ",
        " est ",
        " as ",
        " als ",
        " position",
        " role",
        " we've",
        " – ",
        " - ",
        " in ",
        " pour ",
        " para ",
        " team",
        " via ",
    ];
    let lower = text.to_lowercase();
    // Lowering may change lengths; then the name is taken whole.
    let end = match lower.len() == text.len() {
        true => lead_on
            .iter()
            .filter_map(|word| lower.find(word))
            .filter(|at| *at > 1)
            .min()
            .unwrap_or(text.len()),
        false => text.len(),
    };
    let name = text.get(..end)?.trim().trim_end_matches(['.', '-', '–', '!', '"', '”', '\'']).trim();
    let name = name.trim_start_matches(['"', '“', '\'']);
    let words = [
        "us",
        "our",
        "the",
        "you",
        "your",
        "this",
        "uns",
        "the company",
        "our company",
        "this position",
        "the position",
        "the role",
    ];
    let useless = words.contains(&name.to_lowercase().as_str());
    let length = name.chars().count();
    ((2..=MAX_NAME_CHARS).contains(&length) && !useless).then(|| name.to_owned())
}

/// `"Acme Careers <no-reply@relay.example>"` gives Acme. A bare address gives nothing: relays send
/// for everyone.
fn company_of_sender(sender: &str) -> Option<String> {
    let shown = sender.split('<').next()?.trim().trim_matches('"').trim();
    if shown.contains('@') || shown.is_empty() {
        return None;
    }
    const ROLES: &[&str] = &[
        "careers",
        "career",
        "recruiting",
        "recruitment",
        "talent",
        "hiring",
        "jobs",
        "hr",
        "team",
        "no-reply",
        "noreply",
        "via",
        "acquisition",
        "people",
        "karriere",
        "personal",
        "bewerbung",
        "personalabteilung",
        "recrutement",
        "empleo",
        "rrhh",
        "notifications",
        "human",
        "resources",
        "greenhouse",
        "workday",
        "lever",
        "ashby",
        "smartrecruiters",
        "workable",
        "at",
        "the",
        "from",
        "|",
        "-",
        "–",
        "do",
        "not",
        "reply",
    ];
    let words: Vec<&str> = shown.split_whitespace().collect();
    let has_role = words.iter().any(|word| ROLES.contains(&word.to_lowercase().as_str()));
    let rest: Vec<&str> =
        words.into_iter().filter(|word| !ROLES.contains(&word.to_lowercase().as_str())).collect();
    // Without such a word it may be a person's name.
    (has_role && !rest.is_empty()).then(|| rest.join(" "))
}

fn dates(text: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for place in DATES.iter().flat_map(|pattern| pattern.find_iter(text)) {
        let inside = found.iter().any(|(at, date)| *at <= place.start() && place.start() < at + date.len());
        if !inside && found.len() < MAX_FOUND {
            found.push((place.start(), place.as_str().trim().to_owned()));
        }
    }
    found.sort();
    found.into_iter().map(|(_, date)| date).collect()
}

/// The code that follows the word for it.
fn code(subject: &str, body: &str) -> Option<String> {
    let text = format!("{subject}\n{body}");
    for word in CODE_WORD.find_iter(&text) {
        let near: String = text[word.end()..].chars().take(CODE_REACH_CHARS).collect();
        let candidates = CODES.iter().flat_map(|pattern| pattern.captures_iter(&near));
        let found = candidates.filter_map(|found| found.name("k")).find(|found| is_code(found.as_str()));
        if let Some(found) = found {
            return Some(found.as_str().to_owned());
        }
    }
    None
}

/// A word of eight letters is not a code; letters and digits together are, and so are digits, unless
/// they look like a year.
fn is_code(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let upper = text.chars().filter(char::is_ascii_uppercase).count();
    let lower = text.chars().filter(char::is_ascii_lowercase).count();
    let mixed_case = upper >= 2 && lower >= 1 && text.chars().skip(1).any(|c| c.is_ascii_uppercase());
    let year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    !year && (digits == text.len() || (digits > 0 && text.len() >= 8) || (mixed_case && text.len() == 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(subject: &str, sender: &str, body: &str) -> Extracted {
        extract(&MailText { subject, sender, body, has_invitation: false }, body)
    }

    #[test]
    fn company_and_title_are_found_in_four_languages() {
        let cases = [
            ("Your application for Data Engineer at Brightloom", "", "Data Engineer", "Brightloom"),
            (
                "Deine Bewerbung als Pflegefachkraft bei Nordlicht Kliniken",
                "",
                "Pflegefachkraft",
                "Nordlicht Kliniken",
            ),
            ("Tu candidatura para Analista de datos en Rioverde", "", "Analista de datos", "Rioverde"),
            ("Votre candidature au poste de Comptable chez Lumelle", "", "Comptable", "Lumelle"),
        ];
        for (subject, sender, title, company) in cases {
            let found = of(subject, sender, "");
            assert_eq!(found.job_title.as_deref(), Some(title), "{subject}");
            assert_eq!(found.company.as_deref(), Some(company), "{subject}");
        }
    }

    #[test]
    fn a_code_is_found_and_a_word_or_a_year_is_not() {
        assert_eq!(of("", "", "Your security code: a1B2c3D4. Paste it.").code.as_deref(), Some("a1B2c3D4"));
        assert_eq!(
            of("", "", "Enter this code\n\nXq7RtbLm\n\non the form").code.as_deref(),
            Some("Xq7RtbLm")
        );
        assert_eq!(of("", "", "our code of conduct changed in 2026").code, None);
    }

    #[test]
    fn dates_are_kept_as_written() {
        let found = of(
            "",
            "",
            "Tuesday, 3 March 2026 at 14:00 CET or 2026-03-05 09:30 or am 12.03.2026 um 10:00 Uhr",
        );
        assert_eq!(
            found.dates,
            ["Tuesday, 3 March 2026 at 14:00 CET", "2026-03-05 09:30", "12.03.2026 um 10:00"]
        );
    }
}
