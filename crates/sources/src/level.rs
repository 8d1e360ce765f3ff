//! The seniority a title names, in English, German and Spanish. It refuses to guess where readers of the
//! same title disagree: the number of a grade, a trainee, a deputy, two levels in one title.

use domain::Level;

use crate::terms::{has, padded};

/// In the order they are looked for: "Senior Director" is an executive, "Staff Intern" an intern. A trainee
/// may be a consultant to be, and two of three readers gave "Data Scientist I" and "II" no level.
const LEVELS: &[(Level, &[&str])] = &[
    (
        Level::Intern,
        &[
            "intern",
            "internship",
            "praktikant",
            "praktikantin",
            "praktikum",
            "pflichtpraktikum",
            "werkstudent",
            "werkstudentin",
            "working student",
            "apprentice",
            "apprenticeship",
            "azubi",
            "auszubildende",
            "auszubildender",
            "ausbildung",
            "becario",
            "becaria",
            "prácticas",
            "practicas",
            "pasante",
            "aprendiz",
        ],
    ),
    (
        Level::Executive,
        &[
            "chief executive",
            "chief nurse",
            "ceo",
            "cto",
            "cfo",
            "coo",
            "cio",
            "cpo",
            "vp",
            "vice president",
            "director",
            "direktor",
            "direktorin",
            "geschäftsführer",
            "geschäftsführerin",
            "directora",
            "managing director",
            "bereichsleiter",
            "president",
        ],
    ),
    (
        Level::Lead,
        &[
            "lead",
            "head of",
            "head",
            "teamleiter",
            "teamleiterin",
            "teamleitung",
            "leiter",
            "leiterin",
            "leitung",
            "leitende",
            "leitender",
            "gruppenleiter",
            "abteilungsleiter",
            "abteilungsleitung",
            "jefe",
            "jefa",
            "líder",
            "engineering manager",
            "team leader",
            "tech lead",
            "distinguished",
            "encargado",
            "encargada",
            "responsable de",
        ],
    ),
    (Level::Senior, &["senior", "sr", "snr", "sénior"]),
    // "Mid" alone may be a place (Mid-Essex) or a market.
    (
        Level::Mid,
        &[
            "mid level",
            "midlevel",
            "mid weight",
            "mid grade",
            "mid senior",
            "mid snr",
            "mid to senior",
            "intermediate",
            "semi senior",
            "semisenior",
        ],
    ),
    (
        Level::Junior,
        &[
            "junior",
            "jr",
            "júnior",
            "entrylevel",
            "graduate",
            "new grad",
            "college grad",
            "university grad",
            "newly qualified",
            "recent graduate",
            "berufseinsteiger",
            "berufseinsteigerin",
            "berufseinstieg",
            "einsteiger",
            "early career",
            "recién titulado",
            "absolvent",
            "absolventin",
        ],
    ),
];

/// Titles in which such a word says nothing about seniority.
const NOT_A_LEVEL: &[&str] = &[
    "head and neck",
    "head neck",
    "head injury",
    "lead generation",
    "lead gen",
    "lead employer",
    "lead provider",
    "to lead",
    "lead qualification",
    "executive assistant",
    "head office",
    "chief of staff office",
    "art director",
    "creative director",
    "account director",
    "clinical director",
    "project director",
    "program director",
    "programme director",
    "non executive director",
    "senior house officer",
    "senior living",
    "senior care",
    "senior services",
    "senior citizens",
    // A rank above a staff nurse.
    "junior sister",
    "junior charge nurse",
    "junior ward sister",
    "apprenticeship programme",
    "apprenticeship program",
    "apprenticeship manager",
    "apprenticeship coordinator",
    "apprenticeship co ordinator",
    "assistant to the",
    "entry clerk",
    "data entry",
    "intermediate care",
    "office of the",
    "graduate school",
    "graduate program",
    "graduate admissions",
];

/// What stands behind one of these is another person's title.
const SUPERIORS: &[&str] = &[
    " pa to ",
    " manager to ",
    " assistant to ",
    " secretary to ",
    " reporting to ",
    " assistenz der ",
    " assistenz des ",
];

/// How far behind "chief" the officer stands: "Chief Digital and Information Officer".
const OFFICER_WORDS: usize = 5;
/// Who is a lead when called "staff" or "principal"; a staff nurse is none, and a principal psychologist is
/// one to some.
const STAFF_TRADES: &[&str] = &[
    "engineer",
    "developer",
    "scientist",
    "designer",
    "architect",
    "researcher",
    "product manager",
    "program manager",
    "engineering",
    "software",
    "writer",
];
/// Who stands in for a lead is none to some.
const DEPUTIES: &[&str] = &["deputy", "assistant head", "stellvertretende", "stellvertretender", "stellv"];
/// Whose director is none to some.
const SECONDS: &[&str] = &["assistant", "associate"];
/// Words of a title that make it another's as well, or of no one level.
const MIXED: &[&str] = &[
    "experienced",
    "or above",
    "all levels",
    "possible",
    "principal",
    "consultant",
    "trainee",
    "team manager",
    "ward manager",
];

