//! Applicant tracking systems, recognised from an address.

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// A family of application forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is the product's name")]
pub enum Ats {
    Greenhouse,
    Lever,
    Ashby,
    Workable,
    SmartRecruiters,
    Recruitee,
    Teamtailor,
    Personio,
    BambooHr,
    Icims,
    Workday,
    /// None of the known families, or not known yet.
    #[default]
    Other,
}

/// Host names (the name itself and every name below it) and the family that lives there.
/// From public board directories, November 2026.
const HOSTS: &[(&str, Ats)] = &[
    ("greenhouse.io", Ats::Greenhouse),
    ("lever.co", Ats::Lever),
    ("ashbyhq.com", Ats::Ashby),
    ("workable.com", Ats::Workable),
    ("smartrecruiters.com", Ats::SmartRecruiters),
    ("recruitee.com", Ats::Recruitee),
    ("teamtailor.com", Ats::Teamtailor),
    ("jobs.personio.de", Ats::Personio),
    ("jobs.personio.com", Ats::Personio),
    ("bamboohr.com", Ats::BambooHr),
    ("icims.com", Ats::Icims),
    ("myworkdayjobs.com", Ats::Workday),
    ("myworkdaysite.com", Ats::Workday),
];

/// Sites whose terms forbid automation; Jobwire never drives a browser on them by default.
const FORBIDDEN: &[&str] = &["linkedin.com", "indeed.com", "glassdoor.com", "xing.com", "stepstone.de"];

impl Ats {
    /// The family an address belongs to by its host name alone.
    pub fn of_url(url: &Url) -> Self {
        let Some(host) = url.host_str() else {
            return Self::Other;
        };
        HOSTS.iter().find(|(name, _)| is_below(host, name)).map_or(Self::Other, |(_, ats)| *ats)
    }
}

/// Whether the site forbids automated use in its terms.
pub fn forbids_automation(url: &Url) -> bool {
    url.host_str().is_some_and(|host| FORBIDDEN.iter().any(|name| is_below(host, name)))
}

fn is_below(host: &str, name: &str) -> bool {
    host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_told_by_its_host() {
        let cases = [
            ("https://job-boards.greenhouse.io/acme/jobs/1", Ats::Greenhouse),
            ("https://boards.eu.greenhouse.io/acme", Ats::Greenhouse),
            ("https://jobs.lever.co/acme/1/apply", Ats::Lever),
            ("https://jobs.ashbyhq.com/acme/1", Ats::Ashby),
            ("https://acme.wd5.myworkdayjobs.com/en-US/jobs", Ats::Workday),
            ("https://acme.jobs.personio.de/job/7", Ats::Personio),
            ("https://notgreenhouse.io/acme", Ats::Other),
            ("https://greenhouse.io.evil.example/acme", Ats::Other),
        ];
        for (text, ats) in cases {
            assert_eq!(Ats::of_url(&text.parse().unwrap()), ats, "{text}");
        }
    }

    #[test]
    fn sites_that_forbid_automation_are_known() {
        assert!(forbids_automation(&"https://www.linkedin.com/jobs/view/1".parse().unwrap()));
        assert!(!forbids_automation(&"https://linkedin.com.example/".parse().unwrap()));
    }
}
