//! Web pages with schema.org `JobPosting` in JSON-LD: one posting, several, a `@graph`, or a list whose
//! links lead to such pages. Refuses to guess postings from markup that is not structured data.

use domain::{Ats, Posting, RemotePolicy};
use scraper::{Html, Selector};
use serde_json::Value;
use std::sync::LazyLock;
use url::Url;

use crate::board::{Address, Context, Draft, Parsed, Rejected, Unreadable};
use crate::links;
use crate::{dates, field, html, identity, money, terms};

/// The largest page that is read; careers pages with data inlined reach 3 MB.
pub const MAX_PAGE_BYTES: usize = 6 * 1024 * 1024;

static SCRIPTS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse(r#"script[type*="ld+json" i]"#).expect("the selector is a literal"));

/// Reads a page. Without a posting on it, its links to posting pages are what has to be read too.
pub fn parse(body: &[u8], context: &Context) -> Result<Parsed, Unreadable> {
    let text = String::from_utf8_lossy(body);
    let text = &text[..text.floor_char_boundary(MAX_PAGE_BYTES)];
    if text.trim_start().starts_with(['{', '[']) {
        return Ok(from_blocks(vec![crate::board::json(body)], context));
    }
    if html::is_nested_too_deep(text) {
        return Err(Unreadable::OtherShape("its markup is nested deeper than any page a person made"));
    }
    let page = Html::parse_document(text);
    let blocks = page.select(&SCRIPTS).map(|script| block(&script.text().collect::<String>())).collect();
    let mut parsed = from_blocks(blocks, context);
    if parsed.postings.is_empty() && parsed.rejected.is_empty() {
        let found = links::on_page(&page, &context.page_url);
        for url in found.postings {
            if !parsed.follow.contains(&url) {
                parsed.follow.push(url);
            }
        }
        parsed.next_page = found.next_page;
        parsed.complete &= !found.cut;
    }
    Ok(parsed)
}

/// One script's content. Raw line breaks inside strings are the usual mistake, and are forgiven.
fn block(text: &str) -> Result<Value, Unreadable> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim_start_matches("/*<![CDATA[*/").trim_end_matches("/*]]>*/").trim_end_matches(';');
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&text.replace(|letter: char| letter.is_control(), " ")))
        .map_err(|error| Unreadable::NotJson(error.to_string()))
}

fn from_blocks(blocks: Vec<Result<Value, Unreadable>>, context: &Context) -> Parsed {
    let mut found = Found::default();
    let mut broken = Vec::new();
    for block in &blocks {
        match block {
            Ok(value) => found.look(value),
            Err(why) => broken
                .push(Rejected { external_id: None, why: format!("A JSON-LD block was skipped: {why}.") }),
        }
    }
    let alone = found.postings.len() == 1;
    let entries = found.postings.iter().map(|job| posting(job, context, alone, Address::Needed));
    let mut parsed = Parsed::gather(entries);
    // Pages carry other JSON-LD too (breadcrumbs, the organisation). A broken block beside a good posting is no harm.
    if parsed.postings.is_empty() && !broken.is_empty() {
        parsed.complete = false;
        parsed.rejected.append(&mut broken);
    }
    let listed = found.listed.iter().filter_map(|text| crate::board::web_address(text, &context.page_url));
    for url in listed.filter(|url| links::is_same_site(url, &context.page_url)) {
        let known = parsed.postings.iter().any(|posting| posting.url == url.as_str());
        if !known && !parsed.follow.contains(&url) && parsed.follow.len() < links::MAX_LINKS {
            parsed.follow.push(url);
        }
    }
    parsed
}

#[derive(Default)]
struct Found<'a> {
    postings: Vec<&'a Value>,
    listed: Vec<String>,
}

/// Where postings are nested: in lists, graphs, item lists and pages about one.
const NESTED: &[&str] =
    &["@graph", "itemListElement", "item", "mainEntity", "mainEntityOfPage", "about", "hasPart"];

impl<'a> Found<'a> {
    // The recursion is as deep as the JSON, which its reader limits to 128.
    fn look(&mut self, value: &'a Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.look(value)),
            Value::Object(_) if is_posting(value) => self.postings.push(value),
            Value::Object(_) => {
                let is_item = has_type(value, "ListItem") && value.get("item").is_none_or(Value::is_string);
                if is_item {
                    let url = field::text(value, &["url"]).or_else(|| field::text(value, &["item"]));
                    self.listed.extend(url);
                }
                NESTED.iter().filter_map(|key| value.get(key)).for_each(|nested| self.look(nested));
            }
            _ => {}
        }
    }
}

/// Whether a JSON object is a schema.org JobPosting.
pub(crate) fn is_posting(value: &Value) -> bool {
    has_type(value, "JobPosting")
}

