//! Seniority, told from the words of a title in English, German and Spanish.

use domain::Level;

use crate::words;

/// Words and the level they tell. A longer phrase is asked first.
const PHRASES: &[(&str, Level)] = &[
    ("entry level", Level::Junior),
    ("newly qualified", Level::Junior),
    ("head of", Level::Executive),
    ("team lead", Level::Lead),
    ("team leader", Level::Lead),
    ("vice president", Level::Executive),
    ("general manager", Level::Executive),
    ("managing director", Level::Executive),
    ("art director", Level::Senior),
    ("director of photography", Level::Senior),
    ("mid level", Level::Mid),
    // Above senior in software; a staff nurse or accountant is none.
    ("staff software", Level::Lead),
    ("staff engineer", Level::Lead),
    ("staff developer", Level::Lead),
    ("staff data", Level::Lead),
    ("staff machine learning", Level::Lead),
    ("staff backend", Level::Lead),
    ("staff frontend", Level::Lead),
    ("staff security", Level::Lead),
    ("staff site reliability", Level::Lead),
];

const WORDS: &[(Level, &[&str])] = &[
    (
        Level::Intern,
        &[
            "intern",
            "internship",
            "praktikant",
            "praktikantin",
            "praktikum",
            "werkstudent",
            "werkstudentin",
            "trainee",
            "azubi",
            "ausbildung",
            "auszubildende",
            "auszubildender",
            "apprentice",
            "apprenticeship",
            "becario",
            "becaria",
            "practicas",
            "aprendiz",
            "volontar",
            "volontariat",
            "student",
        ],
    ),
    (
        Level::Junior,
        &[
            "junior",
            "jr",
            "graduate",
            "berufseinsteiger",
            "berufseinsteigerin",
            "absolvent",
            "absolventin",
            "berufsanfanger",
        ],
    ),
    (Level::Mid, &["intermediate", "experienced", "midlevel"]),
    (Level::Senior, &["senior", "sr", "snr", "expert", "experte", "expertin", "specialist", "experto"]),
    (
        Level::Lead,
        &[
            "lead",
            "leader",
            "principal",
            "teamleiter",
            "teamleiterin",
            "teamleitung",
            "leiter",
            "leiterin",
            "gruppenleiter",
            "gruppenleiterin",
            "jefe",
            "jefa",
            "supervisor",
            "supervisora",
            "foreman",
            "encargado",
            "encargada",
            "leitung",
        ],
    ),
    (
        Level::Executive,
        &[
            "director",
            "directora",
            "direktor",
            "direktorin",
            "chief",
            "ceo",
            "cto",
            "cfo",
            "coo",
            "cio",
            "vp",
            "svp",
            "evp",
            "president",
            "geschaftsfuhrer",
            "geschaftsfuhrerin",
            "vorstand",
            "executive director",
        ],
    ),
];

/// The level a title tells, if it tells one. Where it tells several ("Senior Team Lead"), the
/// higher; a trainee stays a trainee whatever else the title says.
pub fn of_title(title: &str) -> Option<Level> {
    let folded = words::fold(title);
    let padded = format!(" {} ", words::words(&folded).collect::<Vec<_>>().join(" "));
    let phrase = PHRASES.iter().find(|(phrase, _)| padded.contains(&format!(" {phrase} ")));
    if let Some((_, level)) = phrase {
        return Some(*level);
    }
    let of_word = |word: &str| WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(level, _)| *level);
    let levels: Vec<Level> = words::words(&folded).filter_map(of_word).collect();
    if levels.contains(&Level::Intern) {
        return Some(Level::Intern);
    }
    levels.into_iter().max()
}

/// The level that years of work usually give. A rule of thumb, used only when nothing else tells.
pub fn of_years(years: u32) -> Level {
    match years {
        0..=2 => Level::Junior,
        3..=7 => Level::Mid,
        _ => Level::Senior,
    }
}

/// How well a job's level fits the wanted ones: 1 for the same, less for each step between.
pub fn fit(job: Level, wanted: &[Level]) -> f64 {
    let steps = wanted.iter().map(|level| rank(*level).abs_diff(rank(job))).min().unwrap_or(0);
    match steps {
        0 => 1.0,
        1 => 0.6,
        2 => 0.25,
        _ => 0.0,
    }
}

fn rank(level: Level) -> u8 {
    match level {
        Level::Intern => 0,
        Level::Junior => 1,
        Level::Mid => 2,
        Level::Senior => 3,
        Level::Lead => 4,
        Level::Executive => 5,
    }
}

/// The level in a person's words.
pub fn name(level: Level) -> &'static str {
    match level {
        Level::Intern => "internship",
        Level::Junior => "junior",
        Level::Mid => "mid-level",
        Level::Senior => "senior",
        Level::Lead => "lead",
        Level::Executive => "executive",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_their_level() {
        for (title, level) in [
            ("Senior Accountant", Some(Level::Senior)),
            ("Staff Nurse", None),
            ("Staff Accountant", None),
            ("Staff Software Engineer", Some(Level::Lead)),
            ("Head of Finance", Some(Level::Executive)),
            ("Praktikant/in Marketing", Some(Level::Intern)),
            ("Jefa de ventas", Some(Level::Lead)),
            ("Graduate Trainee Engineer", Some(Level::Intern)),
        ] {
            assert_eq!(of_title(title), level, "{title}");
        }
    }
}
