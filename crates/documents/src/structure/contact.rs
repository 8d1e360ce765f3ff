//! Who the resume is about: name, headline, addresses and place, from the lines above the sections.

use std::sync::LazyLock;

use domain::profile::{Basics, Location, NetworkProfile};
use domain::text::fold;
use regex::Regex;

use super::{dates, lexicon};
use crate::line::{Line, STYLE, TAB, clean};

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}")
        .expect("a literal pattern")
});
static PHONE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:\+|\(|\b)\d[\d \t()./–-]{6,20}\d\b").expect("a literal pattern"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:https?://|www\.)[^\s,;|\x1f<>()]{3,200}|\b(?:linkedin\.com|github\.com|gitlab\.com|xing\.com)/[^\s,;|\x1f<>()]{2,120}|\b[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,40})?\.(?:io|dev|me|com|net|org|de|es|eu|ru|app|tech|info|design)(?:/[^\s,;|\x1f<>()]{1,80})?").expect("a literal pattern")
});
static PLACE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:location|residence|city of residence|address|based in|city|lives? in|adresse|anschrift|wohnort|standort|dirección|domicilio|ubicación|ciudad)\s*:?\s*[:\s]\s*(?P<place>[^:|\t\x1f]{3,80})").expect("a literal pattern")
});
static POSTAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\b(?:D|DE|A|AT|CH|E|ES)-)?\b(?P<code>\d{5}|\d{4})\s+(?P<city>\p{Lu}[\p{L}\- ]{1,40})")
        .expect("a literal pattern")
});
static US_POSTAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<city>\p{Lu}[\p{L}.\- ]{1,40}),\s*(?P<state>[A-Z]{2})\.?(?:,?\s+(?P<code>\d{5}))?\b")
        .expect("a literal pattern")
});

/// What stands above the first heading and in the contact section. `links` are the addresses the
/// document's links lead to, `all` every line of it, for an address at an unusual place.
pub(super) fn basics(header: &[Line], contact: &[Line], links: &[String], all: &[Line]) -> Basics {
    let mut basics = Basics::default();
    let near: Vec<&Line> = header.iter().chain(contact).collect();
    let texts = || all.iter().map(|line| clean(&line.text));
    let mail_link = links.iter().filter_map(|link| link.strip_prefix("mailto:"));
    let email = |text: String| EMAIL.find(&text).map(|found| found.as_str().to_owned());
    let mut in_order =
        near.iter().map(|line| clean(&line.text)).chain(texts()).chain(mail_link.map(str::to_owned));
    basics.email = in_order.find_map(email).unwrap_or_default();
    basics.phone = near.iter().find_map(|line| phone(&clean(&line.text))).unwrap_or_default();
    addresses(&mut basics, &near, links, all);
    basics.name = name(header).unwrap_or_default();
    basics.label = headline(header, &basics.name).unwrap_or_default();
    basics.location = near
        .iter()
        .find_map(|line| labelled_place(&line.text))
        .or_else(|| near.iter().take(12).find_map(|line| place_in(&line.text)))
        .unwrap_or_default();
    basics.summary = opening(header, &basics);
    basics
}

/// A telephone number: at least seven digits that are no span of years.
fn phone(text: &str) -> Option<String> {
    let found = PHONE.find_iter(text).map(|found| found.as_str().trim());
    let mut numbers = found.filter(|number| {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        (7..=15).contains(&digits)
            && shaped_like_phone(number, text)
            && dates::span(number).is_none()
            && !number.split([' ', '-', '–']).any(is_date)
    });
    numbers.next().map(|number| number.strip_prefix(')').unwrap_or(number).to_owned())
}

/// Whether a number begins or is grouped as telephone numbers are, or is called one.
fn shaped_like_phone(number: &str, text: &str) -> bool {
    const LABELS: [&str; 9] = ["tel", "phone", "mobile", "cell", "mob", "handy", "fon", "móvil", "teléfono"];
    let groups = number.split([' ', '-', '.', '/', ')', '(']).filter(|group| !group.is_empty()).count();
    let labelled = || LABELS.iter().any(|label| text.to_lowercase().contains(label));
    number.starts_with(['+', '(', '0']) || groups >= 3 || number == text.trim() || labelled()
}

