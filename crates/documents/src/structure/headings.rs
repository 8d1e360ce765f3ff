//! The headings resumes use in English, German and Spanish, and which section each begins.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::text::fold;

use crate::line::{Line, STYLE, TAB, clean};

/// A section of a resume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Section {
    /// Above the first heading.
    Header,
    Contact,
    Summary,
    Work,
    Volunteer,
    Education,
    Skills,
    Languages,
    Certificates,
    Projects,
    /// Hobbies, references and whatever else is not used.
    Other,
}

const HEADINGS: &[(Section, &str)] = &[
    (
        Section::Contact,
        "contact;contacts;contact info;contact information;contact details;personal information;personal details;personal data;personal info;details;info;kontakt;kontaktdaten;persönliche daten;persönliche angaben;angaben zur person;contacto;datos personales;datos de contacto;información personal;información de contacto",
    ),
    (
        Section::Summary,
        "summary;profile;about;about me;who i am;professional summary;executive summary;career summary;summary statement;personal statement;personal summary;profile summary;professional profile;career profile;personal profile;executive profile;objective;career objective;professional objective;job objective;overview;career overview;professional overview;introduction;summary of qualifications;career focus;profil;über mich;kurzprofil;zusammenfassung;persönliches profil;berufsprofil;zielsetzung;perfil;perfil profesional;resumen;resumen profesional;sobre mí;acerca de mí;objetivo;objetivo profesional;extracto;presentación;perfil personal",
    ),
    (
        Section::Work,
        "experience;experiences;work experience;professional experience;employment;employment history;work history;career history;professional background;relevant experience;job experience;working experience;related experience;additional experience;other experience;other work experience;previous experience;career experience;professional history;positions;positions held;employment experience;relevant work experience;professional work experience;experience and participated projects;experience highlights;work expirience;selected experience;internships;internship experience;teaching experience;freelance experience;military experience;legal experience;accounting experience;work;career;career development;berufserfahrung;beruflicher werdegang;werdegang;berufspraxis;praktische erfahrung;praktische erfahrungen;erfahrung;erfahrungen;arbeitserfahrung;berufliche erfahrung;berufliche erfahrungen;berufliche stationen;beschäftigungsverlauf;praktika;berufstätigkeit;experiencia;experiencia laboral;experiencia profesional;trayectoria;trayectoria profesional;historial laboral;experiencia de trabajo;empleo;prácticas",
    ),
    (
        Section::Volunteer,
        "volunteer;volunteering;volunteer experience;volunteer work;volunteer activities;community service;community involvement;volunteer service;volunteerism;civic engagement;ehrenamt;ehrenamtliche tätigkeit;ehrenamtliche tätigkeiten;ehrenamtliches engagement;engagement;voluntariado;experiencia de voluntariado;trabajo voluntario",
    ),
    (
        Section::Education,
        "education;academic education;academic background;education and training;education and courses;education and qualifications;education courses;academic background;educational background;academic qualifications;education background;education details;educational qualifications;academic history;academics;education information;education and certifications;education certifications;studies;courses;coursework;relevant coursework;training;trainings;professional training;courses and training;training and courses;courses and certificates;additional education;higher education;ausbildung;bildung;bildungsweg;studium;schulbildung;akademischer werdegang;aus und weiterbildung;ausbildung und studium;studium und ausbildung;schulische ausbildung;hochschulbildung;weiterbildung;weiterbildungen;fortbildung;fortbildungen;educación;formación;formación académica;estudios;datos académicos;formación complementaria;cursos;titulación",
    ),
    (
        Section::Skills,
        "skills;skill;key skills;core skills;technical skills;technical skill;technical skills set;technical competencies;tools tech;tools and tech;technical skill set;skill set;skillset;skills summary;skills expertise;skills and expertise;hard skills;soft skills;professional skills;software skills;computer skills;it skills;special skills;relevant skills;additional skills;skills and abilities;skills abilities;skill highlights;highlights;core qualifications;qualifications;areas of expertise;area of expertise;expertise;core competencies;competencies;key competencies;technologies;tech stack;technical proficiencies;technical expertise;technical summary;technical profile;technical knowledge;tools;tools and technologies;technologies and tools;programming skills;programming languages and technologies;computer proficiencies;computer knowledge;software;software proficiency;key qualifications;professional skills summary;experience summary;relevant experience summary;strengths;abilities;knowledge;skills and tools;skills most important are underlined;languages and technologies;kenntnisse;fähigkeiten;kompetenzen;fachkenntnisse;edv kenntnisse;it kenntnisse;technische kenntnisse;kenntnisse und fähigkeiten;fachliche kompetenzen;kernkompetenzen;besondere kenntnisse;qualifikationen;skills und kenntnisse;technologien;software kenntnisse;weitere kenntnisse;habilidades;competencias;aptitudes;conocimientos;habilidades técnicas;competencias técnicas;conocimientos técnicos;conocimientos informáticos;informática;tecnologías;herramientas;destrezas;capacidades;habilidades y competencias",
    ),
    (
        Section::Languages,
        "language;languages;spoken languages;language skills;foreign languages;languages spoken;language proficiency;languages known;sprachen;sprachkenntnisse;fremdsprachen;idiomas;lenguas",
    ),
    (
        Section::Certificates,
        "certificate;certificates;certification;certifications;licenses;licences;licenses and certifications;licenses certifications;certifications and licenses;certificates and licenses;certifications licenses;professional certifications;certifications and training;license;credentials;professional licenses;zertifikate;zertifizierungen;bescheinigungen;lizenzen;zertifikate und lizenzen;certificados;certificaciones;licencias;certificaciones y licencias",
    ),
    (
        Section::Projects,
        "projects;project;project examples;personal projects;key projects;selected projects;side projects;academic projects;relevant projects;project experience;pet projects;portfolio;open source;open source projects;projekte;eigene projekte;ausgewählte projekte;projekterfahrung;persönliche projekte;proyectos;proyectos personales;proyectos destacados",
    ),
    (
        Section::Other,
        "hobbies;hobby;interests;hobbies and interests;interests and hobbies;personal interests;references;reference;affiliations;memberships;professional affiliations;professional memberships;affiliations and memberships;activities;activities and honors;extracurricular activities;awards;honors;honors and awards;awards and honors;honors awards;honors and activities;achievements;accomplishments;key accomplishments;selected accomplishments;key achievements;publications;presentations;conferences;exhibitions;exhibitions and awards;additional information;other information;personal qualities;personality;personal skills;other;miscellaneous;military service;military;patents;research;research interests;professional development;bibliography;community;leadership;extra curricular activities;personal;interessen;hobbys;hobbys und interessen;referenzen;auszeichnungen;veröffentlichungen;publikationen;sonstiges;mitgliedschaften;wehrdienst;zivildienst;stärken;persönlichkeit;führerschein;intereses;aficiones;referencias;premios;publicaciones;logros;otros datos;información adicional;otros;datos de interés;reconocimientos",
    ),
];

