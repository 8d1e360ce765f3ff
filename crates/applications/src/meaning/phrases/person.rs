//! Questions about who the person is, and their documents.

use super::{Row, row, short, unless};
use crate::meaning::Meaning;

pub(super) static ROWS: &[Row] = &[
    short(row(
        Meaning::Password,
        0.9,
        &[r"pass ?word|pass ?phrase|passwort|kennwort|contrasena|mot de passe|\bpin\b"],
    )),
    short(unless(
        &[r"email|git ?(hub|lab)|linked ?in|twitter"],
        row(
            Meaning::Username,
            0.85,
            &[r"user ?name|^user id|^login( id| name)?$|benutzername|^usuario|nombre de usuario|identifiant"],
        ),
    )),
    unless(
        &[r"communications via|(ll|will|we|may|to) e ?mail (you|me)|send me"],
        row(
            Meaning::Email,
            0.98,
            &[
                r"\be ?mails?\b",
                r"\bcorreo\b",
                r"courriel",
                r"mailadresse|emailadresse|^mail$|e ?mail ?(id|addr)|\bmail adress",
                r"adresse (de )?(mail|messagerie|electronique)|courrier electronique|direccion electronica",
            ],
        ),
    ),
    row(Meaning::Linkedin, 0.97, &[r"linked ?in"]),
    short(row(Meaning::Website, 0.9, &[r"portfolio or cover|website portfolio|portfolio and"])),
    row(
        Meaning::CoverLetter,
        0.96,
        &[
            r"cover(ing)? ?letter",
            r"motivation(al)? letter|letter of (motivation|interest|intent)",
            r"anschreiben|motivationsschreiben|bewerbungsschreiben",
            r"carta de (presentacion|motivacion)|carta motivacional",
            r"lettre de motivation",
        ],
    ),
    short(unless(
        &[r"^why|^describe"],
        row(
            Meaning::Resume,
            0.96,
            &[r"\bresumes?\b", r"\bcv\b", r"curriculum", r"lebenslauf", r"hoja de vida"],
        ),
    )),
    short(unless(
        &[
            r"^(describe|tell|why|how|please describe)|linked ?in|portfolio|web ?site|web ?seite|project|repositor",
        ],
        row(
            Meaning::Github,
            0.95,
            &[
                r"^(link to )?(your |my )?git ?(hub|lab)\b( (profile|url|link|username|account|handle))*( url)?$",
                r"git ?hub (url|profile?|link|user ?name|account|handle|id|konto|seite|benutzername|nutzername)",
                r"\b(profil|perfil|profile|konto|cuenta|compte|lien|enlace|link|url|usuario|benutzername)\b.{0,14}\bgit ?hub$",
            ],
        ),
    )),
    short(unless(
        &[r"^(describe|tell|why|how|have|do) "],
        row(
            Meaning::SocialProfile,
            0.85,
            &[
                r"^(twitter|x|instagram|facebook|xing|stack ?overflow|medium|tiktok|youtube|mastodon|bluesky)\b.{0,30}$",
                r"(twitter|instagram|facebook|xing|stack ?overflow) (url|profile|handle|link|account|profil)",
                r"social (media|network) (profile|link|handle)s?|redes sociales|reseaux sociaux",
            ],
        ),
    )),
    short(unless(
        &[r"^(describe|tell|why|how|have|do) |password"],
        row(
            Meaning::Website,
            0.9,
            &[
                r"web ?sites?|web page",
                r"portfolio|portafolio|portefolio|arbeitsproben|work samples?",
                r"home ?page",
                r"personal (site|page|url)",
                r"webseite|internetseite|webauftritt",
                r"pagina web|sitio web",
                r"site (web|internet|personnel)",
                r"\bblog\b",
                r"dribbble|behance",
                r"^(other |additional |any other |any |your |weitere |otros |autres )?(links?|urls?|enlaces|liens)\b",
                r"(profile|profil) (url|link)|google scholar|publications|kaggle|hugging ?face",
                r"\bgit ?hub\b",
                r"links you|links? to (your|any|relevant)",
            ],
        ),
    )),
    row(Meaning::Website, 0.85, &[r"other links you|links you d like|personal website"]),
    short(row(
        Meaning::PhoneType,
        0.85,
        &[
            r"phone (device )?type|type of (tele)?phone|telefon(art|typ)|art (des|der) telefon|tipo de (telefono|numero)|type de (telephone|numero)",
        ],
    )),
    short(row(
        Meaning::Phone,
        0.97,
        &[
            r"\b(tele)?phones?\b",
            r"\bmobile\b( (number|no|phone))?",
            r"\bcell\b|contact number",
            r"telefon|\bhandy|mobilnummer|rufnummer|mobilfunk",
            r"telefono|\bmovil\b|celular|festnetz",
            r"telephone|portable",
            r"^tel\b|whatsapp",
            r"country (calling |dial(l?ing)? )code|dial(l?ing)? code|landesvorwahl|^vorwahl|indicatif|prefijo (telefonico|internacional)|^(phone )?ext(n|ension)?$",
        ],
    )),
    row(Meaning::Other, 0.8, &[r"address nick ?name|nick ?name for|save as"]),
    unless(
        &[r"reference|address nick|save|recogni"],
        row(
            Meaning::PreferredName,
            0.95,
            &[
                r"preferred (first |last |full |given |family )?names?\b",
                r"names? .{0,30}prefer(red)?( to|$| us| name)",
                r"nick ?name",
                r"known as|goes by|go by\b",
                r"rufname|spitzname|bevorzugter (vor)?name|genannt werden|angesprochen werden",
                r"like to be called|(should|shall|can) we call",
                r"nombre preferido|apodo|prefieres que te (llamemos|llamen)|te gusta que te llamen",
                r"prenom (usuel|d usage|prefere)|surnom|nom d usage",
            ],
        ),
    ),
    short(row(
        Meaning::HonorificPrefix,
        0.85,
        &[
            r"salutation|honorific|^prefix$|^title (mr|ms|mrs|dr)|name (prefix|title)|courtesy title",
            r"^anrede|^titel( dr| prof)?\b|akademischer (grad|titel)",
            r"^tratamiento$|^trato$",
            r"^civilite|^titre$",
        ],
    )),
    short(row(Meaning::HonorificSuffix, 0.85, &[r"(name )?suffix$|namenszusatz"])),
    unless(
        &[r"prefer|insurance company|sponsor|may we contact|contact your"],
        short(row(
            Meaning::CurrentCompany,
            0.94,
            &[
                r"(current|present|most recent|previous|last|latest).{0,30}(company|employer|organi[sz]ation|workplace)",
                r"^(your |name of )?employer( name)?$|who do you (currently )?work for|(where|at which company) do you (currently |now )?work( now)?$",
                r"^(your )?(company|organi[sz]ation|business)( name)?( optional)?$",
                r"^org$",
                r"(derzeitig|aktuell|jetzig|letzt|bisherig|gegenwartig).{0,14}(arbeitgeber|unternehmen|firma)|^(ihr |dein )?arbeitgeber|^unternehmen$|^firma$|bei welche[mr] (unternehmen|firma|arbeitgeber)",
                r"en que (empresa|compania) trabajas|(empresa|compania|empleador) (actual|en la que|mas reciente|donde|anterior)|ultim[oa] (empresa|empleador)|^(tu |su )?empleador|^empresa$|^compania$",
                r"(entreprise|societe|employeur) (actuel|precedent)|(dernier|dernière|derniere|votre) (employeur|entreprise)|^employeur|^entreprise$|^societe$",
            ],
        )),
    ),
    short(row(
        Meaning::CurrentTitle,
        0.93,
        &[
            r"(current|present|most recent|previous|last|latest).{0,30}(title|position|role|job|occupation)\b",
            r"\bjob title\b|^occupation$|^(your )?(professional )?(headline|title)$|position title",
            r"berufsbezeichnung|(aktuelle|derzeitige|jetzige|letzte|bisherige)r? (position|tatigkeit|stelle|beruf|funktion|jobtitel|rolle)|^position$|^beruf$|^jobtitel$",
            r"(cargo|puesto|rol|posicion) (actual|mas reciente|que ocupas|anterior)|ultimo (puesto|cargo)|^(cargo|puesto)$|titulo del puesto|^profesion$",
            r"(poste|fonction|metier|intitule du poste) (actuel|occupe)|(dernier|derniere|votre) (poste|fonction)|intitule (de|du) (votre )?(poste|fonction)|^profession$|^fonction$|^poste$",
        ],
    )),
    short(row(
        Meaning::FullName,
        0.95,
        &[
            r"full .{0,8}name|(^|your |complete |legal |candidate s |applicant )name( as .*| if .*| on .*)?$",
            r"first (and|&|or) last names?|first last names?",
            r"(first|given).*(last|family|surname)",
            r"vor (und |u )?(nach|zu)name|nach (und |u )?vorname|nachname (und )?vorname|name vorname|vorname (und )?(nachname|name)|(vollstandiger|ganzer) name|^(ihr |dein )?name$|^wie heissen",
            r"nombre completo|nombres?( s)? (y )?apellidos?|apellidos?( s)? (y )?nombres?|^como te llamas",
            r"\bnames? (and |or )?surnames?|surnames? (and |or )?(fore|given |first )?names?",
            r"nom complet|(nom (et|de famille et|ou) prenoms?|prenoms? et nom|nom prenom|prenom nom)|nom et prenoms",
            r"^(candidate|applicant|contact) name",
            r"legal full name|full legal name|complete name",
        ],
    )),
    short(row(
        Meaning::MiddleName,
        0.96,
        &[
            r"middle ?(name|initial|i)\b|^(mi|m i)$",
            r"second(ary)? (first )?name|additional name",
            r"zweiter vorname|zweitname|weitere vornamen|mittelname",
            r"segundo nombre",
            r"(deuxieme|second) prenom|autres prenoms",
        ],
    )),
    short(row(
        Meaning::FirstName,
        0.97,
        &[
            r"first .{0,8}name|firstname|^first$|^fname$",
            r"given ?name",
            r"\bforename\b|christian name",
            r"vorname",
            r"^(tu |su |primer )?nombres?( de pila| s)?$|^primer nombre",
            r"\bprenoms?\b",
        ],
    )),
    short(row(
        Meaning::LastName,
        0.97,
        &[
            r"last .{0,8}name|lastname|^last$|^lname$",
            r"\bsur ?name\b",
            r"family name",
            r"nachname|familienname|zuname|geburtsname",
            r"apellidos?",
            r"nom de famille|^(votre )?nom$|nom de naissance",
        ],
    )),
    short(row(
        Meaning::Birthday,
        0.93,
        &[
            r"(date|day|month|year) of birth|birth ?(date|day)|^dob$|^d o b",
            r"geburts(datum|tag)|geboren am",
            r"(fecha|ano) de nacimiento|cumpleanos",
            r"(date|annee) de naissance|^ne e? ?le",
        ],
    )),
    row(
        Meaning::NationalId,
        0.9,
        &[
            r"social security|\bssn\b|national (id|identification|insurance)|passport (no|number)|tax id|\bsin number",
            r"sozialversicherungsnummer|rentenversicherungsnummer|steuer ?(id|identifikations)|ausweisnummer|personalausweis",
            r"\b(dni|nie|nif|curp|rfc)\b|numero de (identidad|identificacion|la seguridad social|cedula)|documento de identidad|\bcedula\b",
            r"numero de securite sociale|numero (de )?(piece|carte) d identite",
        ],
    ),
    // Where somebody was born is not where they live.
    row(
        Meaning::Other,
        0.85,
        &[
            r"(country|place|city|town|state) of birth|birth ?(place|country|city)|geburts(ort|land|stadt)",
            r"(lugar|pais|ciudad) de nacimiento|(lieu|pays|ville) de naissance",
        ],
    ),
    unless(
        &[r"address (is|was) this|ip address|web address|^(describe|how|why|tell)"],
        row(
            Meaning::Address,
            0.93,
            &[
                r"^(.{0,80}\b)?(your|full|home|current|primary|residential|postal|street|mailing|legal|permanent|billing|shipping|delivery|the) (\w+ )?address\b",
                r"\baddress( \d)?( line)?( \d)?( optional)?$|^address\b|address from which",
                r"^(house |home )?(number and )?street( name| number| and .*)?$|street (address|name)",
                r"\bzip\b( ?code)?|post(al)? ?code|^postal$|^zip\b",
                r"adress(e|zusatz|zeile)?\b|anschrift|strasse|\bplz\b|postleitzahl|hausnummer|hausnr",
                r"direccion|codigo postal|domicilio|\bcalle\b|\bcp\b$",
                r"code postal|\brue\b|adresse|numero et (nom de )?(la )?(voie|rue)|complement d adresse",
                r"^(apt|apartment|suite|unit|floor)\b|piso puerta|^etage",
            ],
        ),
    ),
    short(row(
        Meaning::Location,
        0.9,
        &[
            r"\bcity\b|\btown\b",
            r"\blocations?\b",
            r"\bcountry\b|countries of residence",
            r"\bstate\b|\bprovince\b|^region$|^county$|^district$",
            r"residence|where (do|are) you|^nation$|^(currently )?(based|located) in$",
            r"wohnland|heimatland|ortschaft|^ort( und)? land$|^land( und)? ort$|lieu d habitation|\blocalite\b",
            r"wohnort|\bstadt\b|^ort$|^land$|aufenthaltsort|bundesland|^region$|^kanton|wohnhaft|wohnsitz|staat$",
            r"ciudad|\bpais\b|ubicacion|residencia|localidad|provincia|poblacion|municipio|comunidad autonoma|^estado$|donde vives",
            r"\bville\b|\bpays\b|lieu de residence|localisation|departement|^region|domicile|commune",
        ],
    )),
    short(row(
        Meaning::Photo,
        0.85,
        &[r"\bphoto(graph)?s?\b|profile picture|headshot|\bfoto\b|bewerbungsfoto|fotografia"],
    )),
    short(row(
        Meaning::References,
        0.8,
        &[
            r"^(may|can) we contact|contact your (current|previous|former|present) (employer|supervisor|manager)|^(professional |personal )?references?\b|reference \d|referenzen|referenzgeber|referencias|references? professionnelle",
        ],
    )),
    short(row(
        Meaning::OtherDocument,
        0.8,
        &[
            r"(other|additional|supporting|further) (documents?|files?|attachments?|uploads?)|transcripts?|attachments?$|diploma upload",
            r"weitere (dokumente|unterlagen|anhange|dateien)|zeugnis|arbeitszeugnis|unterlagen|anlagen|anhang",
            r"otros (documentos|archivos)|documentos adicionales|adjuntos?\b|documentacion",
            r"autres? (documents?|fichiers?|pieces?)|documents? (complementaires?|supplementaires?)|pieces? jointes?|releves? de notes|justificatif",
        ],
    )),
];