/// Whether a piece of a number is a month and year, as in `04/2022`.
fn is_date(piece: &str) -> bool {
    piece.contains(['/', '.']) && dates::single(piece).is_some_and(|span| span.range == (0..piece.len()))
}

/// Web addresses: known networks become profiles, the first other one the person's site.
fn addresses(basics: &mut Basics, near: &[&Line], links: &[String], all: &[Line]) {
    let without_mail = |text: &str| EMAIL.replace_all(&clean(text), " ").into_owned();
    let near = near.iter().map(|line| (without_mail(&line.text), true));
    let far = all.iter().map(|line| (without_mail(&line.text), false));
    let texts = near.chain(far);
    let written = texts.flat_map(|(text, near)| {
        let found: Vec<_> = ADDRESS.find_iter(&text).map(|found| (found.as_str().to_owned(), near)).collect();
        found
    });
    let linked = links.iter().filter(|link| link.starts_with("http")).map(|link| (link.clone(), false));
    for (address, near) in written.chain(linked) {
        let address = address.trim_end_matches(['.', ',', ')', '/']).to_owned();
        match network(&address) {
            Some(profile) if basics.profiles.iter().any(|known| known.network == profile.network) => {}
            Some(profile) => basics.profiles.push(profile),
            None if near && basics.url.is_empty() && is_site(&address) => basics.url = address,
            None => {}
        }
    }
}

/// Whether an address is a site and not a tool named like one, as `ASP.NET` is.
fn is_site(address: &str) -> bool {
    let explicit = address.contains("://") || address.starts_with("www.");
    explicit || (!address.contains(char::is_uppercase) && !address.ends_with(".net"))
}

/// The account an address leads to, when it is one of a known network.
fn network(address: &str) -> Option<NetworkProfile> {
    const NETWORKS: [(&str, &str); 6] = [
        ("linkedin.com/in/", "LinkedIn"),
        ("linkedin.com/", "LinkedIn"),
        ("github.com/", "GitHub"),
        ("gitlab.com/", "GitLab"),
        ("xing.com/profile/", "XING"),
        ("stackoverflow.com/users/", "Stack Overflow"),
    ];
    let lower = address.to_lowercase();
    let (start, network) =
        NETWORKS.iter().find_map(|(start, network)| Some((lower.find(start)? + start.len(), *network)))?;
    let username = address.get(start..)?.split(['/', '?', '#']).next()?.to_owned();
    (!username.is_empty()).then(|| NetworkProfile {
        network: network.to_owned(),
        username,
        url: address.to_owned(),
    })
}

/// What a resume calls itself.
const DOCUMENT_WORDS: [&str; 8] = [
    "resume",
    "résumé",
    "cv",
    "curriculum vitae",
    "currículum vitae",
    "currículum",
    "lebenslauf",
    "bewerbung",
];

/// The name: two to five capitalised words of letters that name no job, in the first lines.
fn name(header: &[Line]) -> Option<String> {
    const LOOK_AT: usize = 8;
    let largest = header.iter().take(LOOK_AT).map(|line| line.size).fold(1.0, f32::max);
    let candidates = header.iter().take(LOOK_AT).flat_map(|line| {
        let parts: Vec<(String, f32)> = line
            .text
            .split([TAB, '|', '•', '·'])
            .chain(line.text.split([TAB, STYLE, '|', ',']).take(1))
            .map(|part| (clean(part), line.size))
            .collect();
        parts
    });
    let named: Vec<(String, f32)> =
        candidates.filter_map(|(part, size)| Some((person(&part)?, size))).collect();
    let large = named.iter().find(|(_, size)| *size >= largest - 0.05 && largest > 1.15);
    // Without a larger line a name stands at the very top, below the word for the document at most.
    let top = || {
        // A single line above the first heading is a headline: a name brings its contact along.
        let firsts = header.iter().filter(|_| header.len() > 1);
        let mut firsts = firsts.map(|line| clean(line.text.split([TAB, '|', ',']).next().unwrap_or("")));
        person(&firsts.find(|first| !DOCUMENT_WORDS.contains(&fold(first).as_str()))?)
    };
    large.map(|(name, _)| name.clone()).or_else(top)
}

