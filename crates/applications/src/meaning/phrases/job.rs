//! Questions about this job: how it was found, pay, time and place.

use super::{Row, row, short, unless};
use crate::meaning::Meaning;

pub(super) static ROWS: &[Row] = &[
    row(
        Meaning::YearsOfExperience,
        0.88,
        &[
            r"^how many years .{0,80}(experience|work|have you)|^wie viele jahre|^cuantos anos|^combien d annees",
        ],
    ),
    row(
        Meaning::HowHeard,
        0.96,
        &[
            r"how (did|have) you (first |initially |originally )?(hear|find|learn|come (across|to know)|know|discover|heard|become|been made)",
            r"where (did|have) you (first )?(hear|heard|find|found|see|seen|learn|come across)",
            r"hear(d)? about (us|this|the|our)",
            r"made aware of",
            r"(source|referral source|job source|recruitment source|how you heard|application source)$|^source\b",
            r"(which|what) (channel|source|platform|site) .{0,20}(brought|led|did)|engaged with .* (following|means)|exposed to",
            r"influence on your decision to apply|what (led|brought) you to (us|apply|our)",
            r"job board name",
            r"wie (haben|sind|wurden|hast|bist) (sie|du) .*(erfahren|aufmerksam|gehort|gefunden|gestossen)",
            r"woher (kennen|haben|wissen|kennst|hast|weisst)|(wo|wodurch) (haben|hast) (sie|du) .*(gesehen|gefunden|erfahren|gelesen)",
            r"auf uns aufmerksam|bewerbungsquelle|quelle der bewerbung|^quelle$",
            r"(como|donde) (nos |te |se |has |ha |te has )*(conociste|conocio|enteraste|entero|supiste|supo|conocido|encontraste|encontro|viste|vio|descubriste|descubrio|enterado|encontrado)",
            r"a traves de que (medio|canal)|fuente de (la )?(candidatura|reclutamiento)",
            r"comment (avez vous|as tu|nous avez vous|nous as tu) .*(entendu|connu|decouvert|trouve|appris|eu connaissance)",
            r"ou avez vous (vu|trouve|entendu|decouvert)|par quel (biais|canal|moyen)|source de (la )?candidature",
        ],
    ),
    unless(
        &[r"^(describe|tell)|language|refer to you|referring to you|job board name"],
        row(
            Meaning::Referral,
            0.9,
            &[
                r"\breferr(ed|al|als|er|ing|er s)\b|\brefer you\b",
                r"(their|employee|employee s) (full )?names?\b",
                r"recommended you",
                r"discussed this role|spoken (to|with) (a|an|any).{0,30}employee",
                r"full name of the person",
                r"(our|your) (people|team|employees|staff|colleagues) .{0,20}(point|send|sent|told|tell|introduce)|know any(one|body).{0,30} (at|who|in|here)",
                r"empfohlen|empfehlung|geworben|mitarbeiter werben|geworben",
                r"\breferid[oa]|recomendad[oa]|recomend[oa]|(quien|empleado) (te|le|que)",
                r"recommand[ee]|coopt|parraine|recommandation",
            ],
        ),
    ),
    unless(
        &[r"^(describe|tell)|workers compensation|compensation (team|plan|design|analy|experience)"],
        row(
            Meaning::Salary,
            0.94,
            &[
                r"\bsalar(y|ies)\b",
                r"compensation",
                r"pay (expect|require|rate|range)|^pay$",
                r"(desired|expected|base|target|minimum|current) (annual )?(pay|rate|package|ctc|earnings)",
                r"\bctc\b",
                r"\bwages?\b",
                r"remuneration",
                r"(hourly|day|daily) rate|rate per (hour|day)",
                r"\bote\b|hoping to (earn|make)|want to earn|like to earn|on target earnings",
                r"gehalt|\blohn|vergutung|verdienst|stundensatz|tagessatz|bruttojahr",
                r"salarial|salario|sueldo|retribucion|remuneracion|pretension|expectativa economica|banda economica",
                r"salaire|pretentions|remuneration|salariale|\btjm\b",
            ],
        ),
    ),
    row(
        Meaning::NoticePeriod,
        0.96,
        &[
            r"notice period|period of notice|notice to your|how much notice|weeks notice|notice .{0,20}(required|give|serve)",
            r"kundigungsfrist|kundigungstermin",
            r"preaviso",
            r"preavis",
        ],
    ),
    row(
        Meaning::EducationDates,
        0.8,
        &[r"^(start|end) (date )?(year|month)$|^(start|end) date (year|month)$"],
    ),
    unless(
        &[r"viajar|travel|reise|deplac|interview|turno|shift|schicht|in office|horari"],
        row(
            Meaning::StartDate,
            0.92,
            &[
                r"start(ing)? date",
                r"earliest (possible )?(start|date|you|day|availab)",
                r"when (can|could|would|are|will|might) you (be )?(like to |able to |ready to )?(start|available|join|begin)",
                r"how soon",
                r"available (to start|to begin|from|start|as of)|available for work",
                r"(date|day) (available|of availability)",
                r"^(what is )?(your )?(current )?availability( to start| date)?$|start (immediately|right away|within)|availability (date|to start)",
                r"want to start|(soonest|earliest) you (can|could)",
                r"(wann|ab wann|zu wann|zum) .{0,10}(konnen|konnten|waren|kannst|konntest|sind|stehen|wurden|mochten)",
                r"eintritt(s)?(datum|termin)?\b|fruhestmoglich|fruhester|verfugbar (ab|seit)|^verfugbarkeit|startdatum|starttermin|arbeitsbeginn|beschaftigungsbeginn",
                r"cuando (podria|puede|podrias|puedes|te podrias|se podria|estaria|estarias)|(a partir de|desde) (que fecha|cuando)",
                r"fecha (de|estimada de|prevista de|posible de) (inicio|incorporacion|disponibilidad)|^disponibilidad( para (empezar|incorporar\w*))?$|incorporacion",
                r"(quand|a partir de quand|a quelle date) (pouvez|pourriez|pourrais|seriez|etes|peux|souhait)",
                r"date (de|d) (debut|disponibilite|prise|entree|arrivee)|^(votre )?disponibilite$|disponible (a partir|des)",
            ],
        ),
    ),
    row(Meaning::Address, 0.85, &[r"what is (the|your) (\w+ )*address|address from which"]),
    // Where a job is done comes before moving there: "are you local, or would you move, and come in three days".
    row(
        Meaning::OfficeAttendance,
        0.9,
        &[
            r"(days?|times?|x|\d+) ?(a|per|each|in the|every|of the|/) ?(week|month)|days? week|\dx (a|per)?",
            r"\bhybrid\b|in office\b|on ?site\b|in person (at|in|\d)|(work(ing)?|come|be) in person|in person company|office first",
            r"(come|commute|go|get) (in )?to (the|our|an?) .{0,40}office",
            r"commute (to|in)|remote(ly)? or|work(ing)? (model|arrangement) (preference)?|remote work (preference|ok)",
            r"an? (\w+ )?(tagen?|tage) (pro|in der|die) woche|tage (in der|pro) woche|(vor ort|im buro|prasenz)\w*.{0,40}(arbeiten|woche|moglich|bereit|anwesen)|(ins|im) buro|homeoffice|hybrid(es|e)? arbeit|prasenz",
            r"oficina|presencial|dias (por|a la) semana|hibrid[oa]|teletrabajo",
            r"sur site|au bureau|jours (par|de la) semaine|presentiel|hybride|teletravail",
        ],
    ),
    unless(
        &[r"^where are you|relocation (assistance|package) (is|will)"],
        row(
            Meaning::Relocation,
            0.92,
            &[
                r"relocat",
                r"willing to move|would you (be willing to )?move|(open|prepared|able) to (a )?mov(e|ing)",
                r"moving to|planning to move",
                r"umzuziehen|umziehen|umzug|wohnortwechsel",
                r"traslad(ar|o)|mudar(te|se|me|ias|ia)?\b|reubica|cambi(ar|o) de (residencia|ciudad|domicilio)|movilidad geografica",
                r"demenag|mobilite (geographique)?|relocalis|changer de (ville|region)|etes vous mobile",
            ],
        ),
    ),
    // The place one will work from is where one lives.
    row(
        Meaning::Location,
        0.88,
        &[
            r"(state|city|country|province|location|place|where).{0,30}\b(you |you ll |will )+(be )?(reside|residing|working from|work from|intend to work|plan(ning)? (to|on) work|anticipate working|intend to live|live and work|would be working)",
            r"(from )?where (do|will|would) you (intend|plan|be working|work from|be based|expect)",
            r"what (city|state|country|location).{0,60}(will you|you will|do you) (be )?(intend to )?(work|based|live)",
            r"countr(y|ies) .{0,30}(anticipate|intend|plan|expect)",
        ],
    ),
    row(
        Meaning::Location,
        0.9,
        &[
            r"^(if .{0,40} )?(in )?(where|what city|what state|which (city|state|country|u s state|us state|province|region)|what (is|s) (your )?(current )?(location|city|state|country)).*(located|based|live|living|reside|residing|residence|city|state|country|location)",
            r"where (do|are) you (currently )?(live|located|based|reside)|where you (currently )?(live|are located|are based|reside)",
            r"(which|what) of the following .{0,40}(based|live|reside|located)",
            r"wo (wohnen|leben|wohnst|lebst) |in welche[mr] (stadt|land|bundesland) (wohnen|leben|wohnst|lebst)",
            r"(donde|en que (ciudad|pais|provincia|localidad)) (vives|resides|vive|reside|te encuentras|se encuentra|estas)",
            r"(ou|dans quel(le)? (ville|pays|region)) (habitez|residez|vivez|etes vous|habites|resides|vis)",
            r"(what|which) (city|state|country).*(live|reside|located|based|work)|(country|state|city|province|town) ((where|in which|that) )?you (currently )?(live|reside|are|work)",
        ],
    ),
    row(
        Meaning::WorkLocationOk,
        0.85,
        &[
            r"\b(are|is|do|does|will|can|would) (you|your) .{0,60}\b((based|located) (in|at|near|within|on|out|outside|from|locally)|living|live|lives|reside|residing|local)\b|\bare you (currently )?(based|located)",
            r"(confirm|ensure) (that )?you ?(re|are|live|reside|can work).{0,30}(based|located|near|in)",
            r"(which|what|in what|in which) (\w+ ){0,3}(locations?|cities|office|offices|hub)\b.*(work|open|apply|applying|prefer|choose|available|closest|interested)",
            r"office location|(preferred|desired|requested) (office|(work )?location)|location preference",
            r"location (alignment|of choice|preference|requirement)",
            r"(required|listed|posted|specified) (location|office)|location of the job|office s? ?listed",
            r"(residing|reside|located|living|live|based) (in|within)\b|commut(ing|able|e) (distance|office)|within .{0,12}(miles|km)|reasonable commute",
            r"wohnen sie (in|im|nahe)|(gewunschter|bevorzugter) (standort|arbeitsort)|einsatzort|standort$",
            r"(vives|resides|viven|reside) (en|cerca)|(sede|centro de trabajo|lugar de trabajo) (preferid|desead)",
            r"habitez vous|residez vous|(site|lieu de travail) (souhaite|prefere)",
            r"(role|position|job) is (based|located) in|location work for you",
        ],
    ),
    row(
        Meaning::OfficeAttendance,
        0.86,
        &[
            r"\b(from|to|our|the|at|in) (the )?.{0,40}\boffices?\b",
            r"in person",
            r"\bremote(ly)?\b|anchor days|vor ort",
            r"distanciel|a distance|a distancia|remoto",
        ],
    ),
    row(Meaning::WorkLocationOk, 0.85, &[r"office|\bhub\b"]),
    unless(
        &[r"in english$|^(describe|tell|share)"],
        row(
            Meaning::Travel,
            0.85,
            &[
                r"\btravel(ling|ing)?\b|% of the time|percent(age)? of travel",
                r"reisebereit|dienstreisen|reisetatigkeit|zu reisen",
                r"viajar|viajes|desplazamientos?",
                r"deplacements?|voyager",
            ],
        ),
    ),
    row(
        Meaning::Shift,
        0.85,
        &[
            r"\bshifts?\b|(what|which) (days|hours|times) .{0,20}(can|could|are|would) you|weekends?\b|overtime|long hours|hours (a|per) week|nights? (and|or)|on call|working hours|rotating|work (from )?\d+ (am |pm )?(to|until|till) \d+|(eastern|pacific|central|gmt|cet|business) (standard )?(time|hours)|work (nights|evenings|holidays)|work (a )?schedule",
            r"schicht|wochenend|nachtdienst|uberstunden|rufbereitschaft|bereitschaftsdienst|arbeitszeiten?\b|wochenstunden|stunden pro woche",
            r"\bturnos?\b|fines de semana|festivos|horas extra|horarios?\b|guardias|jornada",
            r"\bhoraires?\b|travail de nuit|le week ?end|astreinte|heures (supplementaires|par semaine)|en equipe|3x8|2x8",
        ],
    ),
    row(Meaning::TimeZone, 0.85, &[r"time ?zones?|zeitzone|zona horaria|huso horario|fuseau horaire"]),
    row(
        Meaning::InterviewAvailability,
        0.8,
        &[
            r"interview\b.{0,60}(availab|attend|time|slot|schedule|date)|(availab|attend).{0,40}interview",
            r"(vorstellungsgesprach|bewerbungsgesprach).{0,30}(termin|verfugbar|zeit)|entrevista.{0,30}(disponib|horario)|entretien.{0,30}(disponib|creneau)",
        ],
    ),
    short(row(
        Meaning::EmploymentType,
        0.8,
        &[
            r"(employment|contract|job) type|full time or part time|type of (employment|contract)|(full|part) time\b.*\b(or|availab|prefer)|(prefer|seeking|looking for|interested in).{0,20}(full|part) time|(open|willing|interested).{0,20}(contract|temporary|part time|freelance|fixed term)( work| role| position|$)",
            r"vollzeit|teilzeit|beschaftigungsart|vertragsart|anstellungsart",
            r"tipo de (contrato|jornada|empleo)",
            r"type de contrat|temps (plein|partiel)",
        ],
    )),
    row(
        Meaning::EmploymentStatus,
        0.8,
        &[
            r"employment status|currently (employed|unemployed|working\?)$|are you (currently )?(employed|working)( now| at present)?$",
            r"beschaftigungsstatus|derzeit(iger)? (beschaftigt|status)|berufstatig",
            r"situacion laboral|^trabajas actualmente|actualmente (empleado|trabajando)",
            r"situation (professionnelle|actuelle)|en poste actuellement|actuellement en (poste|emploi)",
        ],
    ),
];
