//! Names of the files we make.

use domain::Resume;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A resume.
    Resume,
    /// A cover letter.
    CoverLetter,
}

/// A file name every system takes: `First_Last_Resume.pdf`. Letters and digits of any script stay;
/// everything else becomes an underscore.
pub fn file_name(resume: &Resume, kind: DocumentKind) -> String {
    const LONGEST: usize = 60;
    let words = resume.basics.name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.collect::<Vec<_>>().join("_").chars().take(LONGEST).collect();
    let kind = match kind {
        DocumentKind::Resume => "Resume",
        DocumentKind::CoverLetter => "Cover_Letter",
    };
    if name.is_empty() { format!("{kind}.pdf") } else { format!("{name}_{kind}.pdf") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_the_person_whatever_the_name_holds() {
        let mut resume = Resume::default();
        assert_eq!(file_name(&resume, DocumentKind::Resume), "Resume.pdf");
        resume.basics.name = "Ada  Müller-O'Neill".into();
        assert_eq!(file_name(&resume, DocumentKind::CoverLetter), "Ada_Müller_O_Neill_Cover_Letter.pdf");
        resume.basics.name = "../../etc\u{202e}/passwd".into();
        assert_eq!(file_name(&resume, DocumentKind::Resume), "etc_passwd_Resume.pdf");
    }
}
