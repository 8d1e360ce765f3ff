//! HTML and entities into the plain text a posting is kept as: paragraphs apart by a blank line, list
//! items by `- `. Refuses to keep markup, scripts, styles, or anything a browser would not show.

use scraper::{Html, Node};

/// The most characters of one description; the longest real one seen has 12,000.
pub const MAX_DESCRIPTION_CHARS: usize = 60_000;

/// The most bytes of HTML that are read for one text.
const MAX_HTML_BYTES: usize = 1024 * 1024;
/// The deepest nesting that is parsed. The parser looks up the whole nest at each tag, so that 20,000
/// nested elements take it 40 s (measured, debug build); real pages stay below 60.
const MAX_DEPTH: usize = 256;

/// Elements whose content nobody reads.
const UNREAD: &[&str] =
    &["script", "style", "template", "noscript", "head", "svg", "iframe", "object", "button", "select"];

/// Elements that stand apart from what is around them.
const PARAGRAPHS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "ul",
    "ol",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "blockquote",
    "pre",
    "hr",
    "form",
    "fieldset",
    "figure",
];

/// Elements that begin a new line without standing apart.
const LINES: &[&str] = &["tr", "dt", "dd", "caption", "figcaption"];

/// Elements that close themselves, or are closed by the next of their kind: they cannot nest.
const FLAT: &[&str] = &[
    "br", "hr", "img", "input", "meta", "link", "col", "wbr", "source", "area", "base", "embed", "track",
    "param", "p", "li", "td", "th", "tr", "dt", "dd", "option",
];

/// The readable text of an HTML fragment or page.
pub fn to_text(html: &str) -> String {
    let html = &html[..html.floor_char_boundary(MAX_HTML_BYTES)];
    if is_nested_too_deep(html) {
        return cut(&squeeze(&without_tags(html)));
    }
    let tree = Html::parse_fragment(html).tree;
    let mut writer = Writer::default();
    let mut node = tree.root();
    // Walked by hand rather than by recursion: a hostile page may be nested as deep as it is long.
    'walk: loop {
        let enters = writer.open(node.value());
        if enters && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            writer.close(node.value());
            if let Some(next) = node.next_sibling() {
                node = next;
                continue 'walk;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => break 'walk,
            }
        }
    }
    cut(writer.text.trim_end())
}

/// Plain text as a board sends it: line ends, spaces and blank lines made regular. Text that is HTML
/// after all (some boards put it into their plain field) is read as HTML.
pub fn tidy(plain: &str) -> String {
    if looks_like_html(plain) {
        return to_text(plain);
    }
    let mut text = String::with_capacity(plain.len());
    let mut blank = 0;
    for line in plain.replace("\r\n", "\n").split(['\n', '\r', '\u{2028}']) {
        let words = one_line(line);
        if words.is_empty() {
            blank += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        match words.strip_prefix(['•', '·', '*', '–', '‣']) {
            Some(item) if item.starts_with(' ') => {
                text.push_str("- ");
                text.push_str(item.trim_start());
            }
            _ => text.push_str(&words),
        }
    }
    cut(&text)
}

/// `text` on one line with single spaces; entities that a board escaped once too often are undone.
pub fn one_line(text: &str) -> String {
    if text.contains('&') && text.contains(';') {
        return squeeze(&unescape(text));
    }
    squeeze(text)
}

/// Entities turned into the characters they stand for; tags are left as they are when escaped.
pub fn unescape(text: &str) -> String {
    let tree = Html::parse_fragment(&text.replace('<', "&lt;")).tree;
    let mut plain = String::with_capacity(text.len());
    for node in tree.nodes() {
        if let Node::Text(part) = node.value() {
            plain.push_str(part);
        }
    }
    plain
}

/// Whether parsing would take out of proportion long. Counts tags only, and skips scripts and styles.
pub fn is_nested_too_deep(html: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let closes = rest.starts_with('/');
        let name: String =
            rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(16).collect();
        let name = name.to_ascii_lowercase();
        if name.is_empty() || FLAT.contains(&name.as_str()) {
            continue;
        }
        if matches!(name.as_str(), "script" | "style") && !closes {
            let end = format!("</{name}");
            rest = rest.find(&end).map_or("", |at| &rest[at + end.len()..]);
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// The text between tags, for markup that is not worth parsing.
fn without_tags(html: &str) -> String {
    let mut parts = html.split('<');
    let before = parts.next().into_iter();
    before.chain(parts.filter_map(|part| Some(part.split_once('>')?.1))).collect::<Vec<_>>().join(" ")
}

/// Whether the text holds a tag such as `<p>` or `</li>`; a lone `<` as in "a < b" is none.
pub fn looks_like_html(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let name: usize = rest.chars().take_while(char::is_ascii_alphanumeric).count();
        let starts = rest.starts_with(|first: char| first.is_ascii_alphabetic());
        starts && rest[name..].starts_with(['>', ' ', '/', '\n'])
    })
}

fn squeeze(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    // Zero-width characters come with text pasted from word processors and hide equal words.
    let visible = |part: &str| -> String {
        part.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\0')).collect()
    };
    for word in text.split_whitespace().map(visible).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    line
}

fn cut(text: &str) -> String {
    domain::text::shorten(text, MAX_DESCRIPTION_CHARS)
}

/// What comes before the next word.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Writer {
    text: String,
    gap: Gap,
    item_begins: bool,
}

