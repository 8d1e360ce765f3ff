//! Which families of jobs a title or a text names, in English, German and Spanish.
//!
//! The families are a table of this project (`data/roles.txt`). They let a German title find an
//! English one and tell a nurse from a nursing home's gardener, where letters alone cannot.

use std::sync::LazyLock;

use crate::lexicon::{EntryId, Lexicon};

/// The table of role families.
pub static ROLES: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("data/roles.txt")));

/// The most families kept of one title.
pub const MAX_TITLE_ROLES: usize = 4;
/// The most families kept of one text.
pub const MAX_TEXT_ROLES: usize = 24;

/// The families a folded title names, sorted, each once.
pub fn of_title(folded: &str) -> Vec<EntryId> {
    let mut roles: Vec<EntryId> =
        ROLES.find(folded).into_iter().map(|hit| ROLES.entry_of(hit.alias)).collect();
    roles.truncate(MAX_TITLE_ROLES);
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// How often a folded text names each family, sorted by family; the rarest are left out when there
/// are more than [`MAX_TEXT_ROLES`].
pub fn of_text(folded: &str) -> Vec<(EntryId, u8)> {
    let mut counts: Vec<(EntryId, u8)> = Vec::new();
    for hit in ROLES.find(folded) {
        let role = ROLES.entry_of(hit.alias);
        match counts.iter_mut().find(|(known, _)| *known == role) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => counts.push((role, 1)),
        }
    }
    counts.sort_unstable_by_key(|(role, count)| (std::cmp::Reverse(*count), *role));
    counts.truncate(MAX_TEXT_ROLES);
    counts.sort_unstable();
    counts
}

/// How alike two titles' families are, from 0 to 1: 1 for the same families, less when each names
/// others besides, a third of it when only the field is the same.
pub fn similarity(one: &[EntryId], other: &[EntryId]) -> f64 {
    /// What the same field without the same family is worth.
    const SAME_FIELD: f64 = 0.35;
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let best = |from: &[EntryId], to: &[EntryId]| -> f64 {
        let sum: f64 = from
            .iter()
            .map(|role| {
                if to.contains(role) {
                    1.0
                } else if to.iter().any(|candidate| ROLES.group(*candidate) == ROLES.group(*role)) {
                    SAME_FIELD
                } else {
                    0.0
                }
            })
            .sum();
        sum / count(from.len())
    };
    (best(one, other) + best(other, one)) / 2.0
}

fn count(length: usize) -> f64 {
    f64::from(u32::try_from(length).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(title: &str) -> Vec<&'static str> {
        of_title(&crate::words::fold(title)).into_iter().map(|role| ROLES.name(role)).collect()
    }

    #[test]
    fn the_same_work_is_one_family_in_three_languages() {
        for title in ["Registered Nurse", "Gesundheits- und Krankenpflegerin (m/w/d)", "Enfermera"] {
            assert_eq!(family(title), ["Nurse"], "{title}");
        }
        assert_eq!(family("Oberarzt"), ["Physician"]);
        assert_eq!(family("Buchhalterin"), ["Accountant"]);
    }
}
