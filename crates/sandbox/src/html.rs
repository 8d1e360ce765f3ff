//! The few helpers every page is written with.

/// Text made safe between tags and inside quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A whole page.
pub(crate) struct Page<'a> {
    pub lang: &'a str,
    pub title: &'a str,
    /// The style sheet of the page's family, a name under `/assets/`.
    pub style: &'a str,
    /// The employer's colour, for the sheet's `--brand`.
    pub color: &'a str,
    /// Goes into the head unescaped: scripts and structured data.
    pub head: &'a str,
    pub body: &'a str,
}

impl Page<'_> {
    /// The page as HTML text.
    pub(crate) fn render(&self) -> String {
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/assets/{style}\">\n\
             <style>:root {{ --brand: {color} }}</style>\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n",
            lang = self.lang,
            title = escape(self.title),
            style = self.style,
            color = self.color,
            head = self.head,
            body = self.body,
        )
    }
}
