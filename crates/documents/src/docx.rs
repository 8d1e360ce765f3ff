//! Text of a DOCX as lines: headers first, where resumes put the contact line, then the body.
//!
//! Nothing the file points to is followed, inside or outside of it; only its text is read.

use undoc::docx::DocxParser;
use undoc::{Block, ErrorKind, Paragraph, Table};

use crate::limits::MAX_LINES;
use crate::line::{Line, TAB, strip_bullet};
use crate::{ResumeError, archive};

/// Text and addresses of a DOCX.
pub(crate) struct DocxText {
    /// The lines in reading order.
    pub lines: Vec<Line>,
    /// The addresses its links lead to.
    pub links: Vec<String>,
}

/// The text of a DOCX whose archive is sound.
///
/// # Errors
/// [`ResumeError::UnreadableDocx`], [`ResumeError::EncryptedDocx`], [`ResumeError::ArchiveBomb`],
/// [`ResumeError::UnsupportedType`] for another kind of archive, or [`ResumeError::NoText`].
pub(crate) fn read(bytes: &[u8]) -> Result<DocxText, ResumeError> {
    let names = archive::check(bytes)?;
    if !names.iter().any(|name| name == "word/document.xml") {
        let name = "This archive".to_owned();
        return Err(ResumeError::UnsupportedType { name });
    }
    let mut parser = DocxParser::from_bytes(bytes.to_vec()).map_err(|error| named(&error))?;
    let document = parser.parse().map_err(|error| named(&error))?;
    let mut reader = Reader::default();
    for section in &document.sections {
        reader.paragraphs(section.header.iter().flatten());
        for block in &section.content {
            match block {
                Block::Paragraph(paragraph) => reader.paragraph(paragraph),
                Block::Table(table) => reader.table(table, 0),
                Block::Note { content, .. } => reader.paragraphs(content),
                Block::PageBreak | Block::SectionBreak | Block::Image { .. } => {}
            }
        }
        reader.paragraphs(section.footer.iter().flatten());
    }
    reader.finish()
}

fn named(error: &undoc::Error) -> ResumeError {
    match error.kind() {
        ErrorKind::Encrypted => ResumeError::EncryptedDocx,
        _ => ResumeError::UnreadableDocx,
    }
}

#[derive(Default)]
struct Reader {
    lines: Vec<(Line, u32)>,
    links: Vec<String>,
    seen_headers: std::collections::HashSet<String>,
    blank: bool,
}

impl Reader {
    /// Paragraphs of headers, footers and notes, each text once.
    fn paragraphs<'a>(&mut self, paragraphs: impl IntoIterator<Item = &'a Paragraph>) {
        for paragraph in paragraphs {
            if self.seen_headers.insert(paragraph.plain_text()) {
                self.paragraph(paragraph);
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let mut text = String::new();
        for run in &paragraph.runs {
            self.links.extend(run.hyperlink.clone());
            text.push_str(&run.text);
            if run.line_break || run.page_break {
                text.push('\n');
            }
        }
        let written = || paragraph.runs.iter().filter(|run| !run.text.trim().is_empty());
        let bold = written().count() > 0 && written().all(|run| run.style.bold);
        let size = written().filter_map(|run| run.style.size).max().unwrap_or(0);
        self.text(&text, paragraph, bold, size);
    }

    fn text(&mut self, text: &str, paragraph: &Paragraph, bold: bool, size: u32) {
        for (at, part) in text.split('\n').enumerate() {
            let (stripped, bullet) = strip_bullet(part);
            if stripped.trim().is_empty() {
                self.blank = true;
                continue;
            }
            if self.lines.len() >= MAX_LINES {
                return;
            }
            let line = Line {
                text: gaps(stripped),
                bold,
                size: 1.0,
                bullet: bullet || (at == 0 && paragraph.is_list_item()),
                heading: at == 0 && paragraph.is_heading(),
                gap_above: std::mem::take(&mut self.blank),
                continues: false,
                indented: paragraph.indent_level > 0,
            };
            self.lines.push((line, size));
        }
    }

    /// A table: a cell with several paragraphs is a column read on its own, a row of single ones a line.
    fn table(&mut self, table: &Table, depth: usize) {
        const MAX_DEPTH: usize = 6;
        const LONGEST_CELL: usize = 120;
        if depth > MAX_DEPTH {
            return;
        }
        for row in &table.rows {
            let simple = row.cells.iter().all(|cell| {
                let mut texts = cell.content.iter().filter(|paragraph| !paragraph.is_empty());
                let short = texts.next().is_none_or(|text| text.plain_text().chars().count() <= LONGEST_CELL);
                cell.nested_tables.is_empty() && short && texts.next().is_none()
            });
            if simple && row.cells.len() > 1 {
                self.row(&row.cells);
                continue;
            }
            for cell in &row.cells {
                self.blank = true;
                for paragraph in &cell.content {
                    self.paragraph(paragraph);
                }
                for nested in &cell.nested_tables {
                    self.table(nested, depth + 1);
                }
            }
        }
    }

    fn row(&mut self, cells: &[undoc::Cell]) {
        let paragraphs: Vec<&Paragraph> =
            cells.iter().flat_map(|cell| &cell.content).filter(|p| !p.is_empty()).collect();
        let Some(first) = paragraphs.first() else { return };
        let links = paragraphs.iter().flat_map(|p| &p.runs).filter_map(|run| run.hyperlink.clone());
        self.links.extend(links);
        let texts: Vec<String> = paragraphs.iter().map(|p| p.plain_text().replace('\n', " ")).collect();
        let bold = paragraphs.iter().flat_map(|p| &p.runs).all(|run| run.style.bold);
        self.text(&texts.join(&TAB.to_string()), first, bold, 0);
    }

    fn finish(self) -> Result<DocxText, ResumeError> {
        if self.lines.is_empty() {
            return Err(ResumeError::NoText);
        }
        let mut sizes: Vec<u32> = self.lines.iter().map(|(_, size)| *size).filter(|size| *size > 0).collect();
        sizes.sort_unstable();
        let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(0);
        let lines = self.lines.into_iter().map(|(line, size)| {
            let size = if size == 0 || usual == 0 { 1.0 } else { size as f32 / usual as f32 };
            Line { size, ..line }
        });
        Ok(DocxText { lines: lines.collect(), links: self.links })
    }
}

/// Runs of blanks that were typed to move text apart are gaps.
fn gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blanks = 0;
    for character in text.trim().chars() {
        if character == ' ' || character == '\u{a0}' {
            blanks += 1;
            continue;
        }
        if blanks > 0 && character != TAB && !out.ends_with(TAB) {
            out.push(if blanks >= 4 { TAB } else { ' ' });
        }
        blanks = 0;
        if character != TAB || !out.ends_with(TAB) {
            out.push(character);
        }
    }
    out
}
