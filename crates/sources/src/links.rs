//! Which links of a careers page lead to postings, and to the next page of the list.

use std::sync::LazyLock;

use domain::text::fold;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::identity;

/// The most posting pages of one listing that are followed.
pub const MAX_LINKS: usize = 300;

static ANCHORS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("a[href], link[rel~=next][href]").expect("the selector is a literal"));

/// Path segments below which careers sites keep postings.
const SECTIONS: &[&str] = &[
    "job",
    "jobs",
    "career",
    "careers",
    "karriere",
    "stelle",
    "stellen",
    "stellenangebote",
    "vacancy",
    "vacancies",
    "position",
    "positions",
    "opening",
    "openings",
    "empleo",
    "empleos",
    "vacante",
    "vacantes",
    "oferta",
    "ofertas",
    "role",
    "roles",
];

/// Last segments that are something else: the form, the account, the list itself.
const NOT_POSTINGS: &[&str] = &[
    "apply",
    "application",
    "login",
    "signin",
    "register",
    "search",
    "bewerben",
    "faq",
    "about",
    "privacy",
    "teams",
    "locations",
    "benefits",
    "alerts",
    "saved",
];

/// Endings of files that are no pages.
const FILES: &[&str] =
    &[".pdf", ".png", ".jpg", ".jpeg", ".svg", ".css", ".js", ".xml", ".rss", ".ics", ".zip", ".docx"];

/// Words on a link to the next page of a list.
const NEXT: &[&str] =
    &["next", "next page", "weiter", "nächste", "nächste seite", "siguiente", "página siguiente", "older"];

/// What a listing page links to.
#[derive(Default)]
pub struct Found {
    pub postings: Vec<Url>,
    pub next_page: Option<Url>,
    /// There were more postings than are followed.
    pub cut: bool,
}

/// The links of a page that matter.
pub fn on_page(page: &Html, page_url: &Url) -> Found {
    let mut found = Found::default();
    for anchor in page.select(&ANCHORS) {
        let Some(url) = anchor.attr("href").and_then(|href| page_url.join(href.trim()).ok()) else {
            continue;
        };
        if !is_same_site(&url, page_url) {
            continue;
        }
        if is_next(anchor) {
            found.next_page.get_or_insert(url);
            continue;
        }
        let url = identity::canonical(&url);
        if is_posting(&url, page_url) && !found.postings.contains(&url) {
            if found.postings.len() == MAX_LINKS {
                found.cut = true;
                break;
            }
            found.postings.push(url);
        }
    }
    found.next_page =
        found.next_page.filter(|next| identity::canonical(next) != identity::canonical(page_url));
    found
}

/// Same scheme, host and port: a board may not send us anywhere else.
pub fn is_same_site(url: &Url, page_url: &Url) -> bool {
    url.origin() == page_url.origin()
}

fn is_next(anchor: ElementRef<'_>) -> bool {
    let by_rel = anchor
        .attr("rel")
        .is_some_and(|rel| rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("next")));
    by_rel || NEXT.contains(&fold(&anchor.text().collect::<String>()).as_str())
}

fn is_posting(url: &Url, page_url: &Url) -> bool {
    let path = url.path().trim_end_matches('/');
    let own = page_url.path().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    if path == own || NOT_POSTINGS.contains(&last.as_str()) || FILES.iter().any(|end| last.ends_with(end)) {
        return false;
    }
    let below = !own.is_empty() && path.strip_prefix(own).is_some_and(|rest| rest.starts_with('/'));
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let section =
        segments.iter().position(|segment| SECTIONS.contains(&segment.to_ascii_lowercase().as_str()));
    below || section.is_some_and(|at| at + 1 < segments.len())
}
