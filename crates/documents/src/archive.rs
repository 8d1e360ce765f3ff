//! Refuses archives that would unpack to more than a document holds, before anything reads them.
//!
//! Declared sizes may lie and entries may share their bytes, so every entry is unpacked here once,
//! counting, and thrown away.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::ResumeError;
use crate::limits::{MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES, MAX_XML_DEPTH, RATIO_FLOOR_BYTES};

/// The names of the entries of a sound archive.
///
/// # Errors
/// [`ResumeError::ArchiveBomb`] when a cap is passed, [`ResumeError::EncryptedDocx`] when an entry
/// needs a password, [`ResumeError::UnreadableDocx`] when the archive is damaged.
pub(crate) fn check(bytes: &[u8]) -> Result<Vec<String>, ResumeError> {
    if declared_entries(bytes) > MAX_ENTRIES {
        return Err(ResumeError::ArchiveBomb);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ResumeError::UnreadableDocx)?;
    if archive.len() > MAX_ENTRIES {
        return Err(ResumeError::ArchiveBomb);
    }
    let mut total = 0;
    let mut names = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let (name, size) = check_entry(&mut archive, index, MAX_UNPACKED_BYTES - total)?;
        total += size;
        names.push(name);
    }
    Ok(names)
}

/// Unpacks one entry, keeping nothing; its name and true size.
fn check_entry(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    left: u64,
) -> Result<(String, u64), ResumeError> {
    let mut entry = match archive.by_index(index) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::UnsupportedArchive(reason))
            if reason == zip::result::ZipError::PASSWORD_REQUIRED =>
        {
            return Err(ResumeError::EncryptedDocx);
        }
        Err(_) => return Err(ResumeError::UnreadableDocx),
    };
    let name = entry.name().map_err(|_| ResumeError::UnreadableDocx)?.into_owned();
    let packed = entry.compressed_size().max(1);
    let mut depth = XmlDepth::default();
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    let mut size = 0_u64;
    let mut chunk = [0_u8; 16 * 1024];
    // Ends: every turn adds to `size`, which is bounded by `left`.
    loop {
        let read = match entry.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(_) => return Err(ResumeError::UnreadableDocx),
        };
        size += read as u64;
        let dense = size > RATIO_FLOOR_BYTES && size / packed > MAX_RATIO;
        if size > left || dense {
            return Err(ResumeError::ArchiveBomb);
        }
        if is_xml && !depth.feed(&chunk[..read]) {
            return Err(ResumeError::ArchiveBomb);
        }
    }
    Ok((name, size))
}

/// The number of entries the archive's own end record states, so that an archive with a million of
/// them is refused before they are listed. `0xffff` means "look elsewhere" and is refused as well.
fn declared_entries(bytes: &[u8]) -> usize {
    const END: &[u8] = b"PK\x05\x06";
    let tail = &bytes[bytes.len().saturating_sub(66_000)..];
    let end = tail.windows(END.len()).rposition(|window| window == END);
    let count = end.and_then(|at| tail.get(at + 10..at + 12));
    count.map_or(0, |count| usize::from(u16::from_le_bytes([count[0], count[1]])))
}

/// How deep the elements of an XML text nest, seen chunk by chunk.
#[derive(Default)]
struct XmlDepth {
    depth: usize,
    in_tag: bool,
    first: u8,
    last: u8,
}

impl XmlDepth {
    /// Whether the text is still within [`MAX_XML_DEPTH`].
    fn feed(&mut self, chunk: &[u8]) -> bool {
        for &byte in chunk {
            match (self.in_tag, byte) {
                (false, b'<') => (self.in_tag, self.first, self.last) = (true, 0, 0),
                (true, b'>') => {
                    self.in_tag = false;
                    match (self.first, self.last) {
                        (b'/', _) => self.depth = self.depth.saturating_sub(1),
                        (b'!' | b'?', _) | (_, b'/') => {}
                        _ => self.depth += 1,
                    }
                    if self.depth > MAX_XML_DEPTH {
                        return false;
                    }
                }
                (true, byte) => {
                    if self.first == 0 {
                        self.first = byte;
                    }
                    self.last = byte;
                }
                (false, _) => {}
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_that_nests_too_deep_is_noticed_across_chunks() {
        let mut depth = XmlDepth::default();
        assert!(depth.feed(b"<?xml version='1'?><a><b/></a>"));
        assert_eq!(depth.depth, 0);
        let deep = "<a x='1'>".repeat(MAX_XML_DEPTH + 1);
        assert!(!deep.as_bytes().chunks(7).all(|chunk| depth.feed(chunk)));
    }
}
