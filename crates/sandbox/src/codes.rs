//! Codes that are mailed before an application or an account is taken in.

use crate::html::escape;
use crate::mail::MAIL_SERVER;
use crate::routes::App;
use crate::{Error, mail};
use lettre::Address;
use lettre::message::{Mailbox, Message, MultiPart};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// Letters and digits that are not mistaken for one another.
const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Boxes of an application's code.
pub(crate) const CODE_SIGNS: usize = 8;
/// Somebody else, who writes codes as well.
const STRANGER: &str = "no-reply@security-codes.example";

/// A site that is reached by a number has no mail of its own.
const NUMBERED: &str = "no-reply@employers.example";

/// Where a code's mail comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// The site that asks.
    Site,
    /// Somebody who has nothing to do with it.
    Stranger,
    /// Nobody: it is lost on the way.
    Nobody,
}

/// The codes that were issued, by what they open.
#[derive(Debug, Default)]
pub(crate) struct Codes(Mutex<HashMap<String, String>>);

impl Codes {
    /// The code for this, which stays the same until it was used.
    fn issue(&self, what: &str) -> String {
        let mut all = self.0.lock().expect("no holder of the codes' lock panics");
        let made = || {
            let bytes = uuid::Uuid::new_v4();
            let mut code: Vec<u8> = bytes.as_bytes()[..CODE_SIGNS]
                .iter()
                .map(|byte| SIGNS[usize::from(*byte) % SIGNS.len()])
                .collect();
            // One digit at least, as theirs have.
            code[1] = b'2' + bytes.as_bytes()[9] % 8;
            String::from_utf8(code).expect("the signs are ASCII")
        };
        all.entry(what.to_owned()).or_insert_with(made).clone()
    }

    /// Whether this is the code; a right one is used up.
    pub(crate) fn redeem(&self, what: &str, code: &str) -> bool {
        let mut all = self.0.lock().expect("no holder of the codes' lock panics");
        let is_right = all.get(what).is_some_and(|known| known == code.trim());
        if is_right {
            all.remove(what);
        }
        is_right
    }
}

/// Issues a code and mails it.
pub(crate) async fn send(app: &Arc<App>, base: &str, what: String, company: String, to: String, from: From) {
    let code = app.codes.issue(&what);
    let host = base.strip_prefix("http://").and_then(|rest| rest.split(':').next()).unwrap_or_default();
    let sender = match from {
        From::Site if host.parse::<std::net::IpAddr>().is_ok() => NUMBERED.to_owned(),
        From::Site => format!("no-reply@mail.{host}"),
        From::Stranger => STRANGER.to_owned(),
        From::Nobody => return,
    };
    // A right mail with another code: whoever takes it from there types what the site refuses.
    let code = if from == From::Stranger { code.chars().rev().collect() } else { code };
    let app = Arc::clone(app);
    let work = tokio::task::spawn_blocking(move || deliver(&app, &sender, &to, &company, &code));
    match work.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "a code was not mailed"),
        Err(error) => tracing::error!(%error, "mailing a code stopped"),
    }
}

fn deliver(app: &App, sender: &str, to: &str, company: &str, code: &str) -> Result<(), Error> {
    let key = format!("code.{}", uuid::Uuid::new_v4());
    let bad = |what: String| Error::Mail { key: key.clone(), what };
    let address = |text: &str| text.parse::<Address>().map_err(|error| bad(format!("{text}: {error}")));
    let domain = sender.rsplit('@').next().unwrap_or_default();
    let plain = format!(
        "Hi,\n\nCopy and paste this code into the security code field on your application: {code}\n\n\
         After you enter the code, resubmit your application.\n\n{company}\n"
    );
    let html = format!(
        "<p>Hi,</p><p>Copy and paste this code into the security code field on your application:</p><h1>{code}</h1>\
         <p>After you enter the code, resubmit your application.</p><p>{}</p>",
        escape(company)
    );
    let message = Message::builder()
        .from(Mailbox::new(Some(company.to_owned()), address(sender)?))
        .to(Mailbox::new(None, address(to)?))
        .date(SystemTime::from((app.clock)()))
        .subject(format!("Security code for your application to {company}"))
        .message_id(Some(format!("<{key}@{domain}>")))
        .multipart(MultiPart::alternative_plain_html(plain, html))
        .map_err(|error| bad(error.to_string()))?;
    let checked = format!("Authentication-Results: {MAIL_SERVER}; dkim=pass header.d={domain}\r\n");
    let bytes = [checked.as_bytes(), &message.formatted()].concat();
    mail::deliver(app.scheduler.mail_dir(), to, &key, &bytes)
}
