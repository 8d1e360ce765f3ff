//! What a new answer means for what is known.

use domain::{JobId, Posting};
use proptest::prelude::*;
use sources::plan::Known;
use sources::{Parsed, Rejected, content_hash, dedupe_key, plan};
use uuid::Uuid;

fn posting(id: &str) -> Posting {
    Posting { external_id: id.to_owned(), ..testkit::a_posting() }
}

fn known(id: &str, closed: bool) -> Known {
    let number = id.bytes().fold(7, |sum, byte| sum * 31 + u128::from(byte));
    Known {
        job_id: JobId(Uuid::from_u128(number)),
        external_id: id.to_owned(),
        content_hash: content_hash(&posting(id)),
        closed,
    }
}

fn answer(ids: &[&str]) -> Parsed {
    Parsed { postings: ids.iter().map(|id| posting(id)).collect(), complete: true, ..Parsed::default() }
}

#[test]
fn an_answer_opens_changes_reopens_and_closes() {
    let before = [known("same", false), known("changed", false), known("closed", true), known("gone", false)];
    let mut now = answer(&["same", "changed", "closed", "new"]);
    now.postings[1].title.push_str(", Berlin");
    let plan = plan(&before, &now, 0);
    assert_eq!(plan.open.iter().map(|posting| posting.external_id.as_str()).collect::<Vec<_>>(), ["new"]);
    assert_eq!(plan.changed.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [before[1].job_id]);
    assert_eq!(plan.reopen.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [before[2].job_id]);
    assert_eq!((plan.close, plan.unchanged), (vec![before[3].job_id], 1));
}

#[test]
fn an_incomplete_answer_closes_nothing() {
    let before = [known("a", false), known("b", false)];
    let mut now = answer(&["a"]);
    now.complete = false;
    assert_eq!(plan(&before, &now, 0).close, []);
}

#[test]
fn a_posting_that_could_not_be_read_is_not_gone() {
    let before = [known("a", false), known("b", false), known("c", false)];
    let mut now = answer(&["a"]);
    now.rejected.push(Rejected { external_id: Some("b".to_owned()), why: "It has no title.".to_owned() });
    now.still_listed.push("c".to_owned());
    assert_eq!(plan(&before, &now, 0).close, []);
}

#[test]
fn a_full_board_that_is_suddenly_empty_is_believed_the_second_time() {
    let before: Vec<Known> = ["a", "b", "c", "d", "e"].iter().map(|id| known(id, false)).collect();
    let first = plan(&before, &answer(&[]), 0);
    assert!(first.close.is_empty() && first.is_suspicious());
    let second = plan(&before, &answer(&[]), first.empty_seen);
    assert!(second.close.len() == 5 && !second.is_suspicious());
    // A small board may well close its last jobs at once, and one answer with jobs ends the suspicion.
    assert_eq!(plan(&before[..4], &answer(&[]), 0).close.len(), 4);
    assert_eq!(plan(&before, &answer(&["a"]), 1).empty_seen, 0);
}

#[test]
fn the_time_of_publication_is_no_change_and_the_text_is() {
    let before = posting("1");
    let mut fresh = before.clone();
    fresh.posted_at = Some("2026-11-24T08:00:00Z".parse().unwrap());
    assert_eq!(content_hash(&before), content_hash(&fresh));
    fresh.description.push('!');
    assert_ne!(content_hash(&before), content_hash(&fresh));
}

#[test]
fn the_same_job_under_another_id_or_spelling_has_the_same_key() {
    let one = posting("1");
    let mut two = posting("2");
    two.title = one.title.to_uppercase();
    two.url = "https://another.example/2".to_owned();
    assert_eq!(dedupe_key(&one), dedupe_key(&two));
    two.location = "Hamburg".to_owned();
    assert_ne!(dedupe_key(&one), dedupe_key(&two));
    let (mut bare, mut bare_too) = (posting("1"), posting("2"));
    bare.description.clear();
    bare_too.description.clear();
    assert_ne!(dedupe_key(&bare), dedupe_key(&bare_too));
}

proptest! {
    /// Whatever was known and whatever is answered: every posting has one place, every closed job was
    /// open and is not published, and applying the same answer again changes nothing.
    #[test]
    fn a_plan_accounts_for_every_job_once(
        before in proptest::collection::btree_map(0_u8..12, any::<bool>(), 0..12),
        now in proptest::collection::btree_set(0_u8..12, 0..12),
        complete in any::<bool>(),
    ) {
        let before: Vec<Known> = before.iter().map(|(id, closed)| known(&id.to_string(), *closed)).collect();
        let ids: Vec<String> = now.iter().map(u8::to_string).collect();
        let mut parsed = answer(&ids.iter().map(String::as_str).collect::<Vec<_>>());
        parsed.complete = complete;
        let plan = plan(&before, &parsed, 1);
        prop_assert_eq!(plan.open.len() + plan.changed.len() + plan.reopen.len() + plan.unchanged, ids.len());
        for id in &plan.close {
            let job = before.iter().find(|job| job.job_id == *id).unwrap();
            prop_assert!(complete && !job.closed && !ids.contains(&job.external_id));
        }
        let mut after: Vec<Known> = before.clone();
        for job in &mut after {
            job.closed = (job.closed && !plan.reopen.iter().any(|(id, _)| *id == job.job_id)) || plan.close.contains(&job.job_id);
        }
        after.extend(plan.open.iter().map(|posting| known(&posting.external_id, false)));
        let again = sources::plan(&after, &parsed, plan.empty_seen);
        prop_assert!(again.open.is_empty() && again.changed.is_empty() && again.reopen.is_empty());
        prop_assert_eq!(again.unchanged, ids.len());
    }
}