/// `text` as a person's name, when it can be one.
fn person(text: &str) -> Option<String> {
    const TITLES: [&str; 8] = ["dr.", "dr", "prof.", "mr.", "mrs.", "ms.", "herr", "frau"];
    const NOT_NAMES: &str = " resume curriculum vitae lebenslauf cv currículum curriculo summary profile city state company name contact school high job title page of and in for the und der die das de la el experience address phone email ";
    let text = text.trim_matches(|c: char| c == ':' || c == '-' || c.is_whitespace());
    let text = text.strip_prefix("Name:").unwrap_or(text).trim();
    let words: Vec<&str> = text.split(' ').collect();
    let letters = |word: &&str| word.chars().all(|c| c.is_alphabetic() || ".-'’".contains(c));
    let lower_particle = |word: &str| {
        ["von", "van", "de", "del", "la", "der", "den", "da", "di", "y", "bin", "al", "zu"].contains(&word)
    };
    let capital = |word: &&str| lower_particle(word) || word.chars().next().is_some_and(char::is_uppercase);
    let core =
        words.iter().filter(|word| !TITLES.contains(&word.to_lowercase().as_str()) && !lower_particle(word));
    let plain = (2..=5).contains(&core.clone().count())
        && words.iter().all(|word| letters(word) && capital(word))
        && text.chars().count() <= 50;
    let ordinary = core.clone().any(|word| {
        NOT_NAMES.contains(&format!(" {} ", word.to_lowercase()))
            || lexicon::has_title(word)
            || lexicon::has_degree(word)
            || lexicon::language(word).is_some()
    });
    let place = lexicon::country(text).is_some() || lexicon::has_school(text) || lexicon::has_company(text);
    (plain && !ordinary && !place).then(|| text.to_owned())
}

/// The headline: the first short line that names a job, else the first line when it is short and plain.
fn headline(header: &[Line], name: &str) -> Option<String> {
    const LOOK_AT: usize = 10;
    const LONGEST: usize = 90;
    let parts = header.iter().take(LOOK_AT).flat_map(|line| {
        let parts: Vec<String> = line.text.split([TAB, '|', '•', '·']).map(clean).collect();
        parts
    });
    let without_name = parts.map(|part| {
        let rest = part.strip_prefix(name).filter(|_| !name.is_empty()).map(str::to_owned);
        rest.unwrap_or(part).trim_matches(|c: char| ",:;-–—\"'*".contains(c) || c.is_whitespace()).to_owned()
    });
    let usable: Vec<String> = without_name
        .filter(|part| {
            let letters = part.chars().filter(|c| c.is_alphabetic()).count();
            letters >= 3
                && part.chars().count() <= LONGEST
                && !part.contains('@')
                && !part.contains("***")
                && part != name
        })
        .collect();
    let titled = usable
        .iter()
        .find(|part| lexicon::has_title(part) && !lexicon::is_sentence(part) && !part.contains(':'));
    let short = |part: &&String| {
        part.split(' ').count() <= 6
            && !part.contains([':', '.', ','])
            && !part.chars().any(|c| c.is_ascii_digit())
            && !contact_word(part)
            && person(part).is_none()
            && place_in(part).is_none()
            && !DOCUMENT_WORDS.contains(&fold(part).as_str())
    };
    titled.or_else(|| usable.first().filter(short)).cloned()
}

/// Whether a text only says how to reach somebody.
fn contact_word(text: &str) -> bool {
    const WORDS: &str = " phone mobile mob tel cell email e mail address linkedin telegram whatsapp github contact contacts website portfolio telefon handy adresse teléfono correo dirección location date of birth ";
    fold(text).split(' ').all(|word| WORDS.contains(&format!(" {word} ")))
}

/// A place behind its label, as in `Residence: Hadera`.
fn labelled_place(text: &str) -> Option<Location> {
    const ENDS: [&str; 12] = [
        "phone",
        "tel",
        "email",
        "e-mail",
        "mobile",
        "languages",
        "linkedin",
        "date of birth",
        "cell",
        "github",
        "dob",
        "born",
    ];
    let text = text.replace(TAB, "  ");
    let place = PLACE_LABEL.captures(&text)?.name("place")?.as_str().to_owned();
    let lower = place.to_lowercase();
    let same_length = lower.len() == place.len();
    let end =
        ENDS.iter().filter_map(|end| lower.find(end)).min().filter(|_| same_length).unwrap_or(place.len());
    let place = clean(place.get(..end)?);
    let place = place.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let usable = place.chars().any(char::is_alphabetic) && place.len() >= 3 && !place.contains('@');
    usable.then(|| place_in(&place).unwrap_or(Location { city: place, ..Location::default() }))
}

