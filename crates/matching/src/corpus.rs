//! How common words are among the jobs at hand.
//!
//! Counts only: they are the same in whatever order jobs came, and so is every score made from them.

use crate::lexicon::EntryId;
use crate::skills::{SKILLS, SkillNeed};
use crate::text::TextFeatures;
use crate::title::TitleFeatures;

const TITLE_SLOTS: usize = 1 << 16;
const TERM_BITS: u32 = 20;
/// Added to how often a word was seen: one that was never seen is rare, not infinitely so.
const NEVER: f32 = 0.5;

/// Document frequencies of title words, description terms and skills.
#[derive(Debug, Default)]
pub struct Corpus {
    documents: u32,
    /// How telling a word would be that stands in none of them, before it is brought into its range.
    rarest: f32,
    title_words: Vec<u32>,
    terms: Vec<u32>,
    skills: Vec<u32>,
}

impl Corpus {
    /// Counts a job in.
    pub fn add(&mut self, title: &TitleFeatures, text: &TextFeatures, skills: &[SkillNeed]) {
        if self.terms.is_empty() {
            self.title_words = vec![0; TITLE_SLOTS];
            self.terms = vec![0; 1 << TERM_BITS];
            self.skills = vec![0; SKILLS.entries.len()];
        }
        self.set_documents(self.documents + 1);
        self.count(title, text, skills, |count| *count += 1);
    }

    /// Counts a job out that was counted in.
    pub fn remove(&mut self, title: &TitleFeatures, text: &TextFeatures, skills: &[SkillNeed]) {
        if self.documents > 0 {
            self.set_documents(self.documents - 1);
            self.count(title, text, skills, |count| *count = count.saturating_sub(1));
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of jobs are far below 2^24")]
    fn set_documents(&mut self, documents: u32) {
        self.documents = documents;
        self.rarest = ((documents + 1) as f32 / NEVER).ln();
    }

    fn count(
        &mut self,
        title: &TitleFeatures,
        text: &TextFeatures,
        skills: &[SkillNeed],
        change: impl Fn(&mut u32),
    ) {
        title.words().iter().for_each(|word| change(&mut self.title_words[usize::from(*word)]));
        text.keys().for_each(|key| change(&mut self.terms[term_slot(key)]));
        skills.iter().for_each(|skill| change(&mut self.skills[usize::from(skill.skill)]));
    }

    /// How telling a term of a description is.
    pub fn term_idf(&self, key: u32) -> f32 {
        self.idf(self.terms.get(term_slot(key)))
    }

    /// How telling a skill is: what nearly every posting names says little about the work.
    pub fn skill_idf(&self, skill: EntryId) -> f64 {
        f64::from(self.idf(self.skills.get(usize::from(skill))))
    }

    /// The idf of every title word at once, for a pass over all jobs.
    pub fn title_tables(&self) -> TitleTables {
        // Most slots are of no word.
        let unseen = self.idf(None);
        let idf = |count: &u32| if *count == 0 { unseen } else { self.idf(Some(count)) };
        TitleTables { words: self.title_words.iter().map(idf).collect() }
    }

    #[inline]
    fn idf(&self, count: Option<&u32>) -> f32 {
        /// Keeps a word that stands in every title from counting nothing at all.
        const FLOOR: f32 = 0.02;
        if self.documents == 0 {
            return 1.0;
        }
        #[allow(clippy::cast_precision_loss, reason = "counts of jobs are far below 2^24")]
        let (all, with) = ((self.documents + 1) as f32, *count.unwrap_or(&0) as f32 + NEVER);
        ((all / with).ln() / self.rarest).clamp(FLOOR, 1.0)
    }
}

/// How telling the words of a title are, from near 0 (in every title) to 1 (in none).
pub trait TitleIdf {
    /// Of a hashed word.
    fn word(&self, word: u16) -> f32;
}

/// Computed on each call: right for one job.
impl TitleIdf for Corpus {
    fn word(&self, word: u16) -> f32 {
        self.idf(self.title_words.get(usize::from(word)))
    }
}

/// Computed once for all words: right for a pass over all jobs. See [`Corpus::title_tables`].
#[derive(Debug)]
pub struct TitleTables {
    words: Vec<f32>,
}

impl TitleIdf for TitleTables {
    #[inline]
    fn word(&self, word: u16) -> f32 {
        self.words.get(usize::from(word)).copied().unwrap_or(1.0)
    }
}

fn term_slot(key: u32) -> usize {
    (key >> (crate::text::KEY_BITS - TERM_BITS)) as usize
}
