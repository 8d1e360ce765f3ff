//! A table of named things with aliases, found in a text in one pass.
//!
//! Skills and roles are such tables (`data/*.txt`, written for this project). A line reads
//! `Name | group | alias, alias, …`. The name is an alias of itself. Marks before an alias:
//! `~` needs context (a common word that is also a name: Go, Excel) and is compared with its case,
//! `-` may end a compound word (`-pfleger` is found in `Altenpfleger`),
//! `=` matches whole words only, without endings,
//! `>` counts only before the word skills (`analytical` in "analytical and organisational skills").

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::HashMap;

/// Endings that do not change what is meant, allowed after an alias of at least [`MIN_INFLECTED`] bytes.
const ENDINGS: &[&str] = &["s", "es", "n", "en", "e", "in", "innen", "'s", "/in", "*in", ":in", "(in)"];
/// Shorter aliases (RN, SQL, HR) are found only as they stand.
const MIN_INFLECTED: usize = 4;

/// The index of an entry in its table.
pub type EntryId = u16;
/// The index of an alias in its table.
pub type AliasId = u16;

/// One named thing.
#[derive(Debug)]
pub struct Entry {
    /// The name shown to people.
    pub name: &'static str,
    /// The group it belongs to, an index into [`Lexicon::groups`].
    pub group: u8,
    /// Whether its line has the mark `*` (in the table of places: not a city but a whole area).
    pub marked: bool,
}

/// One way to write an entry.
#[derive(Debug)]
pub struct Alias {
    /// As written in the table.
    pub text: &'static str,
    /// What it names.
    pub entry: EntryId,
    /// Whether it counts only in fitting surroundings and with this very case.
    pub needs_context: bool,
    /// Whether it counts only where the word skills follows.
    pub before_skills: bool,
    compound: bool,
    exact: bool,
}

/// Where an alias stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which alias.
    pub alias: AliasId,
    /// First byte in the folded text.
    pub start: usize,
    /// One past the last byte of the alias in the folded text.
    pub end: usize,
}

/// The table, ready to be searched for.
#[derive(Debug)]
pub struct Lexicon {
    /// Everything named, in the table's order.
    pub entries: Vec<Entry>,
    /// Every way to write it.
    pub aliases: Vec<Alias>,
    /// The names of the groups.
    pub groups: Vec<&'static str>,
    by_text: HashMap<String, EntryId>,
    automaton: AhoCorasick,
}

impl Lexicon {
    /// Reads a table of this project. Panics on a malformed line, which a test would have shown.
    pub fn parse(table: &'static str) -> Self {
        let (mut entries, mut aliases, mut groups) = (Vec::new(), Vec::<Alias>::new(), Vec::new());
        let mut by_text = HashMap::new();
        let mut patterns = Vec::new();
        let lines = table.lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with("//")) {
            let mut cells = line.splitn(3, '|').map(str::trim);
            let name = cells.next().unwrap_or_default();
            let group = cells.next().expect("every line of the table has a group");
            let listed =
                cells.next().unwrap_or_default().split(',').map(str::trim).filter(|alias| *alias != "*");
            let marked = line.contains("| *");
            let group = groups.iter().position(|known| *known == group).unwrap_or_else(|| {
                groups.push(group);
                groups.len() - 1
            });
            let entry = EntryId::try_from(entries.len()).expect("a table has fewer than 65,536 lines");
            let own_name = if listed.clone().any(|alias| alias.trim_start_matches('~') == name) {
                None
            } else {
                Some(name)
            };
            for written in own_name.into_iter().chain(listed).filter(|alias| !alias.is_empty()) {
                let text = written.trim_start_matches(['~', '-', '=', '>']);
                let marks = &written[..written.len() - text.len()];
                let folded = crate::words::fold(text);
                if by_text.contains_key(&folded) {
                    continue;
                }
                by_text.insert(folded.clone(), entry);
                patterns.push(folded);
                aliases.push(Alias {
                    text,
                    entry,
                    needs_context: marks.contains('~'),
                    before_skills: marks.contains('>'),
                    compound: marks.contains('-'),
                    exact: marks.contains('='),
                });
            }
            entries.push(Entry { name, group: u8::try_from(group).expect("a table has few groups"), marked });
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&patterns)
            .expect("the tables are far below the automaton's limits");
        Self { entries, aliases, groups, by_text, automaton }
    }

    /// The entry that `text` as a whole names, context or not: for what a person typed as a skill.
    pub fn named(&self, text: &str) -> Option<EntryId> {
        self.by_text.get(&crate::words::fold(text)).copied()
    }

    /// The entry an alias names.
    pub fn entry_of(&self, alias: AliasId) -> EntryId {
        self.aliases[usize::from(alias)].entry
    }

    /// The name of an entry.
    pub fn name(&self, entry: EntryId) -> &'static str {
        self.entries[usize::from(entry)].name
    }

    /// The group of an entry.
    pub fn group(&self, entry: EntryId) -> u8 {
        self.entries[usize::from(entry)].group
    }

    /// Every alias in `folded` as whole words, the longest where several overlap, in reading order.
    /// Aliases that need context are found too; whoever asks decides about them.
    pub fn find(&self, folded: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self
            .automaton
            .find_overlapping_iter(folded)
            .filter(|found| self.is_whole(folded, found.pattern().as_usize(), found.start(), found.end()))
            .map(|found| Hit {
                alias: AliasId::try_from(found.pattern().as_usize())
                    .expect("patterns are aliases, which are few"),
                start: found.start(),
                end: found.end(),
            })
            .collect();
        hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let mut end = 0;
        hits.retain(|hit| {
            let free = hit.start >= end;
            if free {
                end = hit.end;
            }
            free
        });
        hits
    }

    fn is_whole(&self, folded: &str, alias: usize, start: usize, end: usize) -> bool {
        let alias = &self.aliases[alias];
        let open_before = !folded[..start].ends_with(is_of_word);
        if !open_before && !alias.compound {
            return false;
        }
        let rest = &folded[end..];
        if ends_word(rest) {
            return true;
        }
        let inflected = !alias.exact && end - start >= MIN_INFLECTED;
        inflected && ENDINGS.iter().any(|ending| rest.strip_prefix(ending).is_some_and(ends_word))
    }
}

/// Whether a character goes on with the word beside it. Those of scripts that are written without spaces, or whose particles
/// follow a foreign word at once, do not: "PythonとSQL", "Java를".
fn is_of_word(character: char) -> bool {
    let is_apart = matches!(character,
        // Thai and Lao; kana; the Han characters; the Hangul syllables; the wide and narrow forms of kana.
        '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{ff66}'..='\u{ff9f}');
    character.is_alphanumeric() && !is_apart
}

/// Whether nothing of the word is left; `+` and `#` belong to it so that `c` is not found in `c++`.
fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|next| is_of_word(next) || matches!(next, '+' | '#'))
}