impl Writer {
    /// Notes what opens here, and says whether its children are to be read.
    fn open(&mut self, node: &Node) -> bool {
        match node {
            Node::Text(text) => self.words(text),
            Node::Element(element) => {
                let name = element.name();
                if UNREAD.contains(&name) {
                    return false;
                }
                if name == "br" {
                    // Two line breaks are how many editors write a paragraph.
                    self.gap = if self.gap >= Gap::Line { Gap::Paragraph } else { Gap::Line };
                }
                self.border(name);
                self.item_begins |= name == "li";
            }
            _ => {}
        }
        true
    }

    fn close(&mut self, node: &Node) {
        if let Node::Element(element) = node {
            self.border(element.name());
            self.item_begins &= element.name() != "li";
        }
    }

    fn border(&mut self, name: &str) {
        let gap = if self.item_begins && name != "li" {
            // `<li><p>text</p></li>` is one item, not an empty one and a paragraph.
            Gap::None
        } else if PARAGRAPHS.contains(&name) {
            Gap::Paragraph
        } else if name == "li" || LINES.contains(&name) {
            Gap::Line
        } else if name == "td" || name == "th" {
            Gap::Space
        } else {
            Gap::None
        };
        self.gap = self.gap.max(gap);
    }

    fn words(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.gap = self.gap.max(Gap::Space);
        }
        let line = squeeze(text);
        if line.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        if std::mem::take(&mut self.item_begins) {
            self.text.push_str("- ");
        }
        self.text.push_str(&line);
        self.gap = if text.ends_with(char::is_whitespace) { Gap::Space } else { Gap::None };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_entities_become_plain_text() {
        let html = "<div><h2>About&nbsp;us</h2><p>We build <b>tools</b> &amp; toys.<br>Daily.</p>\
                    <ul><li>Rust</li>\n<li><p>SQL &lt;3</p></li></ul><script>alert(1)</script></div>Apply";
        assert_eq!(to_text(html), "About us\n\nWe build tools & toys.\nDaily.\n\n- Rust\n- SQL <3\n\nApply");
    }

    #[test]
    fn hostile_nesting_is_not_parsed_but_still_read() {
        let depth = 100_000;
        let html = format!("{}text{}", "<div>".repeat(depth), "</div>".repeat(depth));
        assert_eq!(to_text(&html), "text");
        let flat = "<p>one<p>two<br><ul><li>three</ul>".repeat(1000);
        assert!(!is_nested_too_deep(&flat) && !is_nested_too_deep("<script>'<b><b><b>'</script>"));
    }

    #[test]
    fn plain_text_keeps_its_lines_and_gets_regular_bullets() {
        assert_eq!(tidy("One \r\n\r\n\r\n•  two\n* three\n\u{feff}"), "One\n\n- two\n- three");
        assert_eq!(tidy("<p>It is HTML</p>"), "It is HTML");
        assert_eq!(tidy("a < b and c > d"), "a < b and c > d");
    }

    #[test]
    fn entities_are_undone_once() {
        assert_eq!(unescape("&lt;p&gt;A &amp;amp; B&lt;/p&gt;"), "<p>A &amp; B</p>");
        assert_eq!(one_line("  R&amp;D \u{a0} Lead "), "R&D Lead");
    }
}
