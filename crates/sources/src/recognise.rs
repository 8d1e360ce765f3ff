//! From any address a person may paste to the board behind it, and the hosts its fetch may reach.

use std::net::{IpAddr, SocketAddr};

use domain::{SourceKind, ats};
use store::sources::NewSource;
use url::{Host, Url};

/// A board, ready to be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// How it publishes.
    pub kind: SourceKind,
    /// The employer's name on the board (`acme-labs`); for a page its host.
    pub token: String,
    /// The address that is fetched. The same board always has the same one.
    pub api_url: Url,
    /// The hosts a fetch of this board may reach, redirects included. Exact names.
    pub allowed_hosts: Vec<String>,
}

/// Why an address is no board. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotABoard {
    /// Not HTTPS, or no web address at all.
    #[error("Give an address that begins with https://.")]
    NotHttps,
    /// A job portal's home page, without an employer.
    #[error(
        "This address names no employer. Open the employer's own job board and copy the address from there."
    )]
    NoEmployer,
    /// The site's terms forbid automated reading.
    #[error("{0} forbids automated reading in its terms. Use the employer's own careers page instead.")]
    Forbidden(String),
}

impl Board {
    /// What the store keeps of it.
    pub fn into_source(self) -> NewSource {
        NewSource {
            name: self.display_name(),
            kind: self.kind,
            url: self.api_url.into(),
            allowed_hosts: self.allowed_hosts,
        }
    }

    /// The token as a name for people: `acme-labs` gives `Acme Labs`.
    pub fn display_name(&self) -> String {
        if self.kind == SourceKind::JsonLd && self.token.contains('.') {
            return self.token.clone();
        }
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
        };
        self.token.split(['-', '_', ' ']).filter_map(capital).collect::<Vec<_>>().join(" ")
    }
}

