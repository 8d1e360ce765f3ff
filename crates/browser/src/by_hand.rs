//! What the page sends while a person has it: no gate holds it, so it is counted.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::armed::SHORTEST_TELL_TALE;
use crate::fingerprint::{SeenBody, carries};
use crate::form::host_of;
use crate::gate::same_site;

/// Hosts that are remembered as having been sent something by a person.
const HOSTS_KEPT: usize = 32;
/// Where captchas send what a person clicked, by host and beginning of the path. An application is never sent there.
const CAPTCHAS: [(&str, &str); 7] = [
    ("hcaptcha.com", "/"),
    ("google.com", "/recaptcha/"),
    ("recaptcha.net", "/recaptcha/"),
    ("challenges.cloudflare.com", "/"),
    ("arkoselabs.com", "/"),
    ("funcaptcha.com", "/"),
    ("captcha-delivery.com", "/"),
];

/// What left the browser while a person had it. A form that was sent by hand has passed no gate: the run must not
/// send it again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SentByPerson {
    /// Forms sent by leaving the page: requests for a new document that change something.
    pub forms: u32,
    /// Other requests that change something: uploads, drafts, and forms that are sent by a script.
    pub requests: u32,
    /// Where they went.
    pub hosts: BTreeSet<String>,
}

/// Counts from the moment a person takes over until the run has looked.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    sent: SentByPerson,
    tell_tales: Vec<String>,
}

impl Counting {
    pub fn of(tell_tales: &[String]) -> Self {
        let long = tell_tales.iter().filter(|value| value.len() >= SHORTEST_TELL_TALE);
        Self { sent: SentByPerson::default(), tell_tales: long.cloned().collect() }
    }

    /// What was counted, once.
    pub fn take(&mut self) -> SentByPerson {
        std::mem::take(&mut self.sent)
    }

    /// A request leaves: `params` of `Network.requestWillBeSent`. Counted is what changes something at the site of the
    /// page or frame that asks, what leaves for a new page, and what may carry the person's data anywhere else. What a
    /// page tells its statistics is not.
    pub fn note(&mut self, params: &Value) {
        let request = &params["request"];
        let url = request["url"].as_str().unwrap_or_default();
        let host = host_of(url);
        let reads = matches!(request["method"].as_str().unwrap_or_default(), "GET" | "HEAD" | "OPTIONS" | "");
        if reads && !self.tell_tales.iter().any(|value| carries(url.as_bytes(), value)) || is_captcha(url) {
            return;
        }
        match params["type"].as_str() {
            Some("Document") => self.sent.forms += 1,
            _ => {
                let asks = host_of(params["documentURL"].as_str().unwrap_or_default());
                let body = SeenBody::of(request);
                let tells = self.tell_tales.iter().any(|value| body.carries(value));
                if !reads && !same_site(&asks, &host) && !body.hidden && !tells {
                    return;
                }
                self.sent.requests += 1;
            }
        }
        if self.sent.hosts.len() < HOSTS_KEPT {
            self.sent.hosts.insert(host);
        }
    }
}

fn is_captcha(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default();
    CAPTCHAS.iter().any(|(site, path)| {
        let is_site = host == *site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'));
        is_site && url.path().starts_with(path)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn counted(kind: &str, method: &str, url: &str, body: Option<&str>) -> (u32, u32) {
        let mut counting = Counting::of(&["ada@mail.example".to_owned()]);
        let mut request = json!({ "method": method, "url": url });
        if let Some(text) = body {
            request["postData"] = json!(text);
        }
        counting.note(&json!({
            "type": kind, "documentURL": "https://jobs.acme.example/apply", "request": request
        }));
        let sent = counting.take();
        assert_eq!(counting.take(), SentByPerson::default(), "it is told once");
        (sent.forms, sent.requests)
    }

    #[test]
    fn a_form_sent_by_hand_is_noticed_and_reading_is_not() {
        let own = "https://jobs.acme.example/apply";
        assert_eq!(counted("Document", "GET", own, None), (0, 0));
        assert_eq!(counted("Document", "POST", own, Some("a=b")), (1, 0));
        assert_eq!(counted("Document", "GET", &format!("{own}?email=ada%40mail.example"), None), (1, 0));
        assert_eq!(counted("Fetch", "PUT", "https://api.acme.example/1", Some("a")), (0, 1));
    }

    #[test]
    fn elsewhere_only_what_may_carry_the_person_counts() {
        let other = "https://ats.example/applications";
        assert_eq!(counted("Fetch", "POST", other, Some(r#"{"email":"ada@mail.example"}"#)), (0, 1));
        assert_eq!(counted("XHR", "POST", "https://statistics.example/hit", Some("page=1")), (0, 0));
        let mut counting = Counting::of(&[]);
        counting.note(&json!({
            "type": "XHR", "documentURL": "https://jobs.acme.example/",
            "request": { "method": "POST", "url": other, "hasPostData": true }
        }));
        assert_eq!(counting.take().requests, 1, "a body that is not shown may hold anything");
    }

    #[test]
    fn a_solved_captcha_is_no_application() {
        for url in [
            "https://api.hcaptcha.com/checkcaptcha/1",
            "https://www.google.com/recaptcha/api2/userverify",
            "https://challenges.cloudflare.com/turnstile/1",
        ] {
            assert_eq!(counted("XHR", "POST", url, Some("ada@mail.example")), (0, 0), "{url}");
        }
        let look_alike = "https://nothcaptcha.com/";
        assert_eq!(counted("XHR", "POST", look_alike, Some("ada@mail.example")), (0, 1));
    }
}
