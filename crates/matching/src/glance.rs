//! The little of a job that every ranking looks at, side by side in memory: most jobs are told from the best by it alone.
//!
//! A ranking first finds the most each job could score, without its text. Only those that could be among
//! the best are looked at whole. What comes out is what looking at all of them would find.

use std::cell::RefCell;
use std::sync::Arc;

use domain::matching::PartName;
use domain::{Level, RemotePolicy, SourceId, Timestamp};
use rustc_hash::FxHashMap;

use crate::corpus::TitleTables;
use crate::features::JobFeatures;
use crate::filter::{self, FilteredBy};
use crate::lexicon::EntryId;
use crate::places::{WantedPlace, Whereabouts};
use crate::score::{
    Freshness, NEUTRAL, Probe, ROUNDING, Values, level_value, pay_value, place_value, skills,
};
use crate::text::{RoleBits, TextAtMost};
use crate::title::{Title, TitleFeatures};

/// Words and families of a title that are kept here; of ten thousand real titles nine have more.
const TITLE_SLOTS: usize = 14;
/// Skills that are kept here; of a hundred real postings four name more.
const NEED_SLOTS: usize = 14;
/// In place of a number of slots: there are more than fit.
const MORE: u8 = u8::MAX;

/// See the module; 288 bytes.
#[derive(Clone, Debug)]
pub(crate) struct Glance {
    /// The board.
    pub source_id: SourceId,
    is_closed: bool,
    remote: RemotePolicy,
    level: Option<Level>,
    published_at: Timestamp,
    valid_through: Option<Timestamp>,
    /// Where its place and its company lie in memory: the same for jobs that share them.
    place: usize,
    company: usize,
    words: u8,
    roles: u8,
    slots: [u16; TITLE_SLOTS],
    vector: crate::encoder::TitleVector,
    text_roles: RoleBits,
    needs: u8,
    /// The codes of the skills it names.
    need_slots: [u16; NEED_SLOTS],
}

impl Glance {
    /// Of a job that is in the index.
    pub fn of(job: &JobFeatures) -> Self {
        let title = &job.title_features;
        let (words, roles) = (title.words(), title.roles());
        let mut slots = [0; TITLE_SLOTS];
        let fits = words.len() + roles.len() <= TITLE_SLOTS;
        if fits {
            slots.iter_mut().zip(words.iter().chain(roles)).for_each(|(slot, feature)| *slot = *feature);
        }
        let count = |features: &[u16]| u8::try_from(features.len()).unwrap_or(MORE);
        let needs = job.skills.needs();
        let mut need_slots = [0; NEED_SLOTS];
        need_slots.iter_mut().zip(needs).for_each(|(slot, need)| *slot = need.code());
        Self {
            source_id: job.source_id,
            is_closed: job.closed_at.is_some(),
            remote: job.remote,
            level: job.level,
            published_at: job.published_at(),
            valid_through: job.valid_through,
            place: Arc::as_ptr(&job.place).addr(),
            company: Arc::as_ptr(&job.company).cast::<u8>().addr(),
            words: count(words),
            roles: if fits { count(roles) } else { MORE },
            slots,
            vector: title.vector().clone(),
            text_roles: job.text.role_bits(),
            needs: if needs.len() <= NEED_SLOTS { needs.len() as u8 } else { MORE },
            need_slots,
        }
    }

    fn title<'g>(&'g self, whole: impl FnOnce() -> &'g TitleFeatures) -> Title<'g> {
        if self.roles == MORE {
            return whole().into();
        }
        let (words, rest) = self.slots.split_at(usize::from(self.words));
        let roles: &[EntryId] = &rest[..usize::from(self.roles)];
        Title { words, roles, vector: &self.vector }
    }
}

/// What a profile makes of any job's parts, ready for a pass over all jobs.
pub(crate) struct Bounds<'p> {
    probe: &'p Probe<'p>,
    tables: &'p TitleTables,
    skills: skills::AtMost,
    text: TextAtMost,
    freshness: Freshness,
}

