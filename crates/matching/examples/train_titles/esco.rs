//! The ESCO occupations with their names in English, German and Spanish.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use matching::encoder::pieces::pieces;

/// The languages, in the order of an occupation's names.
pub const LANGUAGES: [&str; 3] = ["en", "de", "es"];

/// A kind of work.
pub struct Occupation {
    /// Its unit group in the International Standard Classification of Occupations, four digits.
    pub group: u16,
    /// The pieces of each of its names, by language.
    pub names: [Vec<Vec<u32>>; 3],
    /// The pieces of its description, by language.
    pub descriptions: [Vec<u32>; 3],
}

/// Reads the three files, `esco_occupations_en.csv` and so on.
pub fn read(folder: &Path) -> Result<Vec<Occupation>, String> {
    let mut occupations: Vec<Occupation> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    for (language, code) in LANGUAGES.iter().enumerate() {
        let file = folder.join(format!("esco_occupations_{code}.csv"));
        let problem = |error: csv::Error| {
            format!("The shared data is missing or unreadable at {}: {error}", file.display())
        };
        let mut reader = csv::Reader::from_path(&file).map_err(problem)?;
        for row in reader.deserialize() {
            let row: Row = row.map_err(problem)?;
            let at = *place.entry(row.concept_uri.clone()).or_insert_with(|| {
                occupations.push(Occupation {
                    group: row.isco_group.parse().unwrap_or(0),
                    names: Default::default(),
                    descriptions: Default::default(),
                });
                occupations.len() - 1
            });
            occupations[at].names[language] = row.names();
            occupations[at].descriptions[language] = pieces(&row.description);
        }
    }
    Ok(occupations)
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    concept_uri: String,
    isco_group: String,
    preferred_label: String,
    alt_labels: String,
    hidden_labels: String,
    description: String,
}

impl Row {
    /// Each name's pieces, once. A preferred name has both genders, with a slash between.
    fn names(&self) -> Vec<Vec<u32>> {
        let others = self.alt_labels.lines().chain(self.hidden_labels.lines());
        let names = self.preferred_label.split('/').chain(others);
        let mut seen = HashSet::new();
        names.map(pieces).filter(|pieces| !pieces.is_empty() && seen.insert(pieces.clone())).collect()
    }
}