/// A place written as `12345 City`, `City, ST 12345` or `City, Country`.
fn place_in(text: &str) -> Option<Location> {
    for part in text.split([TAB, STYLE, '|', '•', '·', '●', ';']) {
        let part = clean(&EMAIL.replace_all(part, " "));
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        if part.chars().count() > 100 || lexicon::is_sentence(part) {
            continue;
        }
        if let Some(found) = postal_and_country(part) {
            return Some(found);
        }
        if let Some(found) = US_POSTAL.captures(part).filter(|found| lexicon::is_state(&found["state"])) {
            let city = found["city"].trim();
            let city = city.rsplit([',']).next().unwrap_or(city).trim().to_owned();
            return Some(Location {
                city,
                region: found["state"].to_owned(),
                postal_code: found.name("code").map_or(String::new(), |code| code.as_str().to_owned()),
                country_code: "US".to_owned(),
                ..Location::default()
            });
        }
        if let Some(found) = city_and_country(part) {
            return Some(found);
        }
        if let Some(found) = POSTAL
            .captures(part)
            .filter(|found| dates::single(&found["code"]).is_none() || found["code"].len() == 5)
        {
            let street = found.get(0).and_then(|whole| part.get(..whole.start())).unwrap_or("");
            return Some(Location {
                address: street.trim_matches(|c: char| c == ',' || c.is_whitespace()).to_owned(),
                city: found["city"].trim().to_owned(),
                postal_code: found["code"].to_owned(),
                ..Location::default()
            });
        }
    }
    None
}

/// `10115 Berlin, DE`: a postal code before the city says that the two letters are a country.
fn postal_and_country(part: &str) -> Option<Location> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?P<street>.*?)[,\s]*\b(?P<code>\d{4,5})\s+(?P<city>\p{Lu}[\p{L}\- ]{1,40}),\s*(?P<country>[A-Z]{2})$")
            .expect("a literal pattern")
    });
    let found = PATTERN.captures(part)?;
    Some(Location {
        address: found["street"].trim().to_owned(),
        city: found["city"].trim().to_owned(),
        postal_code: found["code"].to_owned(),
        country_code: found["country"].to_owned(),
        ..Location::default()
    })
}

/// `City, Country`, in either order, possibly with a street or region between.
fn city_and_country(part: &str) -> Option<Location> {
    let pieces: Vec<&str> = part.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    if !(2..=5).contains(&pieces.len()) {
        return None;
    }
    let last = pieces.len() - 1;
    let at = [last, 0].into_iter().find(|at| lexicon::country(pieces[*at]).is_some())?;
    let rest: Vec<&str> =
        pieces.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, piece)| *piece).collect();
    let city = if at == 0 { rest.first() } else { rest.last() };
    let postal = city.and_then(|city| POSTAL.captures(city));
    let named = postal.as_ref().map(|found| found["city"].trim().to_owned());
    let city = named.unwrap_or((*city?).to_owned());
    let plausible = city.split(' ').count() <= 4 && !fold(&city).is_empty() && !lexicon::has_title(&city);
    plausible.then(|| Location {
        city,
        postal_code: postal.map_or(String::new(), |found| found["code"].to_owned()),
        address: if rest.len() > 1 && at != 0 { rest[..rest.len() - 1].join(", ") } else { String::new() },
        country_code: lexicon::country(pieces[at]).unwrap_or_default().to_owned(),
        ..Location::default()
    })
}

/// Paragraphs above the first heading are a summary without a heading.
fn opening(header: &[Line], basics: &Basics) -> String {
    const SHORTEST: usize = 60;
    let is_paragraph = |text: &String| {
        text.chars().count() >= SHORTEST
            && !EMAIL.is_match(text)
            && phone(text).is_none()
            && *text != basics.label
            && text.split(' ').count() > 8
    };
    let paragraphs: Vec<String> = header.iter().map(|line| clean(&line.text)).filter(is_paragraph).collect();
    paragraphs.join(" ")
}
