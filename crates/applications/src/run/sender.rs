//! From whom a code by mail is taken: the site that asks for it, and the system its form is built with. Pure.

use domain::Ats;
use url::Url;

/// Domains from which the families send mail, beside those of their pages.
const FAMILIES: &[(Ats, &[&str])] = &[
    (Ats::Greenhouse, &["greenhouse.io", "greenhouse-mail.io"]),
    (Ats::Lever, &["lever.co"]),
    (Ats::Ashby, &["ashbyhq.com"]),
    (Ats::Workable, &["workable.com", "workablemail.com"]),
    (Ats::SmartRecruiters, &["smartrecruiters.com"]),
    (Ats::Recruitee, &["recruitee.com"]),
    (Ats::Teamtailor, &["teamtailor.com", "teamtailor-mail.com"]),
    (Ats::Personio, &["personio.de", "personio.com"]),
    (Ats::BambooHr, &["bamboohr.com"]),
    (Ats::Icims, &["icims.com"]),
    (Ats::Workday, &["myworkday.com", "workday.com", "myworkdayjobs.com", "myworkdaysite.com"]),
];

/// Below a country's name these are nobody's own: `acme.co.uk` is a site, `co.uk` is none.
const SECOND_LEVEL: &[&str] = &["co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "gob"];

/// The domains at or below which a sender has to be when the page at `hosts` asks for a code.
pub(super) fn senders(hosts: &[String]) -> Vec<String> {
    let mut domains: Vec<String> = Vec::new();
    let mut add = |domain: &str| {
        if !domain.is_empty() && !domains.iter().any(|known| known == domain) {
            domains.push(domain.to_owned());
        }
    };
    for host in hosts {
        let host = host.to_lowercase();
        let Ok(url) = Url::parse(&format!("https://{host}/")) else { continue };
        let family = Ats::of_url(&url);
        if let Some((_, own)) = FAMILIES.iter().find(|(known, _)| *known == family) {
            own.iter().for_each(|domain| add(domain));
        }
        if let Some(url::Host::Domain(name)) = url.host() {
            add(site(name));
        }
    }
    domains
}

/// The site a host belongs to: what an owner registers. A host that is too short for that is nobody's.
fn site(host: &str) -> &str {
    let labels: Vec<&str> = host.split('.').collect();
    let needed = match labels.as_slice() {
        [.., second, country] if country.len() == 2 && SECOND_LEVEL.contains(second) => 3,
        _ => 2,
    };
    if labels.len() < needed {
        return "";
    }
    let kept: usize = labels[labels.len() - needed..].iter().map(|label| label.len() + 1).sum();
    &host[host.len() + 1 - kept..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(hosts: &[&str]) -> Vec<String> {
        senders(&hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_code_comes_from_the_site_that_asks_or_from_its_system() {
        assert_eq!(of(&["job-boards.greenhouse.io"]), ["greenhouse.io", "greenhouse-mail.io"]);
        assert_eq!(
            of(&["careers.acme.example", "boards.eu.greenhouse.io"]),
            ["acme.example", "greenhouse.io", "greenhouse-mail.io"]
        );
        assert_eq!(of(&["jobs.acme.co.uk"]), ["acme.co.uk"]);
        assert!(of(&["acme.wd5.myworkdayjobs.com"]).contains(&"myworkday.com".to_owned()));
    }

    #[test]
    fn no_domain_of_many_owners_and_no_address_is_trusted() {
        assert!(of(&["co.uk", "com", "localhost", "127.0.0.1", ""]).is_empty());
        assert!(!of(&["notgreenhouse.io"]).contains(&"greenhouse.io".to_owned()));
        assert!(!of(&["greenhouse.io.evil.example"]).contains(&"greenhouse.io".to_owned()));
    }
}
