//! Words that tell a job title from an employer, a school from a degree, and a language from a tool.

use std::collections::HashSet;
use std::sync::LazyLock;

use domain::text::fold;

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set(
        "accountant administrator advisor adviser advocate agent analyst animator apprentice architect artist assistant associate attendant attorney auditor baker banker bookkeeper buyer captain caregiver carpenter cashier ceo cfo chef chemist clerk coach consultant controller cook coordinator copywriter cook counsel counselor cto curator dba dean dentist designer developer devops director dispatcher doctor driver economist editor educator electrician engineer entrepreneur estimator examiner executive expert facilitator farmer foreman founder freelancer generalist guard handyman head hygienist illustrator inspector instructor intern interpreter interviewer investigator janitor journalist keeper laborer lawyer lead leader lecturer librarian manager marketer mason mechanic mediator mentor merchandiser model musician nanny nurse officer operator owner painter paralegal paramedic partner pharmacist photographer physician physicist planner plumber postdoc practitioner president principal producer professor programmer promoter psychologist receptionist recruiter registrar rep representative reporter researcher resident retoucher salesperson scientist secretary sergeant server sommelier specialist sre steward stylist superintendent supervisor surgeon surveyor teacher teller tester therapist trainee trainer translator treasurer tutor vet veterinarian volunteer vp waiter waitress welder worker writer internship bartender barista housekeeper tailor seamstress \
        entwickler entwicklerin softwareentwickler softwareentwicklerin ingenieur ingenieurin leiter leiterin abteilungsleiter abteilungsleiterin teamleiter teamleiterin projektleiter projektleiterin berater beraterin kaufmann kauffrau bürokaufmann bürokauffrau industriekaufmann industriekauffrau sachbearbeiter sachbearbeiterin mitarbeiter mitarbeiterin praktikant praktikantin praktikum werkstudent werkstudentin auszubildender auszubildende assistent assistentin referent referentin lehrer lehrerin pfleger pflegerin krankenschwester krankenpfleger krankenpflegerin geschäftsführer geschäftsführerin verkäufer verkäuferin fahrer koch köchin elektriker mechaniker mechatroniker techniker technikerin erzieher erzieherin buchhalter buchhalterin architekt architektin tester administrator fachkraft meister meisterin \
        desarrollador desarrolladora ingeniero ingeniera gerente jefe jefa director directora responsable analista consultor consultora asistente auxiliar administrativo administrativa profesor profesora maestro maestra enfermero enfermera contador contadora contable vendedor vendedora dependiente dependienta programador programadora diseñador diseñadora arquitecto arquitecta técnico técnica coordinador coordinadora encargado encargada becario becaria practicante camarero camarera cocinero cocinera abogado abogada médico médica operario operaria recepcionista secretario secretaria ejecutivo ejecutiva especialista",
    )
});

static COMPANIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set(
        "inc llc ltd limited corp corporation company gmbh ag kg ohg se plc sa sl srl bv ab oy as group holding holdings bank technologies solutions systems labs consulting partners agency studio studios hospital clinic university college school institute ministry department council foundation association center centre services enterprises industries international restaurant hotel store stores firm freelance llp pvt co verein stiftung klinik krankenhaus universität hochschule praxis verlag werke grupo empresa banco ayuntamiento clínica universidad colegio instituto fundación",
    )
});

static SCHOOLS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set(
        "university universität universitat universidad universitario college school institute institut instituto academy akademie academia hochschule fachhochschule gymnasium realschule berufsschule hauptschule gesamtschule schule escuela colegio facultad faculty polytechnic politécnica politecnica conservatory technion kolleg ulpan bootcamp udemy coursera seminary lyceum tu eth mit ucla iht ihk volkshochschule campus liceo universitaet polytechnique école",
    )
});

static DEGREES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set(
        "bachelor bachelors bachelor's master masters master's mba phd doctorate doctoral diploma degree associate associates bsc msc ba bs ma ms mfa bfa jd md llb llm ged beng meng btech mtech bcom mcom bba bca mca certificate certification diplom abitur magister staatsexamen promotion doktor ausbildung fachabitur abschluss licenciatura licenciado licenciada grado máster doctorado diplomado bachillerato ingeniería título técnico ciclo ph.d b.a b.s b.sc m.a m.s m.sc postgraduate graduate undergraduate honours honors minor major dipl",
    )
});

