//! One job against many people: what happens when a posting comes in and thousands wait for it.
//!
//! Finds exactly the scores a ranking finds (`score::Probe`), but weighs the job once instead of each profile, and does not
//! compare texts where even the most alike one would change nothing for the person.

use domain::Timestamp;

use crate::corpus::{Corpus, TitleTables};
use crate::features::JobFeatures;
use crate::filter::ruled_out;
use crate::lexicon::EntryId;
use crate::profile::PreparedProfile;
use crate::score::{Freshness, NEUTRAL, Values, level_value, pay_value, place_value, skills};
use crate::text::TextLikeness;
use crate::title::OneTitle;

/// A job weighed by the index it is in, ready to be scored for many profiles.
#[derive(Debug)]
pub struct OneJob<'i> {
    job: &'i JobFeatures,
    corpus: &'i Corpus,
    tables: &'i TitleTables,
    title: OneTitle<'i>,
    needs: Vec<(EntryId, f64)>,
    freshness: f64,
}

impl<'i> OneJob<'i> {
    /// Weighs a job. `tables` are those of `corpus`.
    pub fn new(job: &'i JobFeatures, corpus: &'i Corpus, tables: &'i TitleTables, now: Timestamp) -> Self {
        Self {
            job,
            corpus,
            tables,
            title: OneTitle::new(&job.title_features, tables),
            needs: skills::weighed(job, corpus).collect(),
            freshness: Freshness::value(job.published_at(), job.valid_through, now),
        }
    }

    /// The score for a profile; `None` when a wish rules the job out or the score is not above `above`.
    pub fn score_above(&self, profile: &PreparedProfile, above: f64) -> Option<f64> {
        if ruled_out(profile, self.job).is_some() {
            return None;
        }
        let has_text = !profile.text.is_empty();
        let text =
            if has_text { TextLikeness::at_most(&profile.text, &self.job.text).mixed() } else { NEUTRAL };
        let most = self.values(profile, text).sum(profile);
        if most <= above || !has_text {
            return (most > above).then_some(most);
        }
        let text = TextLikeness::between(&profile.text, &self.job.text, self.corpus).mixed();
        Some(self.values(profile, text).sum(profile)).filter(|score| *score > above)
    }

    fn values(&self, profile: &PreparedProfile, text: f64) -> Values {
        Values::new([
            if profile.titles.is_empty() {
                NEUTRAL
            } else {
                self.title.best_of(&profile.title_features, self.tables)
            },
            skills::value(profile, self.needs.iter().copied()),
            text,
            level_value(profile, self.job.level),
            place_value(profile, self.job.remote, |wanted| self.job.place.against(wanted)),
            pay_value(profile, self.job).unwrap_or(NEUTRAL),
            self.freshness,
            profile.taste.as_ref().map_or(NEUTRAL, |taste| taste.value(self.job)),
        ])
    }
}
