//! What templates say where a person should have written: nobody works at "Company Name", and no employer
//! should read that somebody did.

use domain::Resume;

/// What stands in templates for an employer or a place, in lower case without commas.
const PLACEHOLDERS: [&str; 5] = ["company name", "city", "state", "city state", "city state country"];

/// The same resume for employers: places and names that are a template's words are empty.
pub fn without_placeholders(resume: &Resume) -> Resume {
    let mut resume = resume.clone();
    for position in resume.work.iter_mut().chain(&mut resume.volunteer) {
        for field in [&mut position.name, &mut position.location] {
            if is_placeholder(field) {
                field.clear();
            }
        }
    }
    resume
}

/// Whether a template's words stand in a resume.
pub(crate) fn stand_in(resume: &Resume) -> bool {
    let positions = resume.work.iter().chain(&resume.volunteer);
    positions.flat_map(|position| [&position.name, &position.location]).any(|field| is_placeholder(field))
}

fn is_placeholder(field: &str) -> bool {
    let words: Vec<&str> = field.split([',', ' ']).filter(|word| !word.is_empty()).collect();
    PLACEHOLDERS.contains(&words.join(" ").to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use domain::profile::Work;

    use super::*;

    #[test]
    fn a_templates_words_are_left_out_and_real_ones_stay() {
        let at = |name: &str, location: &str| Work {
            name: name.to_owned(),
            location: location.to_owned(),
            position: "Accountant".to_owned(),
            ..Work::default()
        };
        let resume = Resume {
            work: vec![at("Company Name", "City , State"), at("State Street", "Kansas City, MO")],
            ..Resume::default()
        };
        assert!(stand_in(&resume));
        let sent = without_placeholders(&resume);
        assert_eq!((&sent.work[0].name, &sent.work[0].location), (&String::new(), &String::new()));
        assert_eq!(sent.work[0].position, "Accountant");
        assert_eq!(sent.work[1], resume.work[1]);
        assert!(!stand_in(&sent));
    }
}