static LANGUAGES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set(
        "english german french spanish italian portuguese dutch russian ukrainian polish czech slovak hungarian romanian bulgarian greek turkish arabic hebrew persian farsi urdu hindi bengali punjabi gujarati tamil telugu marathi chinese mandarin cantonese japanese korean vietnamese thai indonesian malay tagalog filipino swahili swedish norwegian danish finnish estonian latvian lithuanian croatian serbian bosnian slovenian albanian macedonian georgian armenian catalan basque galician irish welsh afrikaans amharic yiddish latin \
        englisch deutsch französisch spanisch italienisch portugiesisch niederländisch russisch ukrainisch polnisch tschechisch slowakisch ungarisch rumänisch bulgarisch griechisch türkisch arabisch hebräisch persisch chinesisch mandarin japanisch koreanisch schwedisch norwegisch dänisch finnisch kroatisch serbisch latein \
        inglés ingles alemán aleman francés frances español espanol castellano italiano portugués portugues neerlandés ruso ucraniano polaco checo árabe hebreo chino japonés coreano turco griego rumano catalán euskera gallego sueco",
    )
});

fn any(text: &str, words: &HashSet<&str>) -> bool {
    fold(text).split(' ').any(|word| words.contains(word))
}

/// Whether a word of `text` names a job.
pub(super) fn has_title(text: &str) -> bool {
    any(text, &TITLES)
}

/// Whether a word of `text` marks an employer.
pub(super) fn has_company(text: &str) -> bool {
    any(text, &COMPANIES)
}

/// Whether a word of `text` marks a school.
pub(super) fn has_school(text: &str) -> bool {
    any(text, &SCHOOLS)
}

/// Whether a word of `text` marks a degree; dotted short forms count.
pub(super) fn has_degree(text: &str) -> bool {
    let dotted =
        |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('.', "");
    any(text, &DEGREES) || text.split_whitespace().any(|word| DEGREES.contains(dotted(word).as_str()))
}

/// The word of `text` that names a language, as written.
pub(super) fn language(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_alphabetic()).find(|word| LANGUAGES.contains(word.to_lowercase().as_str()))
}

/// Whether `text` reads like a sentence rather than a name.
pub(super) fn is_sentence(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let ends = text.trim_end().ends_with(['.', ';', '!']);
    words > 14 || (ends && words > 6)
}

const COUNTRIES: &[(&str, &str)] = &[
    ("united states", "US"),
    ("usa", "US"),
    ("us", "US"),
    ("united kingdom", "GB"),
    ("uk", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("germany", "DE"),
    ("deutschland", "DE"),
    ("alemania", "DE"),
    ("spain", "ES"),
    ("españa", "ES"),
    ("spanien", "ES"),
    ("france", "FR"),
    ("frankreich", "FR"),
    ("austria", "AT"),
    ("österreich", "AT"),
    ("switzerland", "CH"),
    ("schweiz", "CH"),
    ("suiza", "CH"),
    ("italy", "IT"),
    ("italia", "IT"),
    ("portugal", "PT"),
    ("netherlands", "NL"),
    ("the netherlands", "NL"),
    ("niederlande", "NL"),
    ("belgium", "BE"),
    ("poland", "PL"),
    ("polen", "PL"),
    ("ireland", "IE"),
    ("israel", "IL"),
    ("russia", "RU"),
    ("ukraine", "UA"),
    ("india", "IN"),
    ("china", "CN"),
    ("canada", "CA"),
    ("mexico", "MX"),
    ("méxico", "MX"),
    ("argentina", "AR"),
    ("colombia", "CO"),
    ("chile", "CL"),
    ("peru", "PE"),
    ("perú", "PE"),
    ("brazil", "BR"),
    ("australia", "AU"),
    ("new zealand", "NZ"),
    ("japan", "JP"),
    ("singapore", "SG"),
    ("sweden", "SE"),
    ("norway", "NO"),
    ("denmark", "DK"),
    ("finland", "FI"),
    ("czech republic", "CZ"),
    ("czechia", "CZ"),
    ("hungary", "HU"),
    ("romania", "RO"),
    ("greece", "GR"),
    ("turkey", "TR"),
    ("georgia", "GE"),
    ("south africa", "ZA"),
    ("nigeria", "NG"),
    ("kenya", "KE"),
    ("egypt", "EG"),
    ("uae", "AE"),
    ("united arab emirates", "AE"),
    ("pakistan", "PK"),
    ("philippines", "PH"),
    ("estonia", "EE"),
    ("latvia", "LV"),
    ("lithuania", "LT"),
];

/// The code of a country whose name `text` is.
pub(super) fn country(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    COUNTRIES.iter().find(|(name, _)| *name == folded).map(|(_, code)| *code)
}

const STATES: &str = " AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC ";

/// Whether `text` is the short form of one of the United States.
pub(super) fn is_state(text: &str) -> bool {
    text.len() == 2 && STATES.contains(&format!(" {text} "))
}