/// The board behind an address. `allow` lists the addresses with ports that may be reached although they
/// are not public: there, and only there, a board is known by the shape of its path.
pub fn recognise(url: &Url, allow: &[SocketAddr]) -> Result<Board, NotABoard> {
    if is_allowed_here(url, allow) {
        return on_this_machine(url);
    }
    if url.scheme() != "https" || !url.has_host() || !url.username().is_empty() || url.password().is_some() {
        return Err(NotABoard::NotHttps);
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    if ats::forbids_automation(url) {
        return Err(NotABoard::Forbidden(host));
    }
    match host.as_str() {
        "boards.greenhouse.io"
        | "job-boards.greenhouse.io"
        | "boards.eu.greenhouse.io"
        | "job-boards.eu.greenhouse.io" => {
            greenhouse(segment(url, 0).filter(|first| first != "embed").or_else(|| query(url, "for")))
        }
        "boards-api.greenhouse.io" | "api.greenhouse.io" => greenhouse(after(url, &["v1", "boards"])),
        "jobs.lever.co" => lever("api.lever.co", segment(url, 0)),
        "jobs.eu.lever.co" => lever("api.eu.lever.co", segment(url, 0)),
        "api.lever.co" | "api.eu.lever.co" => lever(&host, after(url, &["v0", "postings"])),
        "jobs.ashbyhq.com" => ashby(segment(url, 0)),
        "api.ashbyhq.com" => ashby(after(url, &["posting-api", "job-board"])),
        _ => Ok(page(url, &host)),
    }
}

/// A board that is served by this machine, for the demo and for tests.
fn on_this_machine(url: &Url) -> Result<Board, NotABoard> {
    let shapes = [
        (SourceKind::Greenhouse, "greenhouse", &["greenhouse", "v1", "boards"][..]),
        (SourceKind::Lever, "lever", &["lever", "v0", "postings"][..]),
        (SourceKind::Ashby, "ashby", &["ashby", "posting-api", "job-board"][..]),
    ];
    let host = url.host_str().unwrap_or_default().to_owned();
    for (kind, first, api) in shapes {
        let human = || segment(url, 1).filter(|_| segment(url, 0).as_deref() == Some(first));
        let Some(token) = after(url, api).or_else(human) else {
            continue;
        };
        let path = match kind {
            SourceKind::Greenhouse => {
                format!("/greenhouse/v1/boards/{token}/jobs?content=true&pay_transparency=true")
            }
            SourceKind::Lever => format!("/lever/v0/postings/{token}?mode=json"),
            _ => format!("/ashby/posting-api/job-board/{token}?includeCompensation=true"),
        };
        let api_url = url.join(&path).expect("a path of an address joins it");
        return Ok(Board { kind, token: decoded(&token), api_url, allowed_hosts: vec![host] });
    }
    let mut board = page(url, &host);
    if let Some(company) = after(url, &["careers"]) {
        board.token = decoded(&company);
    }
    Ok(board)
}

fn greenhouse(token: Option<String>) -> Result<Board, NotABoard> {
    let token = token.ok_or(NotABoard::NoEmployer)?;
    // Boards kept in the EU have pages of their own host; the API answers for both.
    let api =
        format!("https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true&pay_transparency=true");
    board(SourceKind::Greenhouse, &token, &api)
}

fn lever(host: &str, token: Option<String>) -> Result<Board, NotABoard> {
    let token = token.ok_or(NotABoard::NoEmployer)?;
    let api = format!("https://{host}/v0/postings/{token}?mode=json");
    board(SourceKind::Lever, &token, &api)
}

fn ashby(token: Option<String>) -> Result<Board, NotABoard> {
    let token = token.ok_or(NotABoard::NoEmployer)?;
    let api = format!("https://api.ashbyhq.com/posting-api/job-board/{token}?includeCompensation=true");
    board(SourceKind::Ashby, &token, &api)
}

fn board(kind: SourceKind, token: &str, api: &str) -> Result<Board, NotABoard> {
    let api_url = Url::parse(api).map_err(|_| NotABoard::NoEmployer)?;
    let host = api_url.host_str().unwrap_or_default().to_owned();
    Ok(Board { kind, token: decoded(token), api_url, allowed_hosts: vec![host] })
}

/// A careers page. Sites move between the bare name and `www.`, so both may be reached.
fn page(url: &Url, host: &str) -> Board {
    let twin = host.strip_prefix("www.").map_or_else(|| format!("www.{host}"), str::to_owned);
    let is_name = matches!(url.host(), Some(Host::Domain(name)) if name.contains('.'));
    let allowed_hosts = if is_name { vec![host.to_owned(), twin] } else { vec![host.to_owned()] };
    Board {
        kind: SourceKind::JsonLd,
        token: host.strip_prefix("www.").unwrap_or(host).to_owned(),
        api_url: crate::identity::canonical(url),
        allowed_hosts,
    }
}

fn is_allowed_here(url: &Url, allow: &[SocketAddr]) -> bool {
    let Some(port) = url.port_or_known_default().filter(|_| matches!(url.scheme(), "http" | "https")) else {
        return false;
    };
    allow.iter().any(|address| {
        let same_host = match url.host() {
            Some(Host::Ipv4(ip)) => address.ip() == IpAddr::V4(ip),
            Some(Host::Ipv6(ip)) => address.ip() == IpAddr::V6(ip),
            // Reserved names never belong to anybody; the egress policy maps them to a listed address.
            Some(Host::Domain(name)) => {
                (name == "localhost" && address.ip().is_loopback())
                    || name.ends_with(".test")
                    || name.ends_with(".localhost")
            }
            None => false,
        };
        same_host && address.port() == port
    })
}

/// A path segment as it is encoded, when it can name an employer.
fn segment(url: &Url, index: usize) -> Option<String> {
    url.path_segments()?.nth(index).filter(|segment| !segment.is_empty()).map(str::to_owned)
}

/// The segment behind a fixed beginning of the path.
fn after(url: &Url, beginning: &[&str]) -> Option<String> {
    let mut segments = url.path_segments()?;
    let begins = beginning.iter().all(|expected| segments.next() == Some(expected));
    segments.next().filter(|segment| begins && !segment.is_empty()).map(str::to_owned)
}

fn query(url: &Url, key: &str) -> Option<String> {
    let value = url.query_pairs().find(|(name, _)| name == key)?.1.into_owned();
    let plain = value.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'));
    (plain && !value.is_empty()).then_some(value)
}

fn decoded(segment: &str) -> String {
    let pair = format!("token={}", segment.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Result<Board, NotABoard> {
        recognise(&text.parse().unwrap(), &["127.0.0.1:4010".parse().unwrap()])
    }

    #[test]
    fn every_address_of_a_board_leads_to_its_api() {
        use SourceKind::{Ashby, Greenhouse, JsonLd, Lever};
        let greenhouse =
            "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true&pay_transparency=true";
        let ashby = "https://api.ashbyhq.com/posting-api/job-board/Acme%20Labs?includeCompensation=true";
        let cases = [
            ("https://boards.greenhouse.io/acme", Greenhouse, "acme", greenhouse),
            ("https://job-boards.greenhouse.io/acme/jobs/6000001?gh_src=x", Greenhouse, "acme", greenhouse),
            ("https://job-boards.eu.greenhouse.io/acme", Greenhouse, "acme", greenhouse),
            ("https://boards.greenhouse.io/embed/job_board?for=acme", Greenhouse, "acme", greenhouse),
            (
                "https://boards-api.greenhouse.io/v1/boards/acme/jobs/7?questions=true",
                Greenhouse,
                "acme",
                greenhouse,
            ),
            (
                "https://jobs.lever.co/acme/aaa-1/apply",
                Lever,
                "acme",
                "https://api.lever.co/v0/postings/acme?mode=json",
            ),
            (
                "https://jobs.eu.lever.co/acme",
                Lever,
                "acme",
                "https://api.eu.lever.co/v0/postings/acme?mode=json",
            ),
            (
                "https://api.lever.co/v0/postings/acme?skip=10",
                Lever,
                "acme",
                "https://api.lever.co/v0/postings/acme?mode=json",
            ),
            ("https://jobs.ashbyhq.com/Acme%20Labs/u-1", Ashby, "Acme Labs", ashby),
            ("https://api.ashbyhq.com/posting-api/job-board/Acme%20Labs", Ashby, "Acme Labs", ashby),
            (
                "https://www.acme.example/careers?utm_source=x#open",
                JsonLd,
                "acme.example",
                "https://www.acme.example/careers",
            ),
            (
                "http://127.0.0.1:4010/greenhouse/v1/boards/acme/jobs",
                Greenhouse,
                "acme",
                "http://127.0.0.1:4010/greenhouse/v1/boards/acme/jobs?content=true&pay_transparency=true",
            ),
            (
                "http://127.0.0.1:4010/lever/v0/postings/acme",
                Lever,
                "acme",
                "http://127.0.0.1:4010/lever/v0/postings/acme?mode=json",
            ),
            (
                "http://localhost:4010/ashby/posting-api/job-board/acme",
                Ashby,
                "acme",
                "http://localhost:4010/ashby/posting-api/job-board/acme?includeCompensation=true",
            ),
            ("http://127.0.0.1:4010/careers/acme/", JsonLd, "acme", "http://127.0.0.1:4010/careers/acme/"),
        ];
        for (text, kind, token, api) in cases {
            let board = found(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(
                (board.kind, board.token.as_str(), board.api_url.as_str()),
                (kind, token, api),
                "{text}"
            );
            assert!(board.allowed_hosts.contains(&board.api_url.host_str().unwrap().to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_board_says_what_to_do() {
        let cases = [
            ("http://acme.example/careers", NotABoard::NotHttps),
            ("ftp://acme.example/", NotABoard::NotHttps),
            ("https://user:secret@acme.example/careers", NotABoard::NotHttps),
            ("http://127.0.0.1:4011/careers/acme/", NotABoard::NotHttps),
            ("https://boards.greenhouse.io/", NotABoard::NoEmployer),
            ("https://jobs.lever.co", NotABoard::NoEmployer),
            ("https://www.linkedin.com/jobs/view/1", NotABoard::Forbidden("www.linkedin.com".into())),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn names_are_made_for_people() {
        assert_eq!(found("https://jobs.lever.co/acme-labs").unwrap().display_name(), "Acme Labs");
        assert_eq!(found("https://www.acme.example/jobs").unwrap().display_name(), "acme.example");
    }
}