static SECTIONS: LazyLock<HashMap<&'static str, Section>> = LazyLock::new(|| {
    let pairs = HEADINGS.iter().flat_map(|(section, words)| words.split(';').map(|word| (word, *section)));
    pairs.collect()
});

/// The same with the blanks left out, for headings whose letters stand apart.
static COMPACT: LazyLock<HashMap<String, Section>> = LazyLock::new(|| {
    let pairs =
        SECTIONS.iter().map(|(words, section)| (words.replace(" and ", "").replace(' ', ""), *section));
    pairs.collect()
});

/// The section named by exactly this text.
fn named(text: &str) -> Option<Section> {
    const LONGEST: usize = 70;
    if text.len() > LONGEST {
        return None;
    }
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let single = words.iter().filter(|word| word.chars().count() == 1).count();
    // `E X P E R I E N C E`.
    if words.len() >= 5 && single * 10 >= words.len() * 8 {
        return COMPACT.get(&words.concat()).copied();
    }
    let found = SECTIONS.get(folded.as_str()).copied();
    found.or_else(|| SECTIONS.get(folded.replace(" and ", " ").as_str()).copied())
}

/// Whether a line is nothing but a heading, so that no line above it runs on into it.
pub(super) fn stands_alone(line: &Line) -> bool {
    line.text.trim_start().starts_with(char::is_uppercase) && named(&clean(&line.text)).is_some()
}

/// The section a line begins and the text behind the heading, which is empty when it stands alone.
pub(super) fn heading(line: &Line, current: Section) -> Option<(Section, String)> {
    let text = line.text.trim();
    let first = text.chars().find(|c| c.is_alphabetic())?;
    let styled = first.is_uppercase() || line.bold || line.heading || line.size > 1.1;
    let symbol_first = !text.starts_with(|c: char| c.is_alphanumeric());
    if (line.bullet && !line.bold && !line.heading && !symbol_first) || line.continues || !styled {
        return None;
    }
    if let Some(section) = named(&clean(text)) {
        return Some((section, String::new()));
    }
    in_front(text, line, current)
}

