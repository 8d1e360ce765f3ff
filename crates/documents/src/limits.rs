//! How much one uploaded file may cost. Each number is far above what the resumes we measured need.

/// The largest file that is read.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;
/// What all entries of an archive, or all streams of a PDF, may unpack to together.
pub const MAX_UNPACKED_BYTES: u64 = 100 * 1024 * 1024;
/// The most entries an archive may have.
pub const MAX_ENTRIES: usize = 1_000;
/// The highest ratio of unpacked to packed bytes of an entry larger than [`RATIO_FLOOR_BYTES`].
pub const MAX_RATIO: u64 = 100;
/// Below this size an entry may have any ratio: short repetitive XML packs very well.
pub const RATIO_FLOOR_BYTES: u64 = 1024 * 1024;
/// The deepest nesting of XML elements in a DOCX part.
pub const MAX_XML_DEPTH: usize = 400;
/// The most pages of a PDF.
pub const MAX_PAGES: usize = 50;
/// What one stream of a PDF may unpack to.
pub const MAX_STREAM_BYTES: usize = 16 * 1024 * 1024;
/// The most drawing operations read from one PDF; a page full of text has 10,000.
pub const MAX_OPERATIONS: usize = 500_000;
/// The most glyphs read from one PDF; a dense page has 6,000.
pub const MAX_GLYPHS: usize = 400_000;
/// How deep form objects may draw each other.
pub const MAX_FORM_DEPTH: usize = 8;
/// The most characters of text that are looked at for structure.
pub const MAX_TEXT_CHARS: usize = 300_000;
/// The most lines that are looked at for structure.
pub const MAX_LINES: usize = 10_000;
/// How long reading one file may take. A resume takes less than 0.1 s.
pub const MAX_SECONDS: u64 = 10;
/// The most files read at the same time, counting readers that were given up on.
pub const MAX_READERS: usize = 8;
/// The stack of a reader; the parsers below nest at most a hundred deep, debug builds included.
pub const READER_STACK_BYTES: usize = 32 * 1024 * 1024;
/// The most entries kept in any list of a resume.
pub const MAX_LIST: usize = 300;
