//! Measures what is read from the texts of postings against labels written by a person.
//!
//! `cargo run -p sources --example facts` shows each fact on the development part and on the part that is
//! only counted; `facts misses` lists the errors of the development part, and of no other.

mod measure;

use measure::{FACTS, Part, labels, measure};

fn main() {
    if std::env::args().any(|argument| argument == "misses") {
        return misses();
    }
    let parts = [
        (Part::Development, "development"),
        (Part::HeldOut, "held out"),
        (Part::SecondReaders, "second readers"),
        (Part::ThirdReaders, "third readers"),
    ];
    let labels = labels();
    for (part, name) in parts {
        // Readers may still be at work on it.
        if labels.iter().all(|label| label.part != part) {
            continue;
        }
        let measured = measure(part);
        println!("{name:<14} stated found right precision      95 %    recall");
        for fact in FACTS {
            let tally = &measured.tallies[fact];
            let (low, high) = tally.interval();
            println!(
                "{fact:<14} {:>6} {:>5} {:>5}     {:.3} {low:.3}–{high:.3} {:.3}",
                tally.stated,
                tally.found,
                tally.right,
                tally.precision(),
                tally.recall()
            );
        }
        println!();
    }
}

fn misses() {
    let mut misses = measure(Part::Development).misses;
    misses.sort_by_key(|miss| (miss.fact, !miss.is_wrong));
    for miss in misses {
        let kind = if miss.is_wrong { "wrong " } else { "silent" };
        println!("{:<11} {kind} {}: {}", miss.fact, miss.id, miss.words);
    }
}
