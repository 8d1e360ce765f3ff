//! What a message proves about where it came from.
//!
//! Anyone can write "thank you for applying". A message proves that an application arrived only
//! when the person's own mail server checked its DKIM signature, found it good, and the signing
//! domain is that of the visible sender. Everything else is a hint. Headers of that name which the
//! sender wrote are never believed: only the topmost one counts, and only when it carries our
//! server's own name, because only our server writes above what it received.

use super::ParsedMail;

/// What a message's origin is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Our mail server found a good signature of the sender's own domain.
    Proven {
        /// The signing domain.
        domain: String,
    },
    /// Nothing that proves it; the reason as a sentence.
    Hint {
        /// Why it is only a hint.
        reason: &'static str,
    },
}

/// Whom the mailbox believes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// The name the person's own mail server signs its Authentication-Results headers with, such as
    /// `mx.google.com`. Without it nothing is proven.
    pub authserv_id: Option<String>,
}

/// Judges the origin of `mail`.
pub fn origin(mail: &ParsedMail, trust: &Trust) -> Origin {
    let Some(own) = trust.authserv_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) else {
        return hint("The mailbox does not say which server checks its mail.");
    };
    let sender = mail.from.domain();
    if sender.is_empty() {
        return hint("The message has no sender address.");
    }
    let Some(top) = mail.authentication_results.first() else {
        return hint("The mail server added no check of the sender.");
    };
    // A server adds its header above everything it received, and RFC 8601 has it remove forged
    // ones that carry its name. So the topmost one is ours, or none is to be believed.
    let Some(results) = results_of(top, own) else {
        return hint("The topmost check was not made by the mailbox's own server.");
    };
    for result in results {
        if let Some(domain) = passed_dkim(&result)
            && is_aligned(&domain, sender)
        {
            return Origin::Proven { domain };
        }
    }
    hint("No good signature of the sender's own domain.")
}

fn hint(reason: &'static str) -> Origin {
    Origin::Hint { reason }
}

/// The results in a header value, when its authserv-id is ours.
fn results_of(header: &str, own: &str) -> Option<Vec<String>> {
    let clean = without_comments(header);
    let mut parts = clean.split(';');
    let server = parts.next()?.split_whitespace().next()?;
    server.eq_ignore_ascii_case(own).then(|| parts.map(|part| part.trim().to_ascii_lowercase()).collect())
}

/// The signing domain of a `dkim=pass` result.
fn passed_dkim(result: &str) -> Option<String> {
    let mut words = result.split_whitespace();
    let method = words.next()?.replace(' ', "");
    let (name, verdict) = method.split_once('=')?;
    // A version may follow the method's name, as in `dkim/1=pass`.
    let name = name.split('/').next().unwrap_or(name);
    if name != "dkim" || verdict != "pass" {
        return None;
    }
    let properties: Vec<&str> = words.collect();
    let value = |key: &str| {
        properties.iter().find_map(|property| {
            property.strip_prefix(key).map(|found| found.trim_matches(['"', '@']).to_owned())
        })
    };
    value("header.d=")
        .or_else(|| value("header.i=").map(|id| id.rsplit('@').next().unwrap_or_default().to_owned()))
        .filter(|domain| domain.contains('.'))
}

/// Relaxed alignment without a list of public suffixes: the sender's domain is the signing domain
/// or lies below it. The other direction would let `co.uk` or a hosted subdomain speak for its
/// parent, so it does not count.
fn is_aligned(signing: &str, sender: &str) -> bool {
    sender == signing
        || (signing.matches('.').count() >= 1
            && sender.strip_suffix(signing).is_some_and(|rest| rest.ends_with('.')))
}

/// The header without its comments, which may nest and may hold anything.
fn without_comments(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for c in text.chars() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => depth -= 1,
            // A quoted semicolon must not begin a new result.
            ';' if quoted => {}
            _ if depth == 0 => clean.push(c),
            _ => {}
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::Mailbox;

    fn mail(from: &str, headers: &[&str]) -> ParsedMail {
        ParsedMail {
            from: Mailbox { name: String::new(), address: from.to_owned() },
            authentication_results: headers.iter().map(|text| (*text).to_owned()).collect(),
            ..ParsedMail::default()
        }
    }

    fn is_proven(from: &str, headers: &[&str]) -> bool {
        let trust = Trust { authserv_id: Some("mx.home.example".to_owned()) };
        matches!(origin(&mail(from, headers), &trust), Origin::Proven { .. })
    }

    #[test]
    fn an_aligned_signature_checked_by_our_own_server_is_proof() {
        let good = "mx.home.example; spf=pass smtp.mailfrom=x; dkim=pass (2048-bit key) header.d=acme.example header.i=@acme.example";
        assert!(is_proven("jobs@acme.example", &[good]));
        assert!(is_proven("jobs@mail.acme.example", &[good]));
        assert!(is_proven("jobs@acme.example", &["MX.home.example 1; dkim=pass header.i=@acme.example"]));
    }

    #[test]
    fn everything_else_is_a_hint() {
        let from = "jobs@acme.example";
        let cases: &[&[&str]] = &[
            &[],
            &["evil.example; dkim=pass header.d=acme.example"],
            // The sender's own header below a foreign one.
            &["evil.example; none", "mx.home.example; dkim=pass header.d=acme.example"],
            &["mx.home.example; dkim=fail header.d=acme.example"],
            &["mx.home.example; dkim=pass header.d=relay.example"],
            &["mx.home.example; dkim=pass header.d=mail.acme.example"],
            &["mx.home.example; dkim=pass header.d=example"],
            &["mx.home.example; dkim=fail (dkim=pass header.d=acme.example)"],
            &["mx.home.example; dkim=fail reason=\"; dkim=pass header.d=acme.example\""],
            &["mx.home.example; spf=pass; dmarc=pass header.from=acme.example"],
            &["mx.home.example; x-dkim=pass header.d=acme.example"],
        ];
        for headers in cases {
            assert!(!is_proven(from, headers), "{headers:?}");
        }
        let good = "mx.home.example; dkim=pass header.d=acme.example";
        assert!(matches!(origin(&mail(from, &[good]), &Trust::default()), Origin::Hint { .. }));
        assert!(!is_proven("", &[good]));
        assert!(!is_proven("jobs@notacme.example", &[good]));
    }
}
