//! Letters that were written as UTF-8 and read as Windows-1252 by an earlier program, made right.
//!
//! `CafÃ©` becomes `Café` and `â€“` a dash. Only whole sequences that are valid UTF-8 are touched, so a
//! text that really holds `Ã` keeps it.

/// `text` with every such sequence replaced, and the remains of broken ones removed.
pub(crate) fn repair(text: &str) -> String {
    if !text.contains(['Ã', 'Â', 'â', 'ï', 'Å', 'Ä']) {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        match sequence(&characters[at..]) {
            Some((replacement, used)) => {
                out.push_str(&replacement);
                at += used;
            }
            None => {
                out.push(characters[at]);
                at += 1;
            }
        }
    }
    out
}

/// The text the characters from the first on stand for, and how many of them.
fn sequence(characters: &[char]) -> Option<(String, usize)> {
    let lead = byte(characters[0]).filter(|lead| *lead >= 0xc2 && !characters[0].is_ascii())?;
    let length = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = characters.iter().take(length).map(|c| byte(*c)).collect();
    let whole = bytes.filter(|bytes| bytes.len() == length);
    if let Some(text) = whole.and_then(|bytes| String::from_utf8(bytes).ok()) {
        let blank = text.chars().all(|c| c.is_whitespace() || c == '\u{a0}');
        return Some((if blank { " ".to_owned() } else { text }, length));
    }
    match characters {
        // A no-break space whose second half became an ordinary blank, or was lost.
        ['Â', ' ', ..] => Some((" ".to_owned(), 2)),
        ['Â'] => Some((String::new(), 1)),
        // A wide dash whose last byte has no letter in Windows-1252.
        ['ï', '¼', '\u{200b}', ..] => Some((" – ".to_owned(), 3)),
        ['ï', '¼', ..] => Some((" – ".to_owned(), 2)),
        _ => None,
    }
}

/// The Windows-1252 byte of a character.
fn byte(character: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match character as u32 {
        code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
        _ => HIGH.iter().position(|high| *high == character).and_then(|at| u8::try_from(at + 0x80).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_read_in_the_wrong_encoding_is_made_right() {
        assert_eq!(repair("CafÃ© â€“ AndrÃ©s"), "Café – Andrés");
        assert_eq!(repair("SkilledÂ Accountant"), "Skilled Accountant");
        assert_eq!(repair("São João, Âge, naïve"), "São João, Âge, naïve");
    }
}
