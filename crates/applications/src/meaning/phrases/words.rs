//! Questions that want the person's own words, and what is left over. Tried last.

use super::{Row, row, short, unless};
use crate::meaning::Meaning;

pub(super) static ROWS: &[Row] = &[
    // More about an answer that stands above it.
    row(
        Meaning::Other,
        0.6,
        &[
            r"^if (so|yes|no|not|applicable|other|you (answered|selected|chose) .{0,50}|any)( then)? (please )?(describe|explain|share|elaborate|specify|provide|list|give)( (more|details|further|below|here|additional|them|it|an|explanation|information|any|your|answer))*$",
            r"^(wenn|falls|si|en caso) (ja|nein|ja bitte|si|no|oui|non|afirmativo|so)\b.{0,60}$",
        ],
    ),
    unless(
        &[r"if (yes|so|no)\b.{0,10}(please )?describe$|other.{0,6}please"],
        row(
            Meaning::AdditionalInformation,
            0.8,
            &[
                r"(have|got) (any )?questions (for|about)|additional (information|info|comments?|notes?|details|questions)$|anything else|further (information|comments)|^(additional )?comments?$|^message$|^(additional )?notes?$|else (would|should|do) .*know|(is there )?any(thing)? .*(want|like) to (tell|share with|add)|message to (the )?(hiring|recruit)|like us to know|want us to know|^(additional|other) information",
                r"was uns noch|weitere (angaben|informationen)|sonstiges|bemerkung|^(ihre |deine )?nachricht|noch etwas mitteilen|anmerkung|mochten sie uns .*mitteilen|^kommentar",
                r"algo mas|informacion adicional|^mensaje|^comentarios?|observaciones|quieres (contarnos|anadir)|otros comentarios",
                r"informations? complementaires?|^(votre )?message|commentaires?|autre chose|remarques|souhaitez vous ajouter|precisions",
            ],
        ),
    ),
    unless(
        &[r"^why did you leave|leav(e|ing) your"],
        row(
            Meaning::Motivation,
            0.8,
            &[
                r"^why\b|interest(s|ed)? (you|in (this|the|our|working|joining))|reasons? you re interested|(most )?excit(es|ed|ing) .{0,20}(you|about)|makes? you (want|most interested)|appeal(s|ing)? (to you|place)|motivat(es|ed|ion)|compelled you|what (draws|attracts|attracted) you|want to (work|join)",
                r"^warum|^wieso|^weshalb|was (motiviert|reizt|begeistert|interessiert)|motiv(iert|ation)|beweggrunde|fur uns entschieden",
                r"por que (quieres|te gustaria|te interesa|deseas|le interesa|quiere|nos)|que te (motiva|atrae|interesa)|motivacion|motivo (de|por)",
                r"pourquoi|motivation|qu est ce qui vous (attire|motive|interesse)|ce qui vous (attire|motive)",
            ],
        ),
    ),
    row(
        Meaning::Essay,
        0.78,
        &[
            r"^(please )?(briefly )?(describe|explain|share|elaborate|tell (us|me)|walk us|outline|give (us )?an? example|provide an example|record|summari[sz]e|introduce)\b",
            r"please (describe|share|explain|elaborate|tell us|walk)\b|(can|could|would) you (please )?(share|describe|explain|walk|tell|give)\b|tell us (about|how|why|what)",
            r"proud(est)? of|in your own words|example of (a |how|your)|time (when )?you\b|project (that )?you|you (ve|have) (built|shipped|written|designed|led|worked on)|you built",
            r"^(summary|about (you|me|yourself)|bio|profile summary|personal statement)$|about yourself|career goals|where do you see|strengths|weakness|achievement|accomplishment|hobbies|creative interests|personal preferences",
            r"(in|within) (\d+|one|two|three|a few|less than|under)( to \d+| \d+)? (\w+ )?(or (fewer|less) )?(words|sentences|minutes|lines|bullet)|\d+ (words|sentences|bullet points)",
            r"why (are|did|do) you (leav|looking)|reason .{0,20}(leav|chang|looking)",
            r"^(bitte )?(beschreib|schilder|erzahl|erlauter|stellen sie|nennen sie|erklaren|skizzier)|uber (sich|dich|mich)|starken|schwachen|kurzvorstellung|grosste[rns]? erfolg",
            r"^(cuent|describ|explic|habl|present|comenta|indica por)|sobre (ti|usted)|fortalezas|debilidades|logro",
            r"^(decriv|expliqu|parl|present|racont|donnez|citez)|decrivez|parlez nous|presentez vous|^qu (est ce|attendez|apporteriez)|points forts|realisation|de quoi etes vous",
        ],
    ),
    short(row(
        Meaning::Other,
        0.6,
        &[
            r"^other$|^others?( please .*)?$|^sonstige[rs]?$|^otros?$|^autres?$",
            r"^(if|falls|wenn|si|en caso|si (oui|non)) .*|^n a$",
        ],
    )),
    short(row(
        Meaning::SignatureDate,
        0.6,
        &[r"^(today s )?date\b( of application)?.{0,20}$|^datum$|^fecha( de hoy)?$|^date( du jour)?$"],
    )),
];
