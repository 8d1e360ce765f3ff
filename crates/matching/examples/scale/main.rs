//! What the live index costs and how it grows: `scale grow JOBS FILE` writes a grown set of postings, `scale measure FILE
//! PEOPLE` measures on it, one core, and prints one JSON object; `scale live FILE PEOPLE` measures how long what happens
//! takes to reach the stored matches of everybody; `scale prepare FILE PEOPLE FOLDER` makes the data folder with which
//! `cargo run -p server --example live` measures the same up to everybody's socket. `bench/matching/run scale` runs the first two beside the peers.
//!
//! The postings and the resumes are those of the shared data, recombined: titles, employers, places and sentences of
//! different real ones make new ones, each with a text of its own.

mod disk;
mod grow;
mod live;
mod measure;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["grow", jobs, file] => grow::write(jobs.parse().expect("a number of jobs"), file),
        ["measure", file, people] => measure::run(file, people.parse().expect("a number of people")),
        ["live", file, people] => live::run(file, people.parse().expect("a number of people")),
        ["prepare", file, people, folder] => {
            live::prepare(file, people.parse().expect("a number of people"), folder);
        }
        _ => panic!(
            "scale grow JOBS FILE, or measure, live or prepare with FILE PEOPLE, the last with FOLDER too"
        ),
    }
}