/// The seniority a title names, when it names one.
pub fn level(title: &str) -> Option<Level> {
    // "Data - Entry Level" is no data entry.
    let mut words = padded(title).replace(" entry level ", " entrylevel ");
    // Who works for a director is none.
    for superior in SUPERIORS {
        if let Some(at) = words.find(superior) {
            words.truncate(at + 1);
        }
    }
    for phrase in NOT_A_LEVEL {
        words = words.replace(&format!(" {phrase} "), " ");
    }
    let is_staff = has(&words, &["staff", "principal"]) && has(&words, STAFF_TRADES);
    let mut named = LEVELS.iter().filter(|(_, names)| has(&words, names)).map(|(level, _)| *level);
    let found = named.next().or_else(|| is_chief_officer(&words).then_some(Level::Executive));
    match found {
        Some(Level::Intern) => found,
        Some(_) if has(&words, DEPUTIES) => None,
        Some(Level::Executive) if has(&words, SECONDS) => None,
        Some(Level::Executive) => found,
        None => is_staff.then_some(Level::Lead),
        // "Senior Team Leader" and "Junior to mid-level" are either.
        Some(_) if named.next().is_some() || is_staff || has(&words, MIXED) || is_choice(title) => None,
        Some(_) => found,
    }
}

/// "Psychologist or Senior Psychologist".
fn is_choice(title: &str) -> bool {
    let spaced = title.replace(" or ", "/");
    let parts: Vec<String> = spaced.split('/').map(padded).collect();
    parts.iter().enumerate().any(|(at, part)| {
        let is_plain = !LEVELS.iter().any(|(_, names)| has(part, names)) && part.len() > 2;
        let mut others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        is_plain && others.any(|(_, other)| other.ends_with(part.as_str()))
    })
}

/// "Chief Financial Officer"; a chief pharmacist leads a pharmacy.
fn is_chief_officer(words: &str) -> bool {
    words
        .split_once(" chief ")
        .is_some_and(|(_, after)| after.split_whitespace().take(OFFICER_WORDS).any(|word| word == "officer"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seniority_is_read_from_titles_in_three_languages() {
        let cases = [
            ("Senior Software Engineer, Platform", Some(Level::Senior)),
            ("Sr. Backend-Entwickler (m/w/d)", Some(Level::Senior)),
            ("Staff Product Manager", Some(Level::Lead)),
            ("Staff Robotics Software Engineer", Some(Level::Lead)),
            ("Leitende Pflegefachkraft (m/w/d)", Some(Level::Lead)),
            ("Staff Nurse", None),
            ("Junior Entwickler:in", Some(Level::Junior)),
            ("Praktikant*in Marketing", Some(Level::Intern)),
            ("Becario de Finanzas", Some(Level::Intern)),
            ("Teamleiter Buchhaltung", Some(Level::Lead)),
            ("Lead Generation Specialist", None),
            ("Account Executive, Mid-Market", None),
            ("Senior Director of Nursing", Some(Level::Executive)),
            ("Engineering Manager", Some(Level::Lead)),
            ("Big Data Developer (Mid-Level)", Some(Level::Mid)),
            ("Staff Nurse - Intermediate Care, Mid-Essex", None),
            ("Internal Auditor", None),
            ("PA to Director of Nursing", None),
            ("Head and Neck Fellow", None),
            ("Scientist (Data) - Entry Level", Some(Level::Junior)),
            ("Data Entry Clerk", None),
            ("Técnico de I+D", None),
            ("Product Designer", None),
            // Readers of these titles disagree.
            ("Software Engineer II", None),
            ("Business Analyst I (Contingent)", None),
            ("Team Manager", None),
            ("Team Manager / Senior Practitioner", None),
            ("Graduate Finance Trainee", None),
            ("Deputy Senior Nurse", None),
            ("Specialist Physiotherapist (Experienced Rotational)", None),
            ("Trainee Advanced Clinical Practitioner", None),
            ("AHP Student Practice Co-ordinator", None),
            ("Chief Cardiac Physiologist", None),
            ("Deputy Head of Audiology", None),
            ("Associate Director of Nursing", None),
            ("Principal Psychologist", None),
            ("Junior Sister/Charge Nurse", None),
            ("Junior and Mid-weight Developers", None),
            ("Senior Clinical Team Leader", None),
            ("Staff Nurse (newly qualified or experienced)", None),
            ("Consultant Radiologist - Head & Neck", None),
            ("Business Manager to Director of Strategy", None),
            ("Psychologist or Senior Psychologist", None),
            ("Retrieval Assistant/Senior Retrieval Assistant", None),
            // These they share.
            ("Chief Digital and Information Officer", Some(Level::Executive)),
            ("Principal Data Scientist", Some(Level::Lead)),
            ("Lead Healthcare Assistant", Some(Level::Lead)),
            ("Student and Newly Qualified Nurse", Some(Level::Junior)),
        ];
        for (title, expected) in cases {
            assert_eq!(level(title), expected, "{title}");
        }
    }
}