/// A heading that shares its line with the section's first text.
fn in_front(text: &str, line: &Line, current: Section) -> Option<(Section, String)> {
    if let Some((before, rest)) = text.split_once([STYLE, TAB]) {
        let label = before.trim().trim_end_matches(':');
        let section = named(label).filter(|section| own_line_only(*section, current));
        if let Some(section) = section.filter(|section| follows(*section, rest)) {
            return Some((section, rest.trim_start_matches([' ', ':', STYLE, TAB]).to_owned()));
        }
    }
    if let Some((before, rest)) = text.split_once(':')
        && let Some(section) = named(&clean(before)).filter(|section| own_line_only(*section, current))
        && follows(section, rest)
    {
        return Some((section, rest.trim().to_owned()));
    }
    // `LANGUAGES Hebrew, English`: capitals that name a section, then text that is not in capitals.
    let words: Vec<&str> = text.split(' ').collect();
    let capitals = words.iter().take_while(|word| shouted(word)).count();
    let upto = capitals.min(4);
    let known = (1..=upto).rev().find_map(|count| Some((named(&words[..count].join(" "))?, count)));
    let shouted = known.filter(|(_, count)| *count == capitals && words.len() > *count);
    let (section, count) = shouted.or_else(|| run_on(&words, current))?;
    (!line.bullet).then(|| (section, words[count..].join(" ")))
}

/// Whether `rest` can be what the heading before it announces: `Languages: Rust, Go` is no languages.
fn follows(section: Section, rest: &str) -> bool {
    section != Section::Languages || super::lexicon::language(rest).is_some()
}

/// `Work experience 04/2022 - 07/2022 …`: a heading and its first entry on one line, told by what
/// follows. The section and how many words name it.
fn run_on(words: &[&str], current: Section) -> Option<(Section, usize)> {
    use super::{dates, lexicon};
    let (count, section) = (1..=3.min(words.len().saturating_sub(1)))
        .rev()
        .find_map(|count| Some((count, named(&words[..count].join(" "))?)))?;
    let rest = words[count..].join(" ");
    let first: String = words[count..].iter().take(4).copied().collect::<Vec<_>>().join(" ");
    let inside = matches!(current, Section::Work | Section::Projects | Section::Volunteer);
    let follows = match section {
        Section::Work | Section::Volunteer => dates::span(&rest).is_some_and(|span| span.range.start == 0),
        Section::Education => lexicon::has_degree(&first) || lexicon::has_school(&first),
        Section::Skills => !inside && current != Section::Skills && rest.matches(',').count() >= 3,
        Section::Languages => {
            lexicon::language(words[count]).is_some_and(|language| words[count].starts_with(language))
        }
        _ => false,
    };
    follows.then_some((section, count))
}

fn shouted(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
}

/// Inside a position `Technologies: …` belongs to the position; elsewhere it begins a section.
fn own_line_only(section: Section, current: Section) -> bool {
    let inside = matches!(current, Section::Work | Section::Projects | Section::Volunteer);
    match section {
        Section::Skills if current == Section::Skills => false,
        Section::Skills
        | Section::Projects
        | Section::Summary
        | Section::Other
        | Section::Work
        | Section::Contact => !inside,
        Section::Education | Section::Certificates => current != Section::Education && !inside,
        Section::Languages => true,
        Section::Header | Section::Volunteer => false,
    }
}

/// The lines of each section in the order of the document, without the headings.
pub(super) fn sections(lines: &[Line]) -> Vec<(Section, Vec<Line>)> {
    let mut sections = vec![(Section::Header, Vec::new())];
    for line in lines {
        let current = sections.last().map_or(Section::Header, |(section, _)| *section);
        match heading(line, current) {
            Some((section, rest)) => {
                let rest = (!rest.is_empty()).then(|| Line {
                    text: rest,
                    bold: false,
                    heading: false,
                    ..line.clone()
                });
                sections.push((section, rest.into_iter().collect()));
            }
            None => {
                if let Some((_, lines)) = sections.last_mut() {
                    lines.push(line.clone());
                }
            }
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(Section, String)> {
        heading(&Line::plain(text), Section::Header)
    }

    #[test]
    fn headings_are_known_in_three_languages_and_in_many_manners() {
        let alone = |section| Some((section, String::new()));
        assert_eq!(of("Work Experience"), alone(Section::Work));
        assert_eq!(of("E X P E R I E N C E"), alone(Section::Work));
        assert_eq!(of("SKILLS & EXPERTISE:"), alone(Section::Skills));
        assert_eq!(of("Beruflicher Werdegang"), alone(Section::Work));
        assert_eq!(of("Formación académica"), alone(Section::Education));
        assert_eq!(of("LANGUAGES Hebrew, English"), Some((Section::Languages, "Hebrew, English".into())));
        assert_eq!(of("Languages: English"), Some((Section::Languages, "English".into())));
        assert_eq!(of("Programming languages: Java"), None);
        assert_eq!(of("I have experience"), None);
    }
}
