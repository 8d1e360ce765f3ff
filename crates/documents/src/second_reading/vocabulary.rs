//! The words a second reading may use beside those of its evidence, by language: they join and compare, and say nothing
//! of a person or a job by themselves. There are no numbers, no names and no praise among them.

/// A language a second reading can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// French.
    French,
}

const ENGLISH: &str = "a an the this that these those it its you your yours they their he she we our of in on at to for \
    from with without as about into over under between within per and or but while although so because than then if \
    whether when where which who what how is are was were be been being has have had do does did done don doesn isn can \
    may might must need needs should would will not no nor never neither only also both either more less most much many \
    some any all each another same such too very still yet already after before since until up out there here posting \
    job role position work working employer company profile statement state states stated say says said ask asks asked \
    name names named mention mentions want wants require requires required expect expects list lists describe describes \
    offer offers include includes contain contains show shows know knows use uses used experience skill skills part \
    time language languages fit fits match matches speak speaks against open clear unclear missing cover covers similar \
    related different differ near like question point place remote mean means leave leaves seem seems could year years \
    month months find nothing something anything s t";
const GERMAN: &str = "der die das dem den des ein eine einen einem einer eines dies diese dieser dieses dieses es sie \
    du dein deine deinem deinen deiner ihr ihre ihren ihrem er wir unser uns dir dich ihnen von in im an am auf zu zum \
    zur für aus mit ohne als über unter zwischen bei pro und oder aber während obwohl weil denn wenn ob wann wo welche \
    welcher welches wer was wie ist sind war waren sein hat haben hast habe hatte tun kann können mag muss müssen soll \
    sollte würde wird werden wurde nicht kein keine keinen keiner nie nur auch beide sowohl entweder weder mehr weniger \
    viel viele einige alle jede jeder jedes andere anderer anderes gleich gleiche solche zu sehr noch schon nach vor \
    seit bis dort hier anzeige ausschreibung stelle rolle position arbeit arbeiten arbeitgeber firma profil aussage \
    angabe angaben steht stehen sagt sagen nennt nennen verlangt verlangen fordert gefordert erwartet will wünscht \
    sucht gesucht bietet enthält zeigt kennt kennst nutzt nutzen nutzt erfahrung kenntnis kenntnisse fähigkeit \
    fähigkeiten teil zeit sprache sprachen passt passen spricht dafür dagegen gegen offen klar unklar fehlt fehlen \
    deckt ähnlich verwandt verschieden nahe frage punkt ort bedeutet lässt scheint könnte jahr jahre jahren monat \
    monate nichts etwas dazu davon darin darüber damit wird sich fragen gefragt ja";
const SPANISH: &str = "el la los las un una unos unas este esta estos estas ese esa esos esas eso esto lo le les se su \
    sus tu tus te él ella ellos nos nuestro nuestra de del en al a para por con sin como sobre bajo entre desde hasta y \
    e o u pero mientras aunque porque pues que si cuando donde dónde cual cuál cuáles quien qué cómo es son era eran ser \
    está están sido ha han has tiene tienen tienes tener hace hacer puede pueden debe deben debería necesita necesitan \
    no ni nunca solo también ambos más menos mucho mucha muchos algunos algunas algún todo todos cada otro otra otros \
    mismo misma tal muy aún todavía ya después antes allí aquí oferta anuncio puesto empleo trabajo trabajar empresa \
    perfil declaración declara dice dicen decir pide piden pedir pedido nombra menciona quiere requiere exige espera \
    lista describe ofrece incluye contiene muestra conoce conoces usa usas experiencia habilidad habilidades parte \
    tiempo idioma idiomas encaja coincide coincidir favor contra abierto abierta claro falta faltan cubre similar \
    relacionado relacionada diferente cerca pregunta preguntar punto lugar remoto significa deja parece podría año años \
    mes meses nada algo así";
