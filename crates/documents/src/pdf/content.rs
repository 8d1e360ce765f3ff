//! Where each letter of a page stands: the drawing operations that move and show text.

use std::rc::Rc;
use std::time::{Duration, Instant};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, FontCache};
use crate::ResumeError;
use crate::limits::{MAX_FORM_DEPTH, MAX_STREAM_BYTES};

/// A piece of text with its place on the page, in points, y upwards.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    pub italic: bool,
}

/// What may still be spent on the file.
pub(super) struct Budget {
    pub operations: usize,
    pub glyphs: usize,
    pub bytes: u64,
    /// When reading began, and how long it may take.
    pub started: Instant,
    pub time: Duration,
}

type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn multiply(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

#[derive(Clone)]
struct State<'a> {
    ctm: Matrix,
    font: Option<Rc<Font<'a>>>,
    size: f32,
    leading: f32,
    character_space: f32,
    word_space: f32,
    scale: f32,
    rise: f32,
    invisible: bool,
}

/// Draws a page, keeping the text only.
struct Painter<'a, 'b> {
    document: &'a Document,
    fonts: &'b mut FontCache<'a>,
    budget: &'b mut Budget,
    state: State<'a>,
    stack: Vec<State<'a>>,
    text: Matrix,
    line: Matrix,
    glyphs: Vec<Glyph>,
}

/// The text of a page with its places.
pub(super) fn glyphs<'a>(
    document: &'a Document,
    page: ObjectId,
    fonts: &mut FontCache<'a>,
    budget: &mut Budget,
) -> Result<Vec<Glyph>, ResumeError> {
    let content = match document.get_page_content_with_limit(page, MAX_STREAM_BYTES) {
        Ok(content) => content,
        Err(error) => match super::named(&error) {
            ResumeError::ArchiveBomb => return Err(ResumeError::ArchiveBomb),
            _ => return Ok(Vec::new()),
        },
    };
    let mut resources = Vec::new();
    if let Ok((own, inherited)) = document.get_page_resources(page) {
        resources.extend(own);
        let inherited = inherited.into_iter().take(MAX_FORM_DEPTH);
        resources.extend(inherited.filter_map(|id| document.get_dictionary(id).ok()));
    } else if let Ok(own) =
        document.get_dictionary(page).and_then(|page| page.get_deref(b"Resources", document))
    {
        // The page's parents lead in a circle; its own resources are still there.
        resources.extend(own.as_dict().ok());
    }
    let mut painter = Painter {
        document,
        fonts,
        budget,
        state: State {
            ctm: page_matrix(document, page),
            font: None,
            size: 1.0,
            leading: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            rise: 0.0,
            invisible: false,
        },
        stack: Vec::new(),
        text: IDENTITY,
        line: IDENTITY,
        glyphs: Vec::new(),
    };
    painter.paint(&content, &resources, 0)?;
    Ok(painter.glyphs)
}

/// Turns a rotated page upright.
fn page_matrix(document: &Document, page: ObjectId) -> Matrix {
    let turn = document
        .get_dictionary(page)
        .and_then(|page| page.get_deref(b"Rotate", document))
        .and_then(Object::as_i64)
        .unwrap_or(0);
    match turn.rem_euclid(360) {
        90 => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
        180 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
        270 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
        _ => IDENTITY,
    }
}

