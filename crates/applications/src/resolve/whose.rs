//! Whether a question that wants a name, an address or an employer wants the applicant's own, as they are now.
//!
//! A form also asks for the telephone of a reference, the town of a school, the title one wants to have. Nothing of
//! the profile is typed there: that would be a wrong answer, where asking is a right one.

use std::sync::LazyLock;

use regex::Regex;

use super::Question;
use crate::meaning::{Meaning, plain};

/// Other people.
const PEOPLE: &str = r"emergency|notfall|urgence|emergencia|\breferences?\b|referenz|\breferencias?\b|\brefere(e|nt|ncia)\b|referrer|(referred|recommended) (you|by)|\bsupervisors?\b|\bmanagers?\b|vorgesetzt|fuhrungskraft|\bresponsable\b|\bjef[ea]\b|superviseur|recruiter|\bspouse|\bpartner|\bparents?\b|\bfather|\bmother|guardian|relatives?\b|\bfriend|freund|amig[oa]|\bami\b|contact person|ansprechpartner|persona de contacto|personne a contacter|beneficiary|witness|kunde|cliente?\b";
/// Employers and schools, where a town, an address or a number is asked.
const PLACES: &str = r"employer|\bcompan(y|ies)\b|business|\bwork (phone|address|number)|\boffice (phone|address)|arbeitgeber|firm(a|en)|unternehmen|dienstlich|geschaftlich|empresa|empleador|entreprise|employeur|societe\b|school|universit|college|hochschule|schule|universidad|ecole|\bdegree|diplom|studi(um|ed|es)|etude";
/// Another time: the past, the wish, the birth.
const TIMES: &str = r"\bprevious|\bprior\b|\bformer|\bpast\b|\blast \d|vorherig|fruher|ehemalig|anterior|precedent|\bbirth|\bborn\b|geburt|geboren|nacimiento|naissance|maiden|jeune fille";
/// What one would like, or applies for.
const WISHES: &str = r"desired|\bwish|preferr?ed|would you (like|prefer)|want to|(applied|applying|apply) (for|to)|wunsch|gewunscht|bevorzugt|mochten sie|bewerben|desead|preferid|prefier|te gustaria|quier|que solicitas|al que (aplicas|postulas)|souhait|preferer|aimeriez|voulez";
/// Licences and papers.
const PAPERS: &str = r"licen[sc](e|ed|ure|ing)|certif|issu(e|ed|ing|ance)\b|ausgestellt|ausstell|expedici|delivr|citizen|nationalit";
/// What is said about an employer beside its name.
const ABOUT: &str = r"describe|\bsize\b|industry|branche|sector|secteur|what does|how many|number of|website|web ?site|address|adress|direccion|phone|telefon|e ?mail|groesse|grosse|mitarbeiter|tamano|taille";
/// A writing of the name that the profile does not hold.
const WRITINGS: &str = r"\bin (chinese|japanese|korean|arabic|cyrillic|hebrew|thai|native|local|kanji|hangul)|kanji|katakana|hiragana|furigana|pinyin";
/// Places, where a school or a degree is meant.
const TOWNS: &str = r"\bcountry\b|\bcity\b|\btown\b|\bstate\b|\blocation|address|\bland\b|\bstadt\b|\bort\b|\bpais\b|ciudad|\bpays\b|\bville\b";
/// Headings over what is not about the applicant's own whereabouts.
const SECTIONS: &str = r"emergency|notfall|urgence|emergencia|\breferences?( \d+)?$|^references?\b|^referenz(en|geber)|^referencias|employment history|work (history|experience)|berufserfahrung|werdegang|beruflicher|experiencia (laboral|profesional)|experiences? professionnelles?|^education|ausbildung|^educacion|^formacion|^formations?$|^parcours";

static TABLES: LazyLock<[Regex; 9]> = LazyLock::new(|| {
    [PEOPLE, PLACES, TIMES, WISHES, PAPERS, ABOUT, WRITINGS, TOWNS, SECTIONS]
        .map(|words| Regex::new(words).expect("the words are literals"))
});

/// In a sentence longer than this an employer or a paper may be named in passing.
const SHORT_WORDS: usize = 10;

