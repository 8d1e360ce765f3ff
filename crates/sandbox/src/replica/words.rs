//! How forms word what they ask, several ways in four languages. Written for this purpose; no real form was copied.

use super::model::Tongue;

/// What is asked, and its wordings in English, German, Spanish and French.
type Row = (&'static str, [&'static [&'static str]; 4]);

/// The wordings of what the profile answers.
const LABELS: &[Row] = &[
    (
        "first_name",
        [
            &["First name", "First Name", "Given name", "Legal first name"],
            &["Vorname", "Ihr Vorname", "Vorname(n)"],
            &["Nombre", "Nombre de pila"],
            &["Prénom", "Votre prénom"],
        ],
    ),
    (
        "last_name",
        [
            &["Last name", "Last Name", "Family name", "Surname"],
            &["Nachname", "Familienname", "Ihr Nachname"],
            &["Apellidos", "Apellido"],
            &["Nom", "Nom de famille"],
        ],
    ),
    (
        "full_name",
        [
            &["Full name", "Name", "Your full name", "First and last name"],
            &["Vollständiger Name", "Vor- und Nachname", "Name"],
            &["Nombre completo", "Nombre y apellidos"],
            &["Nom complet", "Prénom et nom"],
        ],
    ),
    (
        "email",
        [
            &["Email", "E-mail address", "Email address", "Your email"],
            &["E-Mail", "E-Mail-Adresse", "Ihre E-Mail-Adresse"],
            &["Correo electrónico", "Email", "Dirección de correo electrónico"],
            &["E-mail", "Adresse e-mail", "Courriel"],
        ],
    ),
    (
        "phone",
        [
            &["Phone", "Phone number", "Mobile phone", "Telephone"],
            &["Telefon", "Telefonnummer", "Handynummer", "Mobilnummer"],
            &["Teléfono", "Número de teléfono", "Teléfono móvil"],
            &["Téléphone", "Numéro de téléphone"],
        ],
    ),
    (
        "location",
        [
            &["Current location", "Location", "Where are you based?", "Where do you live?"],
            &["Wohnort", "Aktueller Wohnort", "Ihr Wohnort"],
            &["Ubicación actual", "Lugar de residencia", "Ciudad de residencia"],
            &["Lieu de résidence", "Localisation actuelle"],
        ],
    ),
    (
        "city",
        [
            &["City", "Town or city", "City of residence"],
            &["Ort", "Stadt", "Wohnort"],
            &["Ciudad", "Localidad"],
            &["Ville"],
        ],
    ),
    (
        "country",
        [
            &["Country", "Country of residence"],
            &["Land", "Wohnsitzland"],
            &["País", "País de residencia"],
            &["Pays", "Pays de résidence"],
        ],
    ),
    ("region", [&["State", "State / Province"], &["Bundesland"], &["Provincia"], &["Région"]]),
    (
        "street",
        [
            &["Address", "Street address", "Address line 1"],
            &["Straße und Hausnummer", "Anschrift"],
            &["Dirección", "Calle y número"],
            &["Adresse", "Rue et numéro"],
        ],
    ),
    (
        "postal_code",
        [
            &["ZIP", "Postal code", "ZIP / Postal code"],
            &["PLZ", "Postleitzahl"],
            &["Código postal"],
            &["Code postal"],
        ],
    ),
    (
        "resume",
        [
            &["Resume/CV", "Resume", "CV", "Your CV (PDF or Word)", "Upload your resume"],
            &["Lebenslauf", "Lebenslauf (PDF)", "CV / Lebenslauf"],
            &["Currículum", "CV", "Currículum (PDF o Word)"],
            &["CV", "Curriculum vitae", "Votre CV"],
        ],
    ),
    (
        "cover_letter",
        [
            &["Cover letter", "Cover Letter", "Covering letter"],
            &["Anschreiben", "Motivationsschreiben"],
            &["Carta de presentación"],
            &["Lettre de motivation"],
        ],
    ),
    (
        "linkedin",
        [
            &["LinkedIn profile", "LinkedIn URL", "LinkedIn", "Link to your LinkedIn profile"],
            &["LinkedIn-Profil", "Link zu Ihrem LinkedIn-Profil"],
            &["Perfil de LinkedIn"],
            &["Profil LinkedIn"],
        ],
    ),
    (
        "github",
        [&["GitHub profile", "GitHub URL"], &["GitHub-Profil"], &["Perfil de GitHub"], &["Profil GitHub"]],
    ),
    (
        "website",
        [
            &["Website", "Personal website", "Portfolio URL"],
            &["Webseite", "Portfolio"],
            &["Sitio web", "Portafolio"],
            &["Site web", "Portfolio"],
        ],
    ),
    (
        "social",
        [
            &["Twitter/X profile"],
            &["Twitter- oder X-Profil"],
            &["Perfil de Twitter/X"],
            &["Profil Twitter/X"],
        ],
    ),
    (
        "current_company",
        [
            &["Current company", "Current or most recent employer"],
            &["Derzeitiges Unternehmen", "Aktueller Arbeitgeber"],
            &["Empresa actual"],
            &["Entreprise actuelle", "Employeur actuel"],
        ],
    ),
    (
        "current_title",
        [
            &["Current job title", "Current title"],
            &["Aktuelle Position", "Derzeitige Berufsbezeichnung"],
            &["Cargo actual", "Puesto actual"],
            &["Poste actuel", "Intitulé du poste actuel"],
        ],
    ),
    (
        "preferred_name",
        [
            &["Preferred first name", "Preferred name"],
            &["Rufname"],
            &["Nombre preferido"],
            &["Prénom d'usage"],
        ],
    ),
    (
        "salary",
        [
            &["Desired pay", "Salary expectations", "What are your salary expectations? (EUR per year)"],
            &["Gehaltsvorstellung", "Wie hoch ist Ihre Gehaltsvorstellung? (EUR brutto im Jahr)"],
            &["Expectativas salariales", "¿Cuáles son tus expectativas salariales? (EUR brutos al año)"],
            &["Prétentions salariales", "Quelles sont vos prétentions salariales (EUR brut par an) ?"],
        ],
    ),
    (
        "start_date",
        [
            &["Date available", "When could you start?", "Earliest start date"],
            &["Frühester Eintrittstermin", "Wann könnten Sie anfangen?", "Verfügbar ab"],
            &["Fecha de incorporación", "¿Cuándo podrías empezar?"],
            &["Date de disponibilité", "Quand pourriez-vous commencer ?"],
        ],
    ),
    (
        "how_heard",
        [
            &[
                "How did you hear about this job?",
                "How did you hear about us?",
                "How did you find this opening?",
            ],
            &["Wie sind Sie auf uns aufmerksam geworden?", "Wie haben Sie von dieser Stelle erfahren?"],
            &["¿Cómo conociste esta oferta?", "¿Cómo nos has conocido?"],
            &["Comment avez-vous entendu parler de cette offre ?", "Comment nous avez-vous connus ?"],
        ],
    ),
    ("phone_kind", [&["Phone device type"], &["Telefonart"], &["Tipo de teléfono"], &["Type de téléphone"]]),
];

/// The wordings of what is asked; a name nobody taught is its own wording.
pub(super) fn labels(asks: &str, tongue: Tongue) -> &'static [&'static str] {
    let place = match tongue {
        Tongue::En => 0,
        Tongue::De => 1,
        Tongue::Es => 2,
        Tongue::Fr => 3,
    };
    LABELS.iter().find(|(what, _)| *what == asks).map_or(&["?"], |(_, all)| all[place])
}

/// The options of a choice, in the language, separated by bars in the source.
pub(super) fn split(text: &str) -> Vec<String> {
    text.split('|').map(str::to_owned).collect()
}

/// Yes and no.
pub(super) fn yes_no(tongue: Tongue) -> Vec<String> {
    split(tongue.say("Yes|No", "Ja|Nein", "Sí|No", "Oui|Non"))
}

/// Countries as lists offer them.
pub(super) fn countries(tongue: Tongue) -> Vec<String> {
    split(tongue.say(
        "Austria|Canada|France|Germany|Ireland|Netherlands|Poland|Portugal|Spain|Switzerland|United Kingdom|United States of America",
        "Deutschland|Frankreich|Großbritannien|Irland|Kanada|Niederlande|Österreich|Polen|Portugal|Schweiz|Spanien|Vereinigte Staaten",
        "Alemania|Austria|Canadá|España|Estados Unidos|Francia|Irlanda|Países Bajos|Polonia|Portugal|Reino Unido|Suiza",
        "Allemagne|Autriche|Canada|Espagne|États-Unis|France|Irlande|Pays-Bas|Pologne|Portugal|Royaume-Uni|Suisse",
    ))
}

/// Ways to hear of a job.
pub(super) fn sources(tongue: Tongue) -> Vec<String> {
    split(tongue.say(
        "LinkedIn|Job board|Friend or colleague|Company website|Other",
        "LinkedIn|Stellenportal|Bekannte oder Kollegen|Unternehmensseite|Sonstiges",
        "LinkedIn|Portal de empleo|Amigos o colegas|Página de la empresa|Otro",
        "LinkedIn|Site d'emploi|Amis ou collègues|Site de l'entreprise|Autre",
    ))
}

/// Kinds of telephone.
pub(super) fn phone_kinds(tongue: Tongue) -> Vec<String> {
    split(tongue.say(
        "Mobile|Home|Work",
        "Mobil|Privat|Geschäftlich",
        "Móvil|Casa|Trabajo",
        "Mobile|Domicile|Travail",
    ))
}
