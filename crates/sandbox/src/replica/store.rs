//! What replicas remember while the process lives: forms, half-filled ones, uploads, accounts. Each has a limit; the
//! oldest goes first.

use super::model::Replica;
use crate::forms::{Sent, Upload};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

/// Forms kept.
const MOST_FORMS: usize = 2_000;
/// Half-filled forms kept.
const MOST_DRAFTS: usize = 200;
/// Uploads kept.
const MOST_UPLOADS: usize = 200;
/// Accounts kept.
const MOST_ACCOUNTS: usize = 2_000;

/// A form filled in part.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub sent: Sent,
}

/// Things by name, the oldest going when there are too many.
#[derive(Debug)]
struct Shelf<T> {
    most: usize,
    things: HashMap<String, T>,
    order: VecDeque<String>,
}

impl<T: Clone> Shelf<T> {
    fn new(most: usize) -> Mutex<Self> {
        Mutex::new(Self { most, things: HashMap::new(), order: VecDeque::new() })
    }

    fn put(&mut self, name: String, thing: T) {
        if self.things.insert(name.clone(), thing).is_none() {
            self.order.push_back(name);
        }
        while self.order.len() > self.most {
            if let Some(oldest) = self.order.pop_front() {
                self.things.remove(&oldest);
            }
        }
    }

    fn get(&self, name: &str) -> Option<T> {
        self.things.get(name).cloned()
    }
}

/// The replicas of this process.
#[derive(Debug)]
pub(crate) struct Replicas {
    forms: Mutex<Shelf<Arc<Replica>>>,
    drafts: Mutex<Shelf<Draft>>,
    uploads: Mutex<Shelf<Upload>>,
    /// Passwords by replica and address: invented people, in memory only.
    accounts: Mutex<Shelf<String>>,
    /// Forms whose trap was touched.
    sprung: Mutex<Shelf<()>>,
}

const UNPOISONED: &str = "no holder of a shelf's lock panics";

impl Replicas {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            forms: Shelf::new(MOST_FORMS),
            drafts: Shelf::new(MOST_DRAFTS),
            uploads: Shelf::new(MOST_UPLOADS),
            accounts: Shelf::new(MOST_ACCOUNTS),
            sprung: Shelf::new(MOST_FORMS),
        }
    }

    pub(super) fn put(&self, replica: Replica) {
        self.forms.lock().expect(UNPOISONED).put(replica.id.clone(), Arc::new(replica));
    }

    pub(super) fn get(&self, id: &str) -> Option<Arc<Replica>> {
        self.forms.lock().expect(UNPOISONED).get(id)
    }

    /// Remembers that the trap of a form was touched.
    pub(super) fn spring(&self, form: &str) {
        self.sprung.lock().expect(UNPOISONED).put(form.to_owned(), ());
    }

    pub(super) fn sprung(&self) -> Vec<String> {
        self.sprung.lock().expect(UNPOISONED).order.iter().cloned().collect()
    }

    pub(super) fn draft(&self, name: &str) -> Option<Draft> {
        self.drafts.lock().expect(UNPOISONED).get(name)
    }

    /// Keeps a draft under its name, or under a new one.
    pub(super) fn keep_draft(&self, name: &str, draft: Draft) -> String {
        let name = if name.is_empty() { uuid::Uuid::new_v4().to_string() } else { name.to_owned() };
        self.drafts.lock().expect(UNPOISONED).put(name.clone(), draft);
        name
    }

    /// Keeps an upload and gives its token.
    pub(super) fn keep_upload(&self, upload: Upload) -> String {
        let token = format!("upload:{}", uuid::Uuid::new_v4());
        self.uploads.lock().expect(UNPOISONED).put(token.clone(), upload);
        token
    }

    /// Puts uploads in the place of their tokens.
    pub(super) fn redeem(&self, sent: &mut Sent) {
        let uploads = self.uploads.lock().expect(UNPOISONED);
        for (field, values) in &mut sent.values {
            values.retain(|value| match uploads.get(value) {
                Some(upload) => {
                    sent.files.retain(|file| file.field != *field);
                    sent.files.push(Upload { field: field.clone(), ..upload });
                    false
                }
                None => true,
            });
        }
    }

    pub(super) fn account(&self, replica: &str, email: &str) -> Option<String> {
        self.accounts.lock().expect(UNPOISONED).get(&format!("{replica} {}", email.to_lowercase()))
    }

    pub(super) fn keep_account(&self, replica: &str, email: &str, password: &str) {
        let name = format!("{replica} {}", email.to_lowercase());
        self.accounts.lock().expect(UNPOISONED).put(name, password.to_owned());
    }
}