fn has_type(value: &Value, name: &str) -> bool {
    field::list(value, &["@type"])
        .iter()
        .filter_map(Value::as_str)
        .any(|kind| kind.rsplit(['/', ':', '#']).next() == Some(name))
}

/// `alone` says that the page is about this posting only; its address is then the page's.
pub(crate) fn posting(
    job: &Value,
    context: &Context,
    alone: bool,
    address: Address,
) -> Result<Posting, Rejected> {
    let page = identity::canonical(&context.page_url);
    let own = field::text(job, &["url"])
        .and_then(|url| crate::board::web_address(&url, &context.page_url))
        .map(|url| identity::canonical(&url));
    // Several postings on one page without addresses of their own have the page's; it names none of them.
    let by_page =
        if alone && address == Address::Needed { Some(&page) } else { own.as_ref() }.map(Url::to_string);
    let url = by_page.clone().or_else(|| (address == Address::Needed).then(|| page.to_string()));
    let places = places(job);
    let employment = field::list(job, &["employmentType"]).iter().filter_map(field::as_text);
    let title = field::text(job, &["title"]).or_else(|| field::text(job, &["name"]));
    let is_remote = field::list(job, &["jobLocationType"]).iter().filter_map(field::as_text);
    let stated = is_remote.map(|word| terms::remote(&word)).find(|policy| *policy != RemotePolicy::Unknown);
    let name = title.clone().unwrap_or_default();
    let unnamed = || Some(identity::short_hash(&[&name, &places.join("|")])).filter(|_| !name.is_empty());
    let identifier = field::text(job, &["identifier", "value"]).or_else(|| field::text(job, &["identifier"]));
    Draft {
        // An identifier is often the employer's and the same on every page; the page's address is not.
        external_id: if alone { by_page.or(identifier) } else { identifier.or(by_page) }.or_else(unnamed),
        ats: Ats::Other,
        title,
        company: organisation(job),
        location: None,
        places,
        remote: stated.unwrap_or_default(),
        employment_type: employment.filter_map(|word| terms::employment(&word)).next(),
        pay: money::base_salary(job),
        description: description(job),
        language: field::text(job, &["inLanguage"]).and_then(|tag| terms::language_tag(&tag)),
        apply_url: url.clone(),
        url,
        posted_at: dates::moment(field::at(job, &["datePosted"])),
        valid_through: dates::deadline(field::at(job, &["validThrough"])),
    }
    .finish(context, address)
}

fn organisation(job: &Value) -> Option<String> {
    field::list(job, &["hiringOrganization"]).iter().find_map(|organisation| {
        field::text(organisation, &["name"]).or_else(|| field::as_text(organisation))
    })
}

/// The description and the sections some sites put beside it.
fn description(job: &Value) -> String {
    let sections = [
        "description",
        "responsibilities",
        "qualifications",
        "skills",
        "experienceRequirements",
        "jobBenefits",
    ];
    let mut parts: Vec<String> = Vec::new();
    for text in sections.into_iter().filter_map(|key| field::text(job, &[key])) {
        let text = if html::looks_like_html(&text) { text } else { html::unescape(&text) };
        let part = html::tidy(&text);
        // Many sites repeat the sections inside the description.
        if !part.is_empty() && !parts.iter().any(|known| known.contains(&part)) {
            parts.push(part);
        }
    }
    parts.join("\n\n")
}

fn places(job: &Value) -> Vec<String> {
    let of_work: Vec<String> = field::list(job, &["jobLocation"]).iter().filter_map(place).collect();
    if !of_work.is_empty() {
        return of_work;
    }
    // Remote work names where applicants may live instead.
    field::list(job, &["applicantLocationRequirements"])
        .iter()
        .filter_map(place)
        .map(|place| format!("Remote, {place}"))
        .collect()
}

fn place(value: &Value) -> Option<String> {
    let Some(address) = field::at(value, &["address"]) else {
        return field::text(value, &["name"]).or_else(|| field::as_text(value));
    };
    if let Some(written) = field::as_text(address) {
        return Some(written);
    }
    let address = field::list(value, &["address"]).first().unwrap_or(address);
    let part = |key| field::text(address, &[key, "name"]).or_else(|| field::text(address, &[key]));
    let mut parts: Vec<String> = Vec::new();
    for text in ["addressLocality", "addressRegion", "addressCountry"].into_iter().filter_map(part) {
        if !parts.iter().any(|known| known.eq_ignore_ascii_case(&text)) {
            parts.push(text);
        }
    }
    Some(parts.join(", ")).filter(|place| !place.is_empty()).or_else(|| field::text(value, &["name"]))
}
