//! The security code a site has sent by mail, so that it can be typed into the form that waits for it.
//!
//! Wrong is worse than nothing: a code that is not found is typed by the person, a number that is none is refused by
//! the site. So only what stands where a code stands counts, in four languages, and two different ones are none. Whose
//! code it is, this does not know: see [`crate::intake`].

use std::fmt;
use std::sync::LazyLock;

use regex::Regex;

use crate::email::ParsedMail;

/// No site sends a shorter code.
const SHORTEST: usize = 4;
/// Nor a longer one.
const LONGEST: usize = 10;
/// Digits in a row that may be a telephone number, unless they stand alone in their line.
const PHONE_DIGITS: usize = 9;
/// Lines that may stand between the words and the code below them.
const LINES_BETWEEN: usize = 3;
/// A longer line is prose, not a heading over a code.
const LINE_CHARS: usize = 240;
/// What is shown in a code's place.
const MASK: &str = "••••••";

/// A code. It is a secret for as long as it holds: it is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    /// As it is typed.
    plain: String,
    /// As it is written in the mail.
    written: String,
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Code(..)")
    }
}

impl Code {
    /// What may be a code: only to be masked.
    pub(crate) fn guessed(text: String) -> Self {
        Self { plain: text.clone(), written: text }
    }

    /// What is typed.
    pub fn as_typed(&self) -> &str {
        &self.plain
    }

    /// The text without the code.
    pub fn mask(&self, text: &str) -> String {
        text.replace(&self.written, MASK).replace(&self.plain, MASK)
    }
}

/// The code of a mail, if there is exactly one that is certainly a code.
pub fn find(mail: &ParsedMail) -> Option<Code> {
    in_text(&mail.subject, &mail.body)
}

/// The same, of a subject and the text below it.
pub fn in_text(subject: &str, body: &str) -> Option<Code> {
    let text = ADDRESSES.replace_all(&format!("{subject}\n{body}"), " ").into_owned();
    if MEETING.is_match(&text) {
        return None;
    }
    let lines: Vec<&str> = text.lines().map(bare).filter(|line| !line.is_empty()).collect();
    let mut found: Vec<Code> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let alone = alone(&lines, at).into_iter();
        for code in in_line(line).into_iter().chain(alone) {
            if !found.iter().any(|known| known.plain == code.plain) {
                found.push(code);
            }
        }
    }
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

/// What a code looks like: groups of letters and digits.
const TOKEN: &str = r"(?P<k>[0-9]{3}[ \u{a0}-][0-9]{3,4}|[A-Z0-9]{4}-[A-Z0-9]{4}|[A-Za-z0-9]{4,10})";
/// What may stand around it.
const QUOTE: &str = r#"["'“”„«»‹›*_\[\]()\s\u{a0}]*"#;
/// Words for a code that say what it is for.
const NAMED: &str = r"(?:(?:security|verification|confirmation|validation|authentication|authorization|one[- ]?time|single[- ]use|login|log-?in|sign[- ]?in|passcode|otp|temporary|e-?mail)[- ](?:verification |security |confirmation |access |login )?(?:pass)?code|one[- ]time (?:pass(?:word|code)|pin)|otp|sicherheits-?code|best[äa]e?tigungs-?code|verifizierungs-?code|verifikations-?code|einmal-?code|einmal(?:passwort|kennwort)|anmelde-?code|zugangs-?code|c[óo]digo (?:de )?(?:seguridad|verificaci[óo]n|confirmaci[óo]n|validaci[óo]n|acceso|inicio de sesi[óo]n|(?:un solo |[úu]nico )?uso)|clave de (?:un solo uso|verificaci[óo]n)|code (?:de )?(?:s[ée]curit[ée]|v[ée]rification|confirmation|validation|connexion)|code [àa] usage unique)";
/// The bare word, where it cannot be another kind of code.
const BARE: &str = r"(?:(?:your|this|following|(?:enter|use|type|paste) the|ihr|dein|folgenden?|diesen|tu|su|este|siguiente|votre|ce|suivant|\d{1,2}[- ]?(?:digit|character|stelliger|stelligen))\s(?:code|c[óo]digo)|code\s(?:suivant|ci-dessous|below|unten)|c[óo]digo\ssiguiente)";
/// What leads from the words to the code in the same sentence.
const LEADS: &str = r"(?:\s+(?:for|to|f[üu]r|para|pour|at|bei|en|chez|von|of)\s[^:.\n]{1,80}?)?\s*(?:is|ist|lautet|es|est|:|=|–|-|»)\s*(?:is|ist|lautet|es|est|:)?\s*";

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the regex is a literal")
}

