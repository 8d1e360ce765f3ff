//! Which part of a wider meaning a label asks: of an address the postal code, of the equal-opportunity questions
//! the one about gender. What names no part, or several, keeps the wider meaning.

use std::sync::LazyLock;

use regex::Regex;

use super::Meaning;

/// (wider, part, words of the part)
const PARTS: &[(Meaning, Meaning, &str)] = &[
    (
        Meaning::Phone,
        Meaning::PhoneCountryCode,
        r"country|dial(l?ing)? code|vorwahl|indicatif|prefijo|codigo de pais",
    ),
    (Meaning::Phone, Meaning::PhoneExtension, r"\bext(ension|n)?\b|durchwahl|poste$|extension"),
    (Meaning::Phone, Meaning::PhoneAreaCode, r"area code|ortsvorwahl|codigo de area"),
    (
        Meaning::Address,
        Meaning::PostalCode,
        r"\bzip\b|post(al)? ?code|^postal$|\bplz\b|postleitzahl|codigo postal|code postal|^cp$",
    ),
    (Meaning::Address, Meaning::City, r"\bcity\b|\btown\b"),
    (Meaning::Address, Meaning::Region, r"\bstate\b|province"),
    (Meaning::Address, Meaning::Country, r"\bcountry\b"),
    (Meaning::Address, Meaning::AddressLine3, r"(line|address|zeile|linea|ligne) ?3\b"),
    (
        Meaning::Address,
        Meaning::AddressLine2,
        r"(line|address|zeile|linea|ligne) ?2\b|\bapt\b|apartment|\bsuite\b|\bunit\b|\bfloor\b|adresszusatz|piso|complement|etage|2 (optional)?$",
    ),
    (
        Meaning::Address,
        Meaning::AddressLine1,
        r"(line|address|zeile|linea|ligne) ?1\b|\bstreet\b|strasse|hausn|\bcalle\b|\brue\b|\bvoie\b",
    ),
    (
        Meaning::Location,
        Meaning::City,
        r"\bcity\b|\btown\b|\bstadt\b|^ort$|wohnort|ciudad|localidad|poblacion|municipio|\bville\b|commune|ortschaft|\blocalite\b",
    ),
    (
        Meaning::Location,
        Meaning::Region,
        r"\bstate\b|province|\bcounty\b|^region$|district|bundesland|kanton|provincia|^estado$|comunidad autonoma|departement",
    ),
    (
        Meaning::Location,
        Meaning::Country,
        r"\bcountr(y|ies)\b|^land$|in welchem land|\bpais\b|\bpays\b|(wohnsitz|wohn|heimat|aufenthalts)land|^land (des|ihres|deines) |^land wohnsitz|^nation$",
    ),
    (Meaning::Website, Meaning::Portfolio, r"portfolio|portafolio|portefolio|arbeitsproben|dribbble|behance"),
    (Meaning::Education, Meaning::Grade, r"\bgpa\b|\bgrade\b|note(ndurchschnitt)?$|nota media"),
    (
        Meaning::Education,
        Meaning::EducationDates,
        r"graduat\w+ (date|year|month)|(year|date|month) .{0,12}graduat|(start|end) (date|year)|abschlussjahr|ano de (graduacion|titulacion)|annee d obtention",
    ),
    (
        Meaning::Education,
        Meaning::FieldOfStudy,
        r"field of study|\bmajor\b|discipline|(area|course) of study|studien(fach|gang|richtung)|fachrichtung|carrera|especialidad|filiere|specialite|domaine d etude",
    ),
    (
        Meaning::Education,
        Meaning::Degree,
        r"degree|level|highest|diploma?\b|qualification|abschluss|nivel|titul|niveau|diplome|baccalaureat|ged\b",
    ),
    (
        Meaning::Education,
        Meaning::School,
        r"school|universit|college|institution|where did you study|hochschule|schule|universidad|ecole|etablissement|centro de estudios",
    ),
    (
        Meaning::Salary,
        Meaning::CurrentSalary,
        r"current (annual |base |total )?(salary|compensation|ctc|pay)|(aktuelles|derzeitiges|jetziges) gehalt|(salario|sueldo) actual|(salaire|remuneration) actuel",
    ),
    (Meaning::Salary, Meaning::SalaryCurrency, r"currency|wahrung|moneda|divisa|devise"),
    (
        Meaning::ExperienceConfirm,
        Meaning::YearsOfExperience,
        r"how many years|number of years|^years\b|wie viele jahre|cuantos anos|combien d annees",
    ),
    (
        Meaning::Consent,
        Meaning::Certification,
        r"(true|accurate|correct)\b|wahrheits|richtigkeit|veracidad|verdader|exact(s|itude)|veridique",
    ),
    (Meaning::Eeo, Meaning::Transgender, r"trans ?gender|cisgender|\btrans\b"),
    (
        Meaning::Eeo,
        Meaning::SexualOrientation,
        r"sexual orientation|sexuelle orientierung|orientacion sexual|orientation sexuelle|lgbt|queer",
    ),
    (Meaning::Eeo, Meaning::Veteran, r"veteran|military|reservist|armed forces|branch of service|uniformed"),
    (
        Meaning::Eeo,
        Meaning::Disability,
        r"disab|chronic condition|behinder|gleichgestellt|discapacidad|handicap",
    ),
    (Meaning::Eeo, Meaning::Hispanic, r"hispanic|\blatin(o|a|x|e|os)\b"),
    (
        Meaning::Eeo,
        Meaning::Race,
        r"\brac(e|ial)\b|ethnic|ethnische|herkunft|\betni|indigenous|aboriginal|first nations|minorite|minority|national origin",
    ),
    (
        Meaning::Eeo,
        Meaning::Gender,
        r"gender|\bsex\b|geschlecht|\bsexo\b|\bgenero\b|\bgenre\b|\bsexe\b|non ?binary",
    ),
    (Meaning::Eeo, Meaning::AgeGroup, r"\bage\b|alter(sgruppe)?$|\bedad\b"),
    (Meaning::Eeo, Meaning::Religion, r"religio"),
];

static COMPILED: LazyLock<Vec<(Meaning, Meaning, Regex)>> = LazyLock::new(|| {
    PARTS
        .iter()
        .map(|(wider, part, words)| (*wider, *part, Regex::new(words).expect("the table is a literal")))
        .collect()
});

/// The part of `wider` that a plain label asks, or `wider` itself.
pub(super) fn of(wider: Meaning, text: &str) -> Meaning {
    let named: Vec<Meaning> = COMPILED
        .iter()
        .filter(|(of, _, words)| *of == wider && words.is_match(text))
        .map(|(_, part, _)| *part)
        .collect();
    match named.as_slice() {
        [] => wider,
        [only] => *only,
        // "City, state" wants both, "gender and pronouns of transgender people" the first.
        [_, ..] if matches!(wider, Meaning::Location) => wider,
        [first, ..] => *first,
    }
}
