//! What a font's codes mean and how wide they are.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Encoding, Object};

use crate::limits::MAX_STREAM_BYTES;

/// A font as far as text needs it.
pub(super) struct Font<'a> {
    pub bold: bool,
    pub italic: bool,
    /// Bytes per code: two for composite fonts, one for simple ones.
    code_bytes: usize,
    /// What codes mean, best source first.
    encodings: Vec<Encoding<'a>>,
    /// Codes already looked up.
    texts: RefCell<HashMap<u32, String>>,
    widths: HashMap<u32, f32>,
    default_width: f32,
}

/// One code of a string: its text, its width in thousandths of the font size, and whether it is the
/// single byte 32, which word spacing applies to.
pub(super) struct Code {
    pub text: String,
    pub width: f32,
    pub is_word_space: bool,
}

/// Fonts already read, by the address of their dictionary in the document.
#[derive(Default)]
pub(super) struct FontCache<'a> {
    fonts: HashMap<usize, Rc<Font<'a>>>,
}

impl<'a> FontCache<'a> {
    /// The font of `dictionary`, read once.
    pub fn get(&mut self, document: &'a Document, dictionary: &'a Dictionary) -> Rc<Font<'a>> {
        // The document is immutable while it is read, so the address names the dictionary.
        let key = std::ptr::from_ref(dictionary) as usize;
        let font = self.fonts.entry(key).or_insert_with(|| Rc::new(Font::read(document, dictionary)));
        Rc::clone(font)
    }
}

impl<'a> Font<'a> {
    fn read(document: &'a Document, dictionary: &'a Dictionary) -> Self {
        let name = |key: &[u8]| {
            let name = dictionary.get_deref(key, document).and_then(Object::as_name);
            String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
        };
        let base = name(b"BaseFont").to_lowercase();
        let composite = name(b"Subtype") == "Type0";
        let (widths, default_width) = if composite {
            composite_widths(document, dictionary)
        } else {
            simple_widths(document, dictionary)
        };
        Self {
            code_bytes: if composite { 2 } else { 1 },
            bold: ["bold", "black", "heavy", "semibold"].iter().any(|word| base.contains(word)),
            italic: ["italic", "oblique"].iter().any(|word| base.contains(word)),
            encodings: encodings(document, dictionary, composite),
            texts: RefCell::default(),
            widths,
            default_width,
        }
    }

    /// The codes of a string.
    pub fn codes(&self, bytes: &[u8]) -> impl Iterator<Item = Code> {
        bytes.chunks(self.code_bytes).map(|chunk| {
            let code = chunk.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
            let mut texts = self.texts.borrow_mut();
            Code {
                text: texts.entry(code).or_insert_with(|| self.text(chunk)).clone(),
                width: self.widths.get(&code).copied().unwrap_or(self.default_width),
                is_word_space: self.code_bytes == 1 && code == 32,
            }
        })
    }

    fn text(&self, code: &[u8]) -> String {
        let meant = self.encodings.iter().filter_map(|encoding| encoding.bytes_to_string(code).ok());
        let mut known = meant.filter(|text| !text.is_empty() && !text.contains('\u{fffd}'));
        known.next().map(|text| unligature(&text)).unwrap_or_default()
    }
}

/// What says what the font's codes mean: its ToUnicode map, then its encoding.
fn encodings<'a>(document: &'a Document, dictionary: &'a Dictionary, composite: bool) -> Vec<Encoding<'a>> {
    let mut encodings = Vec::new();
    // A ToUnicode map says what the letters mean, the encoding only which glyphs are drawn; lopdf
    // looks at the map only where there is no encoding.
    let mut unicode_only = Dictionary::new();
    unicode_only.set("Type", Object::Name(b"Font".to_vec()));
    if let Ok(map) = dictionary.get(b"ToUnicode") {
        unicode_only.set("ToUnicode", map.clone());
        if let Ok(Encoding::UnicodeMapEncoding(map)) =
            unicode_only.get_font_encoding_with_limit(document, MAX_STREAM_BYTES)
        {
            encodings.push(Encoding::UnicodeMapEncoding(map));
        }
    }
    if let Ok(encoding) = dictionary.get_font_encoding_with_limit(document, MAX_STREAM_BYTES)
        && (!composite || !matches!(encoding, Encoding::OneByteEncoding(_)))
    {
        encodings.push(encoding);
    }
    encodings
}

/// Ligatures as the letters they stand for, and odd blanks as a blank.
fn unligature(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' => out.push(' '),
            '\u{ad}' => out.push('-'),
            '\u{200b}' | '\u{feff}' => {}
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

fn number(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}

fn simple_widths(document: &Document, dictionary: &Dictionary) -> (HashMap<u32, f32>, f32) {
    const USUAL: f32 = 500.0;
    let first = dictionary.get_deref(b"FirstChar", document).and_then(Object::as_i64);
    let widths = dictionary.get_deref(b"Widths", document).and_then(Object::as_array);
    let (Ok(first), Ok(widths)) = (first, widths) else {
        return (HashMap::new(), USUAL);
    };
    let first = u32::try_from(first).unwrap_or(0);
    // Type 3 fonts measure in a space of their own.
    let scale = dictionary
        .get_deref(b"FontMatrix", document)
        .and_then(Object::as_array)
        .ok()
        .and_then(|matrix| number(document, matrix.first()?))
        .map_or(1.0, |scale| scale * 1000.0);
    let table = widths
        .iter()
        .take(256)
        .zip(first..)
        .filter_map(|(width, code)| Some((code, number(document, width)? * scale)))
        .collect();
    (table, USUAL)
}

fn composite_widths(document: &Document, dictionary: &Dictionary) -> (HashMap<u32, f32>, f32) {
    let mut table = HashMap::new();
    let descendant = dictionary
        .get_deref(b"DescendantFonts", document)
        .and_then(Object::as_array)
        .ok()
        .and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
    let Some(descendant) = descendant else {
        return (table, 1000.0);
    };
    let default = descendant
        .get_deref(b"DW", document)
        .ok()
        .and_then(|width| number(document, width))
        .unwrap_or(1000.0);
    let Ok(entries) = descendant.get_deref(b"W", document).and_then(Object::as_array) else {
        return (table, default);
    };
    let mut at = 0;
    // Ends: `at` grows by two or three each turn.
    while let Some(first) = entries.get(at).and_then(|entry| number(document, entry)) {
        let first = first as u32;
        let Some(next) = entries.get(at + 1).and_then(|entry| document.dereference(entry).ok()) else {
            break;
        };
        if let Ok(list) = next.1.as_array() {
            for (width, code) in list.iter().take(0x1_0000).zip(first..) {
                table.insert(code, number(document, width).unwrap_or(default));
            }
            at += 2;
        } else {
            let last = next.1.as_float().unwrap_or(0.0) as u32;
            let width = entries.get(at + 2).and_then(|entry| number(document, entry));
            for code in first..=last.min(0xffff) {
                table.insert(code, width.unwrap_or(default));
            }
            at += 3;
        }
    }
    (table, default)
}
