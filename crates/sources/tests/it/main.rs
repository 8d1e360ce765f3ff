//! Sources from the outside: recorded answers of real boards, a board that misbehaves, files.

mod boards;
mod careers_pages;
mod facts;
mod files;
mod fixtures;
mod hostile;
mod plans;
mod recorded;

/// The recorded answers that are kept beside the project.
pub fn recording(path: &str) -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    std::fs::read(format!("{root}/{path}")).unwrap_or_else(|error| {
        panic!("{path} is missing ({error}): the recorded data is expected in ../shared/data beside the project's root")
    })
}

/// A board of this name.
pub fn context(company: &str, page: &str) -> sources::Context {
    sources::Context {
        company: company.to_owned(),
        page_url: page.parse().expect("a test writes valid addresses"),
    }
}
