//! The checks a candidate has to pass, from the register of convictions to a security clearance.
//! What is merely welcome, and what an employer does with its data, is none.

use std::sync::LazyLock;

use domain::Clearance;
use regex::Regex;

use super::text::{Statement, Text, has};

/// Checks known by their folded names.
const NAMES: &[(Clearance, &[&str])] = &[
    (
        Clearance::CriminalRecord,
        &[
            "disclosure and barring",
            "disclosure barring service",
            "enhanced disclosure",
            "disclosure scotland",
            "criminal record check",
            "criminal records check",
            "criminal background check",
            "no criminal convictions",
            "no criminal record",
            "police clearance certificate",
            "führungszeugnis",
            "führungszeugnisses",
            "polizeiliches führungszeugnis",
            "antecedentes penales",
            "delitos de naturaleza sexual",
        ],
    ),
    (
        Clearance::Background,
        &[
            "background check",
            "background checks",
            "background screening",
            "background investigation",
            "police vetting",
            "hintergrundprüfung",
            "verificación de antecedentes",
        ],
    ),
    (Clearance::Baseline, &["baseline personnel security"]),
    (
        Clearance::SecurityCheck,
        &["sc clearance", "sc cleared", "sc security clearance", "sc level clearance"],
    ),
    (
        Clearance::DevelopedVetting,
        &["dv clearance", "dv cleared", "developed vetting", "dv security clearance"],
    ),
    (Clearance::PublicTrust, &["public trust"]),
    (
        Clearance::Secret,
        &["secret clearance", "secret security clearance", "secret level clearance", "secret or higher"],
    ),
    (Clearance::TopSecret, &["top secret", "ts sci", "ts clearance"]),
    (
        Clearance::Security,
        &[
            "security clearance",
            "q clearance",
            "q level clearance",
            "sicherheitsüberprüfung",
            "sicherheitsüberprüft",
            "habilitación de seguridad",
        ],
    ),
];

/// Names that mean the check only in capitals: databases are "DBs".
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:e-?|Enhanced )?(?:DBS|CRB|PVG|AccessNI)\b").expect("the regex is a literal")
});

/// The psychologists' society is the "BPsS".
static BASELINE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bBPSS\b").expect("the regex is a literal"));

/// A clearance is asked for by one of these; its name alone may be a heading or praise of the team.
const ASKED: &[&str] = &[
    "require",
    "requires",
    "required",
    "requirement",
    "must",
    "need",
    "needs",
    "obtain",
    "hold",
    "possess",
    "have",
    "eligible",
    "active",
    "current",
    "maintain",
    "cleared",
    "subject to",
    "necessary",
    "erforderlich",
    "voraussetzung",
    "vorausgesetzt",
    "bereitschaft",
    "notwendig",
    "imprescindible",
    "obligatorio",
    "necesario",
    "se requiere",
    "requisito",
];

/// Words of a statement that asks for nothing.
const NOT_ASKED: &[&str] = &[
    "preferred",
    "plus",
    "desirable",
    "desired",
    "advantage",
    "advantageous",
    "nice to have",
    "not required",
    "not require",
    "not need",
    "no clearance",
    "von vorteil",
    "wünschenswert",
    "deseable",
    "valorable",
    "nicht erforderlich",
    "no es necesario",
];

/// Words of a notice on data or on equal chances rather than of a check.
const NOTICES: &[&str] = &[
    "personal information",
    "privacy",
    "as permitted by law",
    "without regard",
    "regardless",
    "discriminate",
    "discrimination",
    "can vary",
    "may vary",
    "histories",
    "conviction records",
    // What a recruiter sees to.
    "ensure that all pre employment",
    "ensure all pre employment",
];

/// A country's citizens only.
static CITIZENS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:(?:u s|us|uk|united states|american|british|canadian|australian) citizenship(?: is)?(?: required)?",
        r"|(?:requires|require|must hold|must have|proof of) (?:u s|us|uk|united states|british) citizenship",
        r"|must be(?: an?)? (?:u s|us|uk|united states|british|canadian|australian) citizens?",
        r"|(?:u s|us|uk) citizens only|only (?:u s|us|uk) citizens|deutsche staatsangehörigkeit|nacionalidad española) ",
    ))
    .expect("the regex is a literal")
});
/// Whoever takes these as well asks for a permit to stay, not for citizenship.
const MORE_THAN_CITIZENS: &[&str] = &[
    "permanent resident",
    "permanent residents",
    "green card",
    "greencard",
    "gc",
    "resident",
    "visa",
    "status",
    "preferred",
    "or eu",
    "not required",
];

