//! Questions about what the person has learned and done: languages, licences, schools, experience.

use super::{Row, row, unless};
use crate::meaning::Meaning;

pub(super) static ROWS: &[Row] = &[
    unless(
        &[
            r"(large|programming|query|coding|scripting|markup) languages?",
            r"language models?|language processing|which language do you (code|program)",
            r"languages? (like|such as) (python|java|c|go|rust|sql)",
        ],
        row(
            Meaning::Language,
            0.92,
            &[
                r"\blanguages?\b",
                r"sprachen?\b|sprachkenntnis|sprachniveau|(deutsch|englisch|franzosisch|spanisch|italienisch)(kenntnis|niveau)|muttersprache|(wie gut|sprechen sie).{0,20}(deutsch|englisch|franzosisch|spanisch)",
                r"\bidiomas?\b|nivel de (ingles|espanol|aleman|frances|catalan|portugues)|lengua materna|hablas? (ingles|espanol|aleman|frances)",
                r"\blangues?\b|niveau (d anglais|d allemand|de francais|en anglais|en allemand)|parlez vous (anglais|francais|allemand|espagnol|couramment)",
                r"(fluen|proficien|speak|spoken|written|conversational|native|level of|bilingual).{0,30}(english|german|french|spanish|mandarin|japanese|dutch|italian|portuguese|hebrew|arabic|korean)",
                r"(english|german|french|spanish|japanese|dutch|italian|portuguese) (language|proficiency|level|skills|fluency|speaker)",
            ],
        ),
    ),
    row(
        Meaning::DrivingLicence,
        0.92,
        &[
            r"driv(er|er s|ers|ing) ?(s )?licen[cs]e",
            r"fuhrerschein|fahrerlaubnis",
            r"(carnet?|permiso|licencia) de (conducir|conduccion|manejo)",
            r"permis (de conduire|b\b)|^permis$",
        ],
    ),
    unless(
        &[r"licen[cs]e (plate|agreement)|software licen"],
        row(
            Meaning::Credential,
            0.88,
            &[
                r"licen[cs](e|es|ed|ure)\b",
                r"certificat(e|ion)s?\b|certified",
                r"registration (number|with|pin)|current .*registration|registered (nurse|with|as)|\bregistration$",
                r"zertifikat|zertifizierung|approbation|anerkannte ausbildung|staatlich (anerkannt|gepruft)|berufsurkunde|weiterbildung",
                r"colegiad[oa]|colegiacion|certificacion(es)?|certificado|licencia|habilitacion",
                r"certificat(s|ion|ions)?\b|habilitation|inscrit a l ordre|numero d ordre|\brpps\b",
            ],
        ),
    ),
    unless(
        &[r"years of experience|professional experience|engineering background"],
        row(
            Meaning::Education,
            0.9,
            &[
                r"\bdegrees?\b",
                r"\bschools?\b|where did you study",
                r"universit",
                r"education|qualification",
                r"\bgpa\b",
                r"graduat",
                r"academic",
                r"\bcollege\b",
                r"field of study|\bmajor\b$|^(your |major|what is your )?(discipline|major)|area of study|course of study",
                r"bachelor|master s|diploma",
                r"studium|studien(fach|gang|richtung|abschluss)|abschluss|hochschule|schule\b|schulbildung|ausbildung|bildungs|fachrichtung|abitur|abschlussnote|notendurchschnitt",
                r"estudios|titulacion|formacion|educacion|universidad|carrera universitaria|licenciatura|bachillerato|grado (academico|universitario)|nota media|especialidad|titulo (academico|universitario|obtenido)",
                r"diplom|\betudes\b|\becole\b|\bformation\b|niveau d etude|etablissement (scolaire|d enseignement)|baccalaureat|filiere|specialite",
            ],
        ),
    ),
    row(
        Meaning::YearsOfExperience,
        0.88,
        &[
            r"how many (total )?years|years( of)? .{0,60}experience|years of (relevant|total|work)|^(total )?years in\b|number of years",
            r"wie viele jahre|wie vielen jahren|(jahre|jahren) .{0,40}(erfahrung|berufserfahrung)|anzahl .{0,20}jahre|^berufserfahrung in jahren",
            r"anos de (experiencia|trayectoria)|cuantos anos",
            r"annees? (d|de) ?experience|combien d annees|nombre d annees",
        ],
    ),
    unless(
        &[
            r"^(describe|tell|please (describe|share|explain|tell)|what (is|was|has been) your experience|what experience|in \d|share|explain|briefly|beschreib|schildern|cuent|describ|decri)",
            r"any questions",
            r"\b(please )?(describe|tell us|explain|elaborate) (your|how|a|the|what)\b|what (problem|was|were|did|impact)",
            r"^(if|can|could|how (have|did|do|would)|why|give) .{0,200}(share|describe|tell|explain|example)",
        ],
        row(
            Meaning::ExperienceConfirm,
            0.85,
            &[
                r"^(do|have|did|does) you .*experience|\b(do|have) you .{0,80}\bexperience\b",
                r"\b(your|level of|relevant) experience (with|in|level|using|managing|leading)\b|level of .{0,30}(experience|involvement|expertise|proficiency|knowledge|familiarity|comfort)",
                r"\bhave you (ever |also |personally |directly |successfully |previously )?(built|shipped|used|worked|managed|led|designed|launched|written|developed|owned|been an?|created|implemented|contributed|run|sold|taught|published|trained|deployed|operated|supervised|handled|held|completed)\b",
                r"^do you have (a|an|at least|\d|more|any|extensive|strong|the|prior|previous|relevant|hands|direct|proven|deep|solid|significant|industry|working|knowledge|basic|advanced)\b",
                r"^do you (possess|know|use|understand|currently (use|manage|work with))\b",
                r"(are you )?(familiar|comfortable|proficient|skilled|experienced|confident) (with|in|using|working|building|at)",
                r"how (comfortable|familiar|proficient|experienced|confident) (are|do|would)",
                r"(which|what) (of the following|of these|areas?|tools?|technologies|skills|industries|programming|coding|platforms|frameworks|software)\b.{0,120}(worked|used|experience|expertise|familiar|proficient|skilled|comfortable|owned|ownership|apply to you)",
                r"\b(background|expertise|proficiency|knowledge|skills) (in|with|of)\b|^(skills|experience|expertise)$|minimum of .{0,20}years",
                r"(haben|hast|besitzen|verfugen) (sie|du) .*(erfahrung|kenntnis)|erfahrung(en)? (mit|in|im|als)\b|kenntnisse? (in|im|mit|von|der)\b|vertraut mit|haben (sie|du) .{0,40}(bereits|schon)? .*(gearbeitet mit|verwendet|geleitet)|berufserfahrung|(beherrschen|kennen) sie",
                r"(tiene|tienes|cuenta|cuentas|posee) .{0,60}(experiencia|conocimiento)|experiencia (con|en|previa|laboral|profesional|como)|conocimientos? (de|en)|has (trabajado|utilizado|usado|gestionado|liderado) (con|en|un|una)|manejas?\b|dominas?\b",
                r"(avez vous|as tu|possedez vous|disposez vous) .*(experience|connaissance|competence|maitrise)|experience (professionnelle|en|dans|avec|sur)\b|avez vous (deja )?(utilise|gere|manage|encadre|dirige|pratique)|maitrisez vous|connaissez vous|connaissances? (de|en|du)|a l aise avec",
            ],
        ),
    ),
];