/// Whether what the question asks is what the profile says of the applicant.
pub(super) fn is_own(question: &Question, meaning: Meaning) -> bool {
    is_own_by(&question.label, &question.section, meaning)
}

/// See [`is_own`]; of a label and the heading it stands under.
pub(super) fn is_own_by(label: &str, section: &str, meaning: Meaning) -> bool {
    let [people, places, times, wishes, papers, about, writings, towns, sections] = &*TABLES;
    let (label, section) = (plain(label), plain(section));
    let says = |any: &[&Regex]| any.iter().any(|words| words.is_match(&label));
    match meaning.group() {
        Meaning::FullName | Meaning::FirstName | Meaning::LastName => {
            !says(&[people, places, times, writings]) && !sections.is_match(&section)
        }
        Meaning::Email | Meaning::Phone => !says(&[people, places]) && !sections.is_match(&section),
        Meaning::Location | Meaning::Address => {
            let in_passing = label.split(' ').count() > SHORT_WORDS;
            let elsewhere = !in_passing && says(&[places, papers]);
            !elsewhere && !says(&[people, times, wishes]) && !sections.is_match(&section)
        }
        Meaning::Linkedin | Meaning::Github | Meaning::Website => !says(&[people, places]),
        Meaning::CurrentCompany => !says(&[people, wishes, about]),
        Meaning::CurrentTitle => !says(&[people, wishes]),
        Meaning::Education => !says(&[people, towns]),
        _ => true,
    }
}

/// Whether a question about an employer or a title is about the one before the present one.
pub(super) fn asks_the_one_before(label: &str) -> bool {
    const PRESENT: [&str; 9] =
        ["current", "present", "recent", "latest", "aktuell", "derzeitig", "actual", "reciente", "actuel"];
    let label = plain(label);
    TABLES[2].is_match(&label) && !PRESENT.iter().any(|word| label.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning;

    fn own(label: &str) -> bool {
        let (meaning, _) = meaning::of(label, None, &[]);
        is_own_by(label, "", meaning)
    }

    #[test]
    fn what_is_somebody_elses_or_of_another_time_is_not_the_applicants() {
        for label in [
            "Emergency contact phone",
            "Telefon Notfallkontakt",
            "Reference 1: Email",
            "Supervisor's phone number",
            "First name of your manager",
            "Friend's email",
            "Téléphone du référent",
            "Geburtsname",
            "Previous address",
            "Vorherige Adresse",
            "Employer address",
            "Company website",
            "Work phone",
            "Adresse de l'entreprise",
            "Current company size",
            "Desired job title",
            "Job title applied for",
            "In which city would you like to work?",
            "In welcher Stadt möchten Sie arbeiten?",
            "State where you are licensed",
            "Country where you completed your degree",
            "Ville de l'école",
            "Full name (in Chinese)",
        ] {
            assert!(!own(label), "{label}: {:?}", meaning::of(label, None, &[]));
        }
    }

    #[test]
    fn what_is_asked_of_everybody_is_the_applicants() {
        for label in [
            "Full name",
            "Legal first name",
            "Nombre y apellidos",
            "Email address",
            "Confirm email",
            "Phone number (mobile)",
            "Current location",
            "Where do you live?",
            "Country of residence",
            "Address of residence",
            "LinkedIn profile",
            "Personal website",
            "Current company",
            "Current or most recent employer",
            "Derzeitiges Unternehmen",
            "Aktuelle Position",
            "What is your highest degree?",
            "Name of your university",
        ] {
            assert!(own(label), "{label}: {:?}", meaning::of(label, None, &[]));
        }
    }

    #[test]
    fn a_heading_tells_whose_name_and_number_are_meant() {
        assert!(!is_own_by("Country of birth", "", Meaning::Country));
        assert!(!is_own_by("Phone", "Emergency contact", Meaning::Phone));
        assert!(!is_own_by("Name", "Reference 2", Meaning::FullName));
        assert!(!is_own_by("City", "Work experience", Meaning::City));
        assert!(is_own_by("City", "Personal information", Meaning::City));
        assert!(is_own_by("Phone", "Contact", Meaning::Phone));
        assert!(is_own_by("Company", "Work experience", Meaning::CurrentCompany));
    }
}