// Links and mail addresses hold tokens that are nobody's code.
static ADDRESSES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w.-]+\.\w+"));
// The code of a video call opens a call.
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:meeting[- ]?(?:id|number|kennnummer)|webinar id|dial[- ]in|conference id|id de (?:la )?r[ée]uni[óo]n)\b",
    )
});
static NAMES_IT: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"(?i)(?:^|[^\p{{L}}\d])(?:{NAMED}|{BARE})(?:$|[^\p{{L}}\d])")));
static SAYS_WHAT_FOR: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"(?i)(?:^|[^\p{{L}}\d]){NAMED}(?:$|[^\p{{L}}\d])")));
// "Your security code is 1234", "code: 1234".
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(r"(?i:(?:^|[^\p{{L}}\d])(?:{NAMED}|{BARE}){LEADS}){QUOTE}{TOKEN}(?:$|[^\p{{L}}\d@/_-])"))
});
// "Paste this code into the security code field on your application: 1234".
static AFTER_SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i:(?:^|[^\p{{L}}\d])(?:{NAMED}|{BARE})\s[^.:\n]{{1,120}}:)\s{QUOTE}{TOKEN}(?:$|[^\p{{L}}\d@/_-])"
    ))
});
// "Enter the code 1234 to …", "use verification code 1234".
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i:(?:^|[^\p{{L}}\d])(?:{NAMED}|{BARE}|(?:den|el|le) (?:code|c[óo]digo)))\s{QUOTE}{TOKEN}(?:$|[^\p{{L}}\d@/_-])"
    ))
});
// "1234 is your code".
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?:^|\s){QUOTE}{TOKEN}{QUOTE}(?i:\s(?:is|ist|es|est|–|-)\s(?:(?:your|the|ihr|dein|der|tu|su|el|votre|le)\s)?(?:[\p{{L}}&.]+\s){{0,3}}(?:{NAMED}|code|c[óo]digo))(?:$|[^\p{{L}}\d])"
    ))
});
static WHOLE: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"^{QUOTE}{TOKEN}{QUOTE}[.!]?$")));
static SPACED: LazyLock<Regex> = LazyLock::new(|| regex(r"^[A-Za-z0-9](?:[ \u{a0}][A-Za-z0-9]){3,9}$"));
// Other things that are called a code or stand beside one.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:promo(?:tion(?:al)?)?|discount|coupon|voucher|referral|gift|zip|postal|post|area|country|dress|source|job|reference|booking|order|tracking|qr|status|error|sort|product|requisition|rabatt|gutschein|aktions|referenz|stellen|bestell|buchungs|postleit|promocional|descuento|cup[óo]n|referencia|pedido|r[ée]duction|parrainage|commande|r[ée]f[ée]rence)[- ]?(?:code|nummer|number|zahl|id|no)\b|\bc[óo]digo (?:promocional|postal|de (?:descuento|referencia|pedido|reserva|pa[íi]s))|\bcode (?:promo|postal|of conduct|review|challenge|sample|base|test|de r[ée]duction|de conduite|de parrainage)|\bcheckout\b|\b\d+ ?% (?:off|rabatt|de)",
    )
});
// What a line above a number may call it instead.
static NUMBER_OF: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:(?:order|reference|referenz|ref|invoice|ticket|phone|telephone|telefon|tel|mobile|fax|bestell\w*|rechnung\w*|vorgang\w*|kenn\w*|pedido|factura|referencia|tel[ée]fono|commande|facture|r[ée]f[ée]rence|t[ée]l[ée]phone)\W*(?:id|no|nr|number|nummer|n[úu]mero|num[ée]ro)?\W*$|(?:case|job|requisition|call|application|candidate|customer|bewerb\w*|candidatur\w*)\W*(?:id|no|nr|number|nummer|n[úu]mero|num[ée]ro)\b)",
    )
});

