//! Text made comparable: what the phrases are matched against.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A line this short that is not the last of a paragraph was ended by its writer, not by a mailer
/// that wraps at some 72 columns.
const SHORT_LINE_CHARS: usize = 40;

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:https?://|www\.)[^\s<>]+|\b[\w.+-]+@[\w-]+\.[\w.-]+")
        .expect("the regex is a literal")
});
static QUOTE_HEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?im)^\s*(?:-{2,}\s*(?:original message|urspr.ngliche nachricht|mensaje original|message d.origine|forwarded message)|on .{6,120} wrote:\s*$|am .{6,120} schrieb.{0,80}:\s*$|el .{6,120} escribi.:\s*$|le .{6,120} a .crit\s?:\s*$|_{20,}\s*$)",
    )
    .expect("the regex is a literal")
});

/// The text without what it quotes of earlier messages. A message that is nothing but a quote is
/// returned whole.
pub(super) fn without_quotes(body: &str) -> String {
    let head = QUOTE_HEAD.find(body).map_or(body.len(), |found| found.start());
    let own: Vec<&str> = body[..head].lines().filter(|line| !line.trim_start().starts_with('>')).collect();
    let own = own.join("\n");
    match own.trim().is_empty() {
        true => body.to_owned(),
        false => own,
    }
}

/// Lower case, no accents, no punctuation; one space between words and ` | ` between sentences,
/// a space at both ends.
pub(crate) fn fold(text: &str) -> String {
    let text = LINK.replace_all(text, " link ");
    let mut folded = String::with_capacity(text.len() + 16);
    folded.push(' ');
    for line in text.lines() {
        fold_line(line, &mut folded);
        if line.trim().chars().count() < SHORT_LINE_CHARS {
            end_sentence(&mut folded);
        }
    }
    end_sentence(&mut folded);
    expand_negations(&folded)
}

fn fold_line(line: &str, folded: &mut String) {
    let mut characters =
        line.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).peekable();
    while let Some(c) = characters.next() {
        match c {
            'ß' => folded.push_str("ss"),
            'œ' => folded.push_str("oe"),
            c if c.is_alphanumeric() => folded.push(c),
            '!' | '?' | ';' | ':' => end_sentence(folded),
            // A full stop inside a number, an abbreviation or a host name ends nothing.
            '.' | '…' if characters.peek().is_none_or(|next| next.is_whitespace()) => end_sentence(folded),
            _ => space(folded),
        }
    }
    space(folded);
}

fn space(folded: &mut String) {
    if !folded.ends_with(' ') {
        folded.push(' ');
    }
}

fn end_sentence(folded: &mut String) {
    space(folded);
    if folded.len() > 1 && !folded.ends_with("| ") {
        folded.push_str("| ");
    }
}

/// `won't` and its kind say `not` like everyone else.
fn expand_negations(folded: &str) -> String {
    const CONTRACTED: &[(&str, &str)] = &[
        (" won t ", " will not "),
        (" can t ", " can not "),
        (" cannot ", " can not "),
        (" shan t ", " shall not "),
    ];
    const STEMS: &[&str] = &[
        "don", "didn", "doesn", "isn", "aren", "wasn", "weren", "haven", "hasn", "hadn", "couldn", "wouldn",
        "shouldn",
    ];
    let mut text = folded.to_owned();
    for (short, long) in CONTRACTED {
        text = text.replace(short, long);
    }
    for stem in STEMS {
        let contracted = format!(" {stem}n t ").replace("nn t", "n t");
        let plain = stem.strip_suffix('n').unwrap_or(stem);
        text = text.replace(&contracted, &format!(" {plain} not "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_folded_into_sentences() {
        assert_eq!(
            fold("Grüße, Ana!\nWe can't, and we don't: sorry."),
            " grusse ana | we can not and we do not | sorry | "
        );
        assert_eq!(fold("see https://a.example/x?y=1 or v2.0 of it"), " see link or v2 0 of it | ");
        assert_eq!(fold(""), " ");
    }

    #[test]
    fn a_quoted_message_is_left_out() {
        let body = "No.\n> please hire me\nOn Monday 3 March 2025 Ana wrote:\nwe would love to";
        assert_eq!(without_quotes(body), "No.");
        assert_eq!(without_quotes("> only a quote"), "> only a quote");
    }
}