impl<'a> Painter<'a, '_> {
    fn paint(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        depth: usize,
    ) -> Result<(), ResumeError> {
        self.budget.bytes = self.budget.bytes.saturating_sub(content.len() as u64);
        if self.budget.bytes == 0 {
            return Err(ResumeError::ArchiveBomb);
        }
        for operation in Content::decode_iter(content) {
            // A damaged rest does not make the text before it worthless.
            let Ok(operation) = operation else { break };
            self.budget.operations = self.budget.operations.saturating_sub(1);
            if self.budget.operations.is_multiple_of(1024) && self.budget.started.elapsed() > self.budget.time
            {
                return Err(ResumeError::TooSlow);
            }
            if self.budget.operations == 0 || self.budget.glyphs == 0 {
                return Err(ResumeError::ArchiveBomb);
            }
            match operation.operator.as_str() {
                "Do" => self.draw_form(&operation, resources, depth)?,
                "Tf" => self.set_font(&operation, resources),
                _ => self.step(&operation),
            }
        }
        Ok(())
    }

    fn step(&mut self, operation: &Operation) {
        let number = |at: usize| operation.operands.get(at).and_then(|o| o.as_float().ok());
        let value = |at: usize| number(at).unwrap_or(0.0);
        let matrix = || [value(0), value(1), value(2), value(3), value(4), value(5)];
        match operation.operator.as_str() {
            "q" if self.stack.len() < 256 => self.stack.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.stack.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.ctm = multiply(matrix(), self.state.ctm),
            "BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            "Tm" => (self.text, self.line) = (matrix(), matrix()),
            "Td" => self.move_line(value(0), value(1)),
            "TD" => {
                self.state.leading = -value(1);
                self.move_line(value(0), value(1));
            }
            "TL" => self.state.leading = value(0),
            "T*" => self.move_line(0.0, -self.state.leading),
            "Tc" => self.state.character_space = value(0),
            "Tw" => self.state.word_space = value(0),
            "Tz" => self.state.scale = value(0) / 100.0,
            "Ts" => self.state.rise = value(0),
            // Mode 3 is the hidden text layer of a scan: that is what a person searches, so it counts.
            "Tr" => self.state.invisible = value(0) > 3.0,
            "Tj" => self.show(operation.operands.first()),
            "TJ" => {
                let items = operation.operands.first().and_then(|o| o.as_array().ok());
                for item in items.into_iter().flatten() {
                    match item.as_float() {
                        Ok(shift) => self.advance(-shift / 1000.0 * self.state.size),
                        Err(_) => self.show(Some(item)),
                    }
                }
            }
            "'" => {
                self.move_line(0.0, -self.state.leading);
                self.show(operation.operands.first());
            }
            "\"" => {
                self.state.word_space = value(0);
                self.state.character_space = value(1);
                self.move_line(0.0, -self.state.leading);
                self.show(operation.operands.get(2));
            }
            _ => {}
        }
    }

    fn move_line(&mut self, x: f32, y: f32) {
        self.line = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn advance(&mut self, by: f32) {
        self.text = multiply([1.0, 0.0, 0.0, 1.0, by * self.state.scale, 0.0], self.text);
    }

    fn set_font(&mut self, operation: &Operation, resources: &[&'a Dictionary]) {
        let name = operation.operands.first().and_then(|o| o.as_name().ok());
        if let Some(size) = operation.operands.get(1).and_then(|o| o.as_float().ok()) {
            self.state.size = size;
        }
        let found = resources.iter().find_map(|resources| {
            let fonts = resources.get_deref(b"Font", self.document).ok()?.as_dict().ok()?;
            fonts.get_deref(name?, self.document).ok()?.as_dict().ok()
        });
        self.state.font = found.map(|font| self.fonts.get(self.document, font));
    }

    fn show(&mut self, string: Option<&Object>) {
        let (Some(bytes), Some(font)) = (string.and_then(|s| s.as_str().ok()), self.state.font.clone())
        else {
            return;
        };
        for code in font.codes(bytes) {
            let width = code.width / 1000.0 * self.state.size;
            let place =
                multiply([1.0, 0.0, 0.0, 1.0, 0.0, self.state.rise], multiply(self.text, self.state.ctm));
            let upright = place[0] > 0.0 && place[1].abs() < place[0] * 0.2;
            let size = self.state.size * place[3].abs();
            if upright
                && size > 0.5
                && !self.state.invisible
                && !code.text.is_empty()
                && self.budget.glyphs > 0
            {
                self.budget.glyphs -= 1;
                self.glyphs.push(Glyph {
                    x0: place[4],
                    x1: place[4] + width * self.state.scale * place[0],
                    y: place[5],
                    size,
                    bold: font.bold,
                    italic: font.italic,
                    text: code.text,
                });
            }
            let space = if code.is_word_space { self.state.word_space } else { 0.0 };
            self.advance(width + self.state.character_space + space);
        }
    }

    /// Paints a form object: a drawing inside the drawing, with resources of its own.
    fn draw_form(
        &mut self,
        operation: &Operation,
        resources: &[&'a Dictionary],
        depth: usize,
    ) -> Result<(), ResumeError> {
        let name = operation.operands.first().and_then(|o| o.as_name().ok());
        let document = self.document;
        let found = resources.iter().find_map(|resources| {
            let objects = resources.get_deref(b"XObject", document).ok()?.as_dict().ok()?;
            objects.get_deref(name?, document).ok()?.as_stream().ok()
        });
        let Some(form) = found else { return Ok(()) };
        let is_form = form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        if !is_form || depth >= MAX_FORM_DEPTH {
            return Ok(());
        }
        let content = match form.get_plain_content_with_limit(MAX_STREAM_BYTES) {
            Ok(content) => content,
            Err(error) => match super::named(&error) {
                ResumeError::ArchiveBomb => return Err(ResumeError::ArchiveBomb),
                _ => return Ok(()),
            },
        };
        let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let matrix = form.dict.get_deref(b"Matrix", document).and_then(Object::as_array).ok();
        let saved = (self.state.clone(), self.text, self.line, self.stack.len());
        if let Some(matrix) = matrix.filter(|matrix| matrix.len() == 6) {
            let value = |at: usize| matrix[at].as_float().unwrap_or(0.0);
            let matrix = [value(0), value(1), value(2), value(3), value(4), value(5)];
            self.state.ctm = multiply(matrix, self.state.ctm);
        }
        let inner: Vec<&'a Dictionary> =
            own.into_iter().chain(resources.iter().copied()).take(MAX_FORM_DEPTH * 2).collect();
        self.paint(&content, &inner, depth + 1)?;
        self.stack.truncate(saved.3);
        (self.state, self.text, self.line) = (saved.0, saved.1, saved.2);
        Ok(())
    }
}