/// Every check the text asks for, each once.
pub(super) fn clearance(text: &Text) -> Vec<Clearance> {
    let mut found: Vec<Clearance> = text.statements.iter().flat_map(of_statement).collect();
    found.sort_unstable();
    found.dedup();
    let is_cleared = found.iter().any(|check| is_security(*check));
    let is_named = found.iter().any(|check| is_security(*check) && *check != Clearance::Security);
    let is_top = found.contains(&Clearance::TopSecret);
    // A clearance brings its own investigation, a named one is not another unnamed one, and the higher one
    // holds the lower.
    found.retain(|check| {
        !(is_cleared && *check == Clearance::Background
            || is_named && *check == Clearance::Security
            || is_top && *check == Clearance::Secret)
    });
    found
}

fn of_statement(statement: &Statement) -> Vec<Clearance> {
    let words = &statement.words;
    if statement.is_welcome_only || has(words, NOT_ASKED) || has(words, NOTICES) {
        return Vec::new();
    }
    let named = NAMES.iter().filter(|(_, names)| has(words, names)).map(|(check, _)| *check);
    let mut found: Vec<Clearance> = named.filter(|check| !is_security(*check) || has(words, ASKED)).collect();
    if CAPITALS.is_match(statement.raw) {
        found.push(Clearance::CriminalRecord);
    }
    if BASELINE.is_match(statement.raw) {
        found.push(Clearance::Baseline);
    }
    if found.contains(&Clearance::CriminalRecord) {
        found.retain(|check| *check != Clearance::Background);
    }
    if CITIZENS.is_match(words) && !has(words, MORE_THAN_CITIZENS) {
        found.push(Clearance::Citizenship);
    }
    found
}

fn is_security(check: Clearance) -> bool {
    match check {
        Clearance::SecurityCheck
        | Clearance::DevelopedVetting
        | Clearance::PublicTrust
        | Clearance::Secret
        | Clearance::TopSecret
        | Clearance::Security => true,
        Clearance::CriminalRecord | Clearance::Background | Clearance::Baseline | Clearance::Citizenship => {
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::facts;

    #[test]
    fn every_check_that_is_asked_for_counts() {
        use Clearance::{
            Background, Baseline, Citizenship, CriminalRecord, DevelopedVetting, Secret, Security,
            SecurityCheck, TopSecret,
        };
        let cases: &[(&str, &[Clearance])] = &[
            ("This post is subject to an Enhanced DBS check.", &[CriminalRecord]),
            ("Ein erweitertes Führungszeugnis ist erforderlich.", &[CriminalRecord]),
            ("Se requiere certificado de antecedentes penales.", &[CriminalRecord]),
            ("All candidates must undergo a background check.", &[Background]),
            ("BPSS is required. You must be SC cleared.", &[Baseline, SecurityCheck]),
            ("DV clearance is required.", &[DevelopedVetting]),
            ("Ability to obtain Secret Clearance or Higher\nUS Citizenship Required", &[Secret, Citizenship]),
            ("Active or Current TS/SCI clearance.", &[TopSecret]),
            ("Ability to obtain and hold a US government security clearance", &[Security]),
            ("Die Bereitschaft zur Sicherheitsüberprüfung ist Voraussetzung.", &[Security]),
            ("Imprescindible habilitación de seguridad.", &[Security]),
        ];
        for (text, checks) in cases {
            assert_eq!(facts("", text).clearance, *checks, "{text}");
        }
    }

    #[test]
    fn what_is_welcome_or_of_another_subject_is_no_check() {
        for text in [
            "You know SQL and NoSQL DBs.",
            "A doctorate in psychology accredited by the BPsS.",
            "You ensure that all pre-employment checks (references, DBS) are obtained.",
            "An active Secret clearance is a plus.",
            "Nice to have:\nActive security clearance",
            "Security Clearance",
            "A DBS check is not required.",
            "You must be a US citizen or permanent resident.",
            "We consider applicants without regard to citizenship status or criminal record check.",
            "We collect personal information to conduct criminal background checks.",
        ] {
            assert_eq!(facts("", text).clearance, [], "{text}");
        }
    }
}