/// A line without what only decorates it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || "*_>|#\u{200b}\u{feff}".contains(c))
}

/// The codes that a line names as such.
fn in_line(line: &str) -> Vec<Code> {
    if OTHER.is_match(line) {
        return Vec::new();
    }
    let patterns = [&*AFTER, &*AFTER_SENTENCE, &*BESIDE, &*BEFORE];
    let captured = patterns.iter().flat_map(|pattern| pattern.captures_iter(line));
    let mut found: Vec<Code> = Vec::new();
    for token in captured.filter_map(|found| found.name("k")) {
        if let Some(code) = code(token.as_str(), false).filter(|code| !found.contains(code)) {
            found.push(code);
        }
    }
    found
}

/// The code that is all of a line, below or above the words for it.
fn alone(lines: &[&str], at: usize) -> Option<Code> {
    let line = lines[at];
    let token = match SPACED.is_match(line) {
        true => line,
        false => WHOLE.captures(line)?.name("k")?.as_str(),
    };
    let code = code(token, true)?;
    let is_short = |line: &&str| line.chars().count() <= LINE_CHARS && !OTHER.is_match(line);
    let above = &lines[at.saturating_sub(LINES_BETWEEN)..at];
    let beside = above.last().into_iter().chain(lines.get(at + 1));
    let is_other = |line: &&str| OTHER.is_match(line) || NUMBER_OF.is_match(line);
    // The line right above says what it is, whatever was said before.
    if above.last().is_some_and(is_other) {
        return None;
    }
    let named = beside.filter(|line| is_short(line)).any(|line| NAMES_IT.is_match(line))
        || above.iter().filter(|line| is_short(line)).any(|line| SAYS_WHAT_FOR.is_match(line));
    named.then_some(code)
}

/// A token as a code, if it looks like one. `alone` says that it has a line for itself.
fn code(written: &str, alone: bool) -> Option<Code> {
    let plain: String = written.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let count = |is: fn(&char) -> bool| plain.chars().filter(is).count();
    let (digits, upper, lower) =
        (count(char::is_ascii_digit), count(char::is_ascii_uppercase), count(char::is_ascii_lowercase));
    let length = plain.len();
    let is_year = length == 4 && digits == 4 && (plain.starts_with("19") || plain.starts_with("20"));
    let looks_right = match digits {
        _ if !(SHORTEST..=LONGEST).contains(&length) || is_year => false,
        // A word is no code, a word written lIkE tHis is.
        0 => upper >= 2 && lower >= 1 && length >= 6 && !is_name(&plain),
        _ if digits == length => length < PHONE_DIGITS || alone,
        // "10am", "15th", "Q3FY24": letters and digits together are a code from six on.
        _ => length >= 6 && !is_amount(&plain),
    };
    looks_right.then(|| Code { plain, written: written.to_owned() })
}

/// A product's name may be written like a code.
fn is_name(word: &str) -> bool {
    // One hump, as in "JavaScript", with a capital first.
    let humps = word.chars().skip(1).filter(char::is_ascii_uppercase).count();
    let ends = word.chars().last().is_some_and(|last| last.is_ascii_lowercase());
    word.starts_with(|first: char| first.is_ascii_uppercase()) && humps == 1 && ends
}

/// "15minutes", "2weeks", "100EUR".
fn is_amount(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len()
        && ["minutes", "minuten", "minutos", "hours", "stunden", "horas", "heures", "days", "weeks"]
            .contains(&unit.to_ascii_lowercase().as_str())
}

#[cfg(test)]
#[path = "code/tests.rs"]
mod tests;