const FRENCH: &str = "le la les l un une des d ce cet cette ces c il elle ils elles on nous vous tu te ton ta tes votre \
    vos son sa ses leur leurs notre nos de du en à au aux pour par avec sans comme sur sous entre depuis et ou mais \
    alors bien que qu parce car si quand où quel quelle quels quelles qui quoi comment est sont était étaient être été \
    a ont avez as avoir fait faire peut peuvent doit doivent devrait faut ne n pas ni jamais seulement aussi plus moins \
    beaucoup quelques tout tous toute chaque autre autres même mêmes tel très encore déjà après avant là ici y offre \
    annonce poste emploi travail travailler employeur entreprise profil déclaration indique indiquent dit dire demande \
    demandent demandé nomme mentionne veut exige requiert attend liste décrit propose inclut contient montre connaît \
    connaissez utilise utilisez expérience compétence compétences partie temps langue langues correspond correspondent \
    parle contre ouvert ouverte clair manque couvre semblable proche différent question point lieu distance signifie \
    laisse semble pourrait an ans année années mois rien quelque chose s j";

/// Judgements, without case and accents: a reading names evidence and leaves those to the person, whoever wrote them.
const VERDICTS: &[&str] = &[
    "perfect perfectly ideal ideally best excellent outstanding exceptional superb great top superior unbeatable dream \
     genius score scores scored scoring rating rated rank ranked ranking recommend recommends recommended recommendation \
     hire hired hiring guaranteed guarantee bad worst terrible awful unsuitable useless",
    "perfekt perfekte perfekter perfekten ideale idealer beste bester besten exzellent hervorragend ausgezeichnet \
     optimal traumjob punktzahl bewertung bewertet rang empfehle empfohlen empfehlung einstellen eingestellt garantiert \
     schlecht schlechteste ungeeignet",
    "perfecto perfecta idealmente mejor mejores excelente excepcional puntuacion calificacion recomiendo recomendado \
     recomendacion contratar contratado garantizado malo mala peor pesimo",
    "parfait parfaite meilleur meilleure exceptionnel note recommande recommandation embaucher garanti mauvais pire",
];

impl Tongue {
    const ALL: [Self; 4] = [Self::English, Self::German, Self::Spanish, Self::French];

    /// The language of a text: as its posting says, or the one most of its words are of.
    pub(super) fn of(code: Option<&str>, text: &str) -> Self {
        let said = match code {
            Some("en") => Some(Self::English),
            Some("de") => Some(Self::German),
            Some("es") => Some(Self::Spanish),
            Some("fr") => Some(Self::French),
            _ => None,
        };
        said.unwrap_or_else(|| {
            let lower = text.to_lowercase();
            let known = |tongue: &Self| lower.split(' ').filter(|word| tongue.has(word)).count();
            // Of several that fit alike the first.
            Self::ALL.into_iter().rev().max_by_key(known).unwrap_or(Self::English)
        })
    }

    /// Our own words in this language.
    pub fn words(self) -> Vec<&'static str> {
        let all = match self {
            Self::English => ENGLISH,
            Self::German => GERMAN,
            Self::Spanish => SPANISH,
            Self::French => FRENCH,
        };
        all.split_whitespace().collect()
    }

    /// Whether a word, in lower case, is one of them.
    pub(super) fn has(self, word: &str) -> bool {
        self.words().contains(&word)
    }
}

/// Whether a word, in lower case and without accents, judges.
pub(super) fn is_a_verdict(word: &str) -> bool {
    VERDICTS.iter().any(|verdicts| verdicts.split_whitespace().any(|verdict| verdict == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_words_say_nothing_by_themselves() {
        for tongue in Tongue::ALL {
            for word in tongue.words() {
                assert!(!is_a_verdict(word), "{word} judges");
                assert!(word.chars().all(char::is_alphabetic) && word.to_lowercase() == word, "{word}");
            }
        }
    }

    #[test]
    fn the_language_is_the_postings() {
        for (code, text, tongue) in [
            (Some("de"), "We are looking for you", Tongue::German),
            (None, "We are looking for an engineer who has experience with Rust", Tongue::English),
            (None, "Wir suchen eine Person, die mit der Arbeit beginnt", Tongue::German),
            (None, "Buscamos una persona que tiene experiencia en el trabajo", Tongue::Spanish),
            (Some("pt"), "Nous cherchons une personne pour le poste", Tongue::French),
            (None, "", Tongue::English),
        ] {
            assert_eq!(Tongue::of(code, text), tongue, "{text}");
        }
    }
}
