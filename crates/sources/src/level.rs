//! The seniority a title names, in English, German and Spanish.

use domain::Level;

use crate::terms::{has, padded};

/// In the order they are looked for: "Senior Director" is an executive, "Staff Intern" an intern.
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
            "trainee",
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
            "student",
            "aprendiz",
        ],
    ),
    (
        Level::Executive,
        &[
            "chief",
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
            "principal",
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
            "team manager",
            "team leader",
            "tech lead",
            "distinguished",
            "encargado",
            "encargada",
            "responsable de",
        ],
    ),
    (
        Level::Senior,
        &["senior", "sr", "sénior", "iii", "experienced", "erfahrener", "erfahrene", "expert", "experte"],
    ),
    // "Mid" alone may be a place (Mid-Essex) or a market.
    (
        Level::Mid,
        &[
            "mid level",
            "midlevel",
            "mid senior",
            "mid snr",
            "mid to senior",
            "mid weight",
            "mid grade",
            "intermediate",
            "ii",
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
            "entry",
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
    "head injury",
    "lead generation",
    "lead gen",
    "lead qualification",
    "executive assistant",
    "student services",
    "student support",
    "head office",
    "chief of staff office",
    "art director",
    "assistant to the",
    "entry clerk",
    "data entry",
    "intermediate care",
    "student nurse",
    "student success",
    "office of the",
    "graduate school",
    "graduate program",
    "graduate admissions",
];

/// What stands behind one of these is another person's title.
const SUPERIORS: &[&str] =
    &[" pa to ", " assistant to ", " secretary to ", " reporting to ", " assistenz der ", " assistenz des "];

/// Who is a lead when called "staff"; a staff nurse is none.
const STAFF_TRADES: &[&str] = &[
    "engineer",
    "developer",
    "scientist",
    "designer",
    "architect",
    "researcher",
    "analyst",
    "product manager",
    "program manager",
    "engineering",
    "software",
    "writer",
];

/// The seniority a title names.
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
    let named = LEVELS.iter().find(|(_, names)| has(&words, names)).map(|(level, _)| *level);
    let found = named.or_else(|| is_first_of_several(&words).then_some(Level::Junior));
    let is_staff = has(&words, &["staff"]) && has(&words, STAFF_TRADES);
    match found {
        Some(Level::Intern | Level::Executive) => found,
        _ if is_staff => Some(Level::Lead),
        _ => found,
    }
}

/// "Analyst I" is below "Analyst II". The Spanish "I+D" is research.
fn is_first_of_several(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "i");
    at.is_some_and(|at| {
        at > 0 && words[at - 1].len() > 3 && words.get(at + 1).is_none_or(|next| *next != "d")
    })
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
            ("Software Engineer II", Some(Level::Mid)),
            ("Big Data Developer (Mid-Level)", Some(Level::Mid)),
            ("Staff Nurse - Intermediate Care, Mid-Essex", None),
            ("Internal Auditor", None),
            ("PA to Director of Nursing", None),
            ("Head and Neck Fellow", None),
            ("Scientist (Data) - Entry Level", Some(Level::Junior)),
            ("Data Entry Clerk", None),
            ("Business Analyst I (Contingent)", Some(Level::Junior)),
            ("Técnico de I+D", None),
            ("Product Designer", None),
        ];
        for (title, expected) in cases {
            assert_eq!(level(title), expected, "{title}");
        }
    }
}