impl<'p> Bounds<'p> {
    pub fn new(probe: &'p Probe<'p>, tables: &'p TitleTables, now: Timestamp) -> Self {
        Self {
            probe,
            tables,
            skills: skills::AtMost::new(probe.profile, probe.corpus),
            text: TextAtMost::new(&probe.profile.text),
            freshness: Freshness::at(now),
        }
    }

    /// The most the text could be worth.
    pub fn text(&self, glance: &Glance) -> f64 {
        if self.probe.profile.text.is_empty() { NEUTRAL } else { self.text.of(glance.text_roles) }
    }

    /// What is left of the most a job could score ([`Look::at_most`]) once its skills are looked at, which only few need.
    pub fn with_skills(&self, most: f64, glance: &Glance, job: &JobFeatures) -> f64 {
        let skills = match glance.needs {
            MORE => self.skills.of(job.skills.needs().iter().map(|need| need.code())),
            few => self.skills.of(glance.need_slots[..usize::from(few)].iter().copied()),
        };
        most + ROUNDING - self.probe.profile.weights.of(PartName::Skills) * (self.skills.most() - skills)
    }
}

/// Looks at many jobs for one profile, and remembers what it found of the places and companies they share.
pub(crate) struct Look<'p> {
    bounds: &'p Bounds<'p>,
    places: RefCell<FxHashMap<usize, Whereabouts>>,
    homes: RefCell<FxHashMap<usize, Whereabouts>>,
    companies: RefCell<FxHashMap<usize, bool>>,
}

impl<'p> Look<'p> {
    pub fn new(bounds: &'p Bounds<'p>) -> Self {
        Self { bounds, places: RefCell::default(), homes: RefCell::default(), companies: RefCell::default() }
    }

    /// The most a job could score, whatever skills it names, or the wish that rules it out. `job` is the whole of it, looked
    /// at only where it must be.
    pub fn at_most<'g>(&self, glance: &'g Glance, job: &'g JobFeatures) -> Result<f64, FilteredBy> {
        let Bounds { probe, tables, skills, freshness, .. } = self.bounds;
        let profile = probe.profile;
        let ruled_out = filter::ruled_out_by(
            profile,
            glance.is_closed,
            glance.remote,
            || remembered(&self.companies, glance.company, || filter::is_company_excluded(profile, job)),
            || self.whereabouts(&self.places, glance, job, &profile.places),
            job,
        );
        if let Some(by) = ruled_out {
            return Err(by);
        }
        let title = glance.title(|| &job.title_features);
        let values = Values::new([
            if profile.titles.is_empty() { NEUTRAL } else { probe.title.best(title, *tables).1 },
            skills.most(),
            self.bounds.text(glance),
            level_value(profile, glance.level),
            place_value(profile, glance.remote, |wanted| {
                let is_home = profile.places.is_empty();
                let memory = if is_home { &self.homes } else { &self.places };
                self.whereabouts(memory, glance, job, wanted)
            }),
            match profile.pay_floor {
                Some(_) => pay_value(profile, job).unwrap_or(NEUTRAL),
                None => NEUTRAL,
            },
            freshness.of(glance.published_at, glance.valid_through),
            profile.taste.as_ref().map_or(NEUTRAL, |taste| taste.value(job)),
        ]);
        Ok(values.sum(profile))
    }

    fn whereabouts(
        &self,
        memory: &RefCell<FxHashMap<usize, Whereabouts>>,
        glance: &Glance,
        job: &JobFeatures,
        wanted: &[WantedPlace],
    ) -> Whereabouts {
        remembered(memory, glance.place, || job.place.against(wanted))
    }
}

fn remembered<T: Copy>(memory: &RefCell<FxHashMap<usize, T>>, key: usize, find: impl FnOnce() -> T) -> T {
    *memory.borrow_mut().entry(key).or_insert_with(find)
}
