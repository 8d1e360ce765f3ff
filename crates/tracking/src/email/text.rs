//! The text of a message as a person sees it, and the links in it.

use std::sync::LazyLock;

use mail_parser::{Message, PartType};
use regex::Regex;

use super::html::{MAX_HTML_BYTES, html_to_text};
use super::{MAX_BODY_CHARS, MAX_LIST};

/// A plain part shorter than this beside HTML is a stub such as "Please view in a browser".
const STUB_CHARS: usize = 40;
/// How deep a forwarded message inside a message is followed.
const MAX_NESTING: usize = 3;

static HREF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)\bhref\s*=\s*["']?(https?://[^\s\p{Cc}"'<>]+)"#).expect("the regex is a literal")
});
static BARE_LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)\bhttps?://[^\s\p{Cc}<>"'\])]+"#).expect("the regex is a literal"));

/// The text of a message and the links in it.
pub(super) fn visible(message: &Message<'_>) -> (String, Vec<String>) {
    let (mut plain, mut html) = (String::new(), String::new());
    collect(message, MAX_NESTING, &mut plain, &mut html);
    let mut links = links_in(&html);
    let from_html = match html.is_empty() {
        true => String::new(),
        false => html_to_text(&html),
    };
    let stub = plain.trim().chars().count() < STUB_CHARS && from_html.trim().len() > plain.trim().len();
    let body = bounded(if stub { &from_html } else { &plain });
    for link in links_in(&body) {
        if !links.contains(&link) && links.len() < MAX_LIST {
            links.push(link);
        }
    }
    (body, links)
}

fn collect(message: &Message<'_>, depth: usize, plain: &mut String, html: &mut String) {
    for id in &message.text_body {
        if let Some(PartType::Text(text)) = message.parts.get(*id as usize).map(|part| &part.body)
            && plain.len() < MAX_HTML_BYTES
        {
            plain.push_str(text);
            plain.push('\n');
        }
    }
    for id in &message.html_body {
        if let Some(PartType::Html(text)) = message.parts.get(*id as usize).map(|part| &part.body)
            && html.len() < MAX_HTML_BYTES
        {
            html.push_str(text);
            html.push('\n');
        }
    }
    let empty = plain.trim().is_empty() && html.trim().is_empty();
    if empty && depth > 0 {
        for part in &message.parts {
            if let PartType::Message(nested) = &part.body {
                collect(nested, depth - 1, plain, html);
            }
        }
    }
}

/// The `http` and `https` addresses in a text or in the links of HTML, in order, without doubles.
pub fn links_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let hrefs = HREF.captures_iter(text).filter_map(|link| link.get(1));
    let bare = BARE_LINK.find_iter(text);
    for link in hrefs.chain(bare) {
        let link = link.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        let link = link.replace("&amp;", "&");
        if found.len() >= MAX_LIST {
            break;
        }
        if !found.contains(&link) {
            found.push(link);
        }
    }
    found
}

/// Lines trimmed, runs of empty lines made one, and the whole cut to its limit.
fn bounded(text: &str) -> String {
    let mut body = String::new();
    let mut blank = true;
    for text_line in text.lines() {
        let words: Vec<&str> = text_line
            .split(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c))
            .filter(|word| !word.is_empty())
            .collect();
        if words.is_empty() && blank {
            continue;
        }
        blank = words.is_empty();
        body.push_str(&words.join(" "));
        body.push('\n');
        if body.len() > MAX_BODY_CHARS * 4 {
            break;
        }
    }
    let cut: String = body.chars().take(MAX_BODY_CHARS).collect();
    cut.trim_end().to_owned()
}

/// Characters mail designers pad previews with.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{34f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_lines_without_scripts() {
        let html = "<html><head><style>p{}</style></head><body><div>Hi&nbsp;Ana,</div>\
                    <script>bad()</script><p>We &amp; you</p><ul><li>one</li><li>two</li></ul></body></html>";
        let text = bounded(&html_to_text(html));
        assert_eq!(text, "Hi Ana,\n\nWe & you\n\none\ntwo");
    }

    #[test]
    fn links_are_found_in_text_and_behind_words() {
        let text = r#"<a href="https://meet.example/x?a=1&amp;b=2">join</a> or https://a.example/t."#;
        assert_eq!(links_in(text), ["https://meet.example/x?a=1&b=2", "https://a.example/t"]);
    }
}
