//! What is read from a sentence: which skills, how much they are wanted, for how long; and what is not read.

use matching::need::Need;
use matching::skills::{SKILLS, extract};

/// "Python required 5 years, Docker nice" for the skills of a text in reading order.
fn read(text: &str) -> String {
    let named = extract(text);
    let told = named.needs().iter().map(|found| {
        let need = match found.need {
            Need::Required => "required",
            Need::Nice => "nice",
            Need::Mentioned => "mentioned",
        };
        let years = found.experience.map(|experience| format!(" {}", experience.shown())).unwrap_or_default();
        format!("{} {need}{years}", SKILLS.name(found.skill))
    });
    told.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn languages_with_short_names_are_told_from_words() {
    check(&[
        ("You have experience with Go and Kubernetes.", "Go required, Kubernetes required"),
        ("We go the extra mile. Go ahead and apply!", ""),
        ("You will lead our Go To Market experience in Europe.", ""),
        ("Du programmierst in Go oder C.", "Go required, C required"),
        ("Buscamos experiencia en Go y C++.", "Go required, C++ required"),
        ("Statistics in R or SAS are required.", "Statistics required, R required, SAS required"),
        ("R&D experience in a lab is welcome.", ""),
        ("Erfahrung in R und SQL setzen wir voraus.", "R required, SQL required"),
        ("Se requiere experiencia en R.", "R required"),
        ("You have programming experience in C.", "C required"),
        ("Knowledge of Hepatitis C and vitamin C.", ""),
        ("Erfahrung mit Klasse C und dem Euro.", ""),
        ("Experiencia con vitamina C.", ""),
    ]);
}

#[test]
fn spring_is_a_framework_only_among_its_like() {
    check(&[
        ("You know Java and Spring.", "Java mentioned, Spring mentioned"),
        ("Experience with the Spring framework is essential.", "Spring required"),
        ("The experience in Spring 2027 begins in London.", ""),
        ("We start in spring, with experience in a team.", ""),
        ("Java und Spring Boot beherrschst du.", "Java required, Spring required"),
        ("Conocimientos de Java y Spring.", "Java required, Spring required"),
    ]);
}

#[test]
fn an_airline_is_no_software() {
    check(&[
        ("Experience with SAS or SPSS.", "SAS required, SPSS required"),
        ("Experience with SAS or another airline as cabin crew.", ""),
        ("Erfahrung mit SAS und SPSS.", "SAS required, SPSS required"),
        ("Du hast Erfahrung mit Flügen der SAS.", ""),
        ("Experiencia con SAS y Stata.", "SAS required, Stata required"),
        ("Experiencia con SAS u otra aerolínea.", ""),
    ]);
}

#[test]
fn what_is_not_needed_is_not_asked_for() {
    check(&[
        ("No Java needed.", ""),
        ("No Java or C# needed, but you must know Kotlin.", "Kotlin required"),
        ("Retail experience is not required.", ""),
        ("Not only Java, also Kotlin is required.", "Java required, Kotlin required"),
        ("Java-Kenntnisse sind nicht erforderlich.", ""),
        ("Kein SAP, aber DATEV ist Pflicht.", "DATEV required"),
        ("Ohne Erfahrung im Einzelhandel bist du willkommen.", ""),
        ("No hace falta saber Java.", ""),
        ("Sin experiencia previa en ventas.", ""),
        ("No se requiere Java, pero sí es imprescindible SQL.", "SQL required"),
    ]);
}

#[test]
fn a_clause_says_how_much_its_skills_are_wanted() {
    check(&[
        ("SQL is required, Docker is a plus.", "SQL required, Docker nice"),
        (
            "Experience with SQL (Snowflake is a plus) and Python.",
            "SQL required, Snowflake nice, Python required",
        ),
        ("Python (required), Docker (nice to have)", "Python required, Docker nice"),
        ("French is desirable, but not required.", "French nice"),
        ("Ideally you have worked with Terraform.", "Terraform nice"),
        ("Nice to have: Docker", "Docker nice"),
        ("We offer training in Excel and first aid.", ""),
        (
            "Good communication skills, and you will have the opportunity to develop skills in triage.",
            "Communication skills required, Emergency care mentioned",
        ),
        ("DATEV ist zwingend, SAP von Vorteil.", "DATEV required, SAP nice"),
        ("Französisch ist ein Pluspunkt, aber kein Muss.", "French nice"),
        ("Erfahrung in der Buchhaltung, idealerweise mit DATEV.", "Accounting required, DATEV nice"),
        ("Wir bieten Sprachkurse in Deutsch.", ""),
        ("Es imprescindible el inglés y muy valorable el francés.", "English required, French nice"),
        ("Conocimientos de SQL; deseable Tableau.", "SQL required, Tableau nice"),
        ("Ofrecemos clases de inglés.", ""),
        ("You will work with Docker.", "Docker mentioned"),
    ]);
}

#[test]
fn a_heading_speaks_of_the_lines_below_it() {
    check(&[
        (
            "Requirements\n- SQL\nPreferred qualifications:\n- Knowledge of Docker",
            "SQL required, Docker nice",
        ),
        ("Requirements\nExperience with Docker preferred\nSQL", "Docker nice, SQL required"),
        ("Ihr Profil\n- SQL\nVon Vorteil\n- Docker\nWir bieten\n- Excel-Kurse", "SQL required, Docker nice"),
        ("Requisitos:\n- SQL\nSe valorará:\n- Docker\nOfrecemos:\n- Inglés", "SQL required, Docker nice"),
    ]);
}

#[test]
fn years_are_read_where_they_are_said() {
    check(&[
        ("5+ years of Python and SQL.", "Python required 5 years, SQL required 5 years"),
        (
            "At least three years' experience with SQL, with knowledge of Docker.",
            "SQL required 3 years, Docker required",
        ),
        ("3-5 years of experience in Java.", "Java required 3 years"),
        ("SQL: 1 year (Required)", "SQL required 1 year"),
        ("Django (at least 2 years), Python", "Django required 2 years, Python mentioned"),
        ("Several years of experience in nursing care.", "Patient care required several years"),
        ("Mindestens 3 Jahre Erfahrung mit SAP.", "SAP required 3 years"),
        ("Mehrjährige Erfahrung in der Lohnbuchhaltung.", "Payroll required several years"),
        ("Zweijährige Erfahrung mit Java.", "Java required 2 years"),
        ("Al menos 3 años de experiencia en contabilidad.", "Accounting required 3 years"),
        ("Varios años de experiencia en ventas.", "Sales required several years"),
    ]);
}

#[test]
fn years_of_something_else_are_not_years_of_a_skill() {
    check(&[
        ("A two year contract for work with Python.", "Python mentioned"),
        ("In the last 5 years we have used Python.", "Python mentioned"),
        ("Up to 2 years of experience in Python.", "Python required"),
        ("Work with children 5 to 18 years old and knowledge of first aid.", "First aid required"),
        ("A degree in computer science and 5 years of experience.", "Computer science required"),
        ("0-1 year of experience in SQL.", "SQL required"),
        ("Seit 30 Jahren arbeiten wir mit SAP.", "SAP mentioned"),
        ("Desde hace 10 años. Trabajamos con SAP.", "SAP mentioned"),
    ]);
}
