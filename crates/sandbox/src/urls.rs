//! Every address the demo employers publish, in one place.

use crate::catalogue::{Company, Family, Posting};

/// Where a company's board is read by programs.
pub(crate) fn board(base: &str, company: &Company) -> String {
    let slug = company.slug;
    match company.family {
        Family::Greenhouse => format!("{base}/greenhouse/v1/boards/{slug}/jobs?content=true"),
        Family::Lever => format!("{base}/lever/v0/postings/{slug}?mode=json"),
        Family::Ashby => format!("{base}/ashby/posting-api/job-board/{slug}?includeCompensation=true"),
        Family::JsonLd => format!("{base}/careers/{slug}/"),
    }
}

/// Where people see a company's list of jobs.
pub(crate) fn site(base: &str, company: &Company) -> String {
    let slug = company.slug;
    match company.family {
        Family::Greenhouse => format!("{base}/greenhouse/{slug}"),
        Family::Lever => format!("{base}/lever/{slug}"),
        Family::Ashby => format!("{base}/ashby/{slug}"),
        Family::JsonLd => format!("{base}/careers/{slug}/"),
    }
}

/// The page of a posting.
pub(crate) fn job(base: &str, posting: &Posting) -> String {
    let (slug, id) = (posting.company.slug, &posting.id);
    match posting.company.family {
        Family::Greenhouse => format!("{base}/greenhouse/{slug}/jobs/{id}"),
        Family::Lever => format!("{base}/lever/{slug}/{id}"),
        Family::Ashby => format!("{base}/ashby/{slug}/{id}"),
        Family::JsonLd => format!("{base}/careers/{slug}/jobs/{id}"),
    }
}

/// The page with the form. Greenhouse shows it below the posting, so the two are one.
pub(crate) fn apply(base: &str, posting: &Posting) -> String {
    let job = job(base, posting);
    match posting.company.family {
        Family::Greenhouse => job,
        Family::Lever | Family::JsonLd => format!("{job}/apply"),
        Family::Ashby => format!("{job}/application"),
    }
}

/// Where the form is sent.
pub(crate) fn submit(base: &str, posting: &Posting) -> String {
    match posting.company.family {
        Family::Greenhouse | Family::Lever | Family::JsonLd => apply(base, posting),
        Family::Ashby => format!("{}/submit", apply(base, posting)),
    }
}

/// The page that confirms an application.
pub(crate) fn confirmation(base: &str, posting: &Posting) -> String {
    let job = job(base, posting);
    match posting.company.family {
        Family::Greenhouse => format!("{job}/confirmation"),
        Family::Lever => format!("{job}/thanks"),
        Family::Ashby => format!("{job}/application"),
        Family::JsonLd => format!("{job}/{}", posting.company.lang.say("thank-you", "danke", "gracias")),
    }
}
