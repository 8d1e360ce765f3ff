//! HTML as the text a person sees.
//!
//! One pass over the source, whatever it holds. The reader of the mail library loses the space after a
//! line's first word when that word is marked up (`<b>Unfortunately</b> we`), and with it the sentence.

use mail_parser::decoders::html::add_html_token;

/// HTML beyond this is not looked at; newsletters reach some 200 kB.
pub(super) const MAX_HTML_BYTES: usize = 1024 * 1024;
/// The longest name of a character: `&CounterClockwiseContourIntegral;`.
const MAX_ENTITY_BYTES: usize = 34;

/// Elements whose content is not shown.
const HIDDEN: &[&str] = &["script", "style", "head", "template", "noscript", "iframe", "svg", "object"];
/// Elements that stand apart, with an empty line around them.
const PARAGRAPHS: &[&str] = &["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"];
/// Elements that begin a line.
const LINES: &[&str] = &[
    "br", "div", "tr", "li", "td", "th", "section", "article", "header", "footer", "main", "nav", "aside",
    "hr", "dt", "dd", "dl", "form", "fieldset", "option", "button", "pre", "body", "center", "figure",
    "title", "summary",
];

/// The text of HTML with a line per block. Scripts, styles and comments leave nothing behind.
pub fn html_to_text(source: &str) -> String {
    let mut cut = source.len().min(MAX_HTML_BYTES);
    while !source.is_char_boundary(cut) {
        cut -= 1;
    }
    let mut rest = &source[..cut];
    let mut text = Text::default();
    while let Some(at) = rest.find(['<', '&']) {
        text.push(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.starts_with('&') {
            true => text.entity(rest),
            false => text.tag(rest),
        };
    }
    text.push(rest);
    text.written
}

#[derive(Default)]
struct Text {
    written: String,
    /// Ends of hidden elements were looked for and not found; looking again would take for ever.
    endless: Vec<&'static str>,
}

impl Text {
    fn push(&mut self, words: &str) {
        for c in words.chars() {
            match c.is_whitespace() {
                false => self.written.push(c),
                true if self.written.is_empty() || self.written.ends_with([' ', '\n']) => {}
                true => self.written.push(' '),
            }
        }
    }

    /// Ends the line, with `empty` empty lines after it.
    fn end_line(&mut self, empty: usize) {
        let kept = self.written.trim_end_matches(' ').len();
        self.written.truncate(kept);
        let ended = self.written.len() - self.written.trim_end_matches('\n').len();
        if !self.written.is_empty() {
            self.written.extend(std::iter::repeat_n('\n', (empty + 1).saturating_sub(ended)));
        }
    }

    /// Takes `&…;` from the front and gives what follows.
    fn entity<'a>(&mut self, rest: &'a str) -> &'a str {
        let end = rest.bytes().take(MAX_ENTITY_BYTES).position(|byte| byte == b';');
        let Some(end) = end.filter(|end| rest.is_char_boundary(end + 1)) else {
            self.written.push('&');
            return &rest[1..];
        };
        let mut decoded = String::new();
        add_html_token(&mut decoded, &rest.as_bytes()[..=end], false);
        self.push(&decoded);
        &rest[end + 1..]
    }

    /// Takes a tag, a comment or a hidden element from the front and gives what follows.
    fn tag<'a>(&mut self, rest: &'a str) -> &'a str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or("", |end| &comment[end + 3..]);
        }
        let inside = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
            self.written.push('<');
            return &rest[1..];
        }
        let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = inside[..length].to_ascii_lowercase();
        let after = inside.find('>').map_or("", |end| &inside[end + 1..]);
        let is_end = rest[1..].starts_with('/');
        if PARAGRAPHS.contains(&name.as_str()) {
            self.end_line(1);
        } else if LINES.contains(&name.as_str()) {
            self.end_line(0);
        }
        match HIDDEN.iter().find(|hidden| **hidden == name) {
            Some(hidden) if !is_end => self.behind(hidden, after),
            _ => after,
        }
    }

    /// What follows the end of a hidden element. A script without an end hides all that follows; a
    /// head without one is a mailer's mistake.
    fn behind<'a>(&mut self, name: &'static str, rest: &'a str) -> &'a str {
        if self.endless.contains(&name) {
            return rest;
        }
        let ends = |tail: &str| {
            let tail = tail.strip_prefix('/').unwrap_or_default();
            tail.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        };
        let body = |tail: &str| {
            name == "head" && tail.get(..4).is_some_and(|found| found.eq_ignore_ascii_case("body"))
        };
        let end = rest
            .match_indices('<')
            .map(|(at, _)| at)
            .find(|at| ends(&rest[at + 1..]) || body(&rest[at + 1..]));
        match end {
            Some(at) => &rest[at..],
            None if matches!(name, "script" | "style") => "",
            None => {
                self.endless.push(name);
                rest
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_spaces_and_blocks_their_lines() {
        let cases = [
            ("<p><b>Unfortunately</b> we <i>can</i>not.</p><p>Bye</p>", "Unfortunately we cannot.\n\nBye"),
            (
                "<div>Hi&nbsp;Ana,</div><div>a &lt; b &amp;&#65; &uuml;&bogus; 1 < 2 & 3</div>",
                "Hi Ana,\na < b &A ü&bogus; 1 < 2 & 3",
            ),
            ("a<br>b<BR/>c<td>d</td>", "a\nb\nc\nd"),
            ("<head><title>x</title></head><body>y</body>", "y"),
            ("<head><title>x</title><body>y", "y"),
            ("a<!-- <p>b</p> -->c<script>d</script>e<STYLE>f</STYLE>g", "aceg"),
            ("a<script>b", "a"),
            ("a<!-- b", "a"),
            ("<template>b", "b"),
            ("a <", "a <"),
            ("", ""),
        ];
        for (html, text) in cases {
            assert_eq!(html_to_text(html).trim_end(), text, "{html}");
        }
    }
}
