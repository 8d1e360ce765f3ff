//! Turns a planned mail into an RFC 5322 message.

use super::calendar::{Invitation, ics, working_day};
use super::plan::Kind;
use super::texts::{Facts, Letter, letter, when};
use crate::Error;
use crate::catalogue::companies::company;
use crate::catalogue::dice::Dice;
use crate::catalogue::{Company, Lang};
use crate::html::escape;
use crate::ledger::Entry;
use chrono::{DateTime, Utc};
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use std::time::SystemTime;

/// The name of the mail server that takes the employers' mail in for the applicant.
pub const MAIL_SERVER: &str = "mx.demo.example";

/// The bytes of a message and its Message-ID.
#[derive(Debug)]
pub(crate) struct Composed {
    pub message_id: String,
    pub bytes: Vec<u8>,
}

/// Writes the mail of this kind for an application. The same key always gets the same Message-ID.
pub(crate) fn compose(
    seed: u64,
    base: &str,
    key: &str,
    kind: Kind,
    entry: &Entry,
    now: DateTime<Utc>,
) -> Result<Composed, Error> {
    let bad = |what: String| Error::Mail { key: key.to_owned(), what };
    let employer = company(&entry.company).ok_or_else(|| bad(format!("no company {}", entry.company)))?;
    let from = mailbox(employer.mail_name, employer.mail_from).map_err(&bad)?;
    let to = mailbox(&entry.name, &entry.email).map_err(&bad)?;
    let domain = employer.mail_from.rsplit('@').next().unwrap_or("demo.example");
    let message_id = format!("<{key}@{domain}>");
    let mut dice = Dice::new(seed, entry.job.ordinal, kind.word());
    let invitation =
        (kind == Kind::Interview).then(|| invitation(employer, entry, &message_id, now, &mut dice));
    let letter = write(kind, employer, entry, base, invitation.as_ref(), &mut dice);

    let mut builder = Message::builder()
        .from(from)
        .to(to)
        .date(SystemTime::from(now))
        .subject(letter.subject.clone())
        .message_id(Some(message_id.clone()))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    if kind != Kind::Acknowledgement {
        builder = builder.references(format!("<{}.{}@{domain}>", entry.id, Kind::Acknowledgement.word()));
    }
    let message = match invitation {
        Some(invitation) => builder.multipart(with_calendar(&letter, entry.job.language, &invitation)),
        None => match dice.below(10) {
            0..3 => builder.singlepart(SinglePart::plain(plain(&letter))),
            3..5 => builder.singlepart(SinglePart::html(html(&letter, entry.job.language, employer.color))),
            _ => builder.multipart(MultiPart::alternative_plain_html(
                plain(&letter),
                html(&letter, entry.job.language, employer.color),
            )),
        },
    };
    let message = message.map_err(|error| bad(error.to_string()))?;
    // What the applicant's mail server notes above a message whose signature it found good (RFC 8601).
    let checked = format!("Authentication-Results: {MAIL_SERVER}; dkim=pass header.d={domain}\r\n");
    let bytes = [checked.as_bytes(), &message.formatted()].concat();
    Ok(Composed { message_id, bytes })
}

fn mailbox(name: &str, address: &str) -> Result<Mailbox, String> {
    let address: Address = address.parse().map_err(|error| format!("{address}: {error}"))?;
    let name = name.trim();
    Ok(Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address))
}

fn write(
    kind: Kind,
    employer: &Company,
    entry: &Entry,
    base: &str,
    invitation: Option<&Invitation>,
    dice: &mut Dice,
) -> Letter {
    let lang = entry.job.language;
    let when = invitation.map_or_else(String::new, |it| when(lang, it.starts, &it.timezone));
    let place = invitation.map_or_else(String::new, |it| match &it.video {
        Some(link) => format!(
            "{} {link}",
            lang.say("We will meet by video:", "Wir treffen uns per Video:", "Será por videollamada:")
        ),
        None => format!("{} {}.", lang.say("Where:", "Ort:", "Lugar:"), it.location),
    });
    let first_name = entry.name.split_whitespace().next().unwrap_or("");
    let link = format!("{base}/assessment/{}", entry.id);
    let facts = Facts {
        lang,
        company: employer.name,
        title: &entry.job.title,
        first_name,
        signature: employer.signature,
        when: &when,
        place: &place,
        link: &link,
    };
    letter(kind, &facts, dice)
}

fn invitation(
    employer: &Company,
    entry: &Entry,
    message_id: &str,
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Invitation {
    let lang = entry.job.language;
    let days = 3 + dice.below(7) as u64;
    let hour = *dice.pick(&[9, 10, 11, 13, 14, 15, 16]);
    let minute = *dice.pick(&[0, 0, 30]);
    let video = dice
        .chance(60)
        .then(|| format!("https://meet.{}.example/{:06x}", employer.slug, dice.below(0xff_ffff)));
    let floor = 1 + dice.below(4);
    let room = match lang {
        Lang::En => format!("{}, {}, floor {floor}, reception", employer.name, entry.job.city),
        Lang::De => format!("{}, {}, {floor}. Stock, Empfang", employer.name, entry.job.city),
        Lang::Es => format!("{}, {}, planta {floor}, recepción", employer.name, entry.job.city),
    };
    let summary = match lang {
        Lang::En => format!("Interview: {} at {}", entry.job.title, employer.name),
        Lang::De => format!("Vorstellungsgespräch: {}, {}", entry.job.title, employer.name),
        Lang::Es => format!("Entrevista: {}, {}", entry.job.title, employer.name),
    };
    Invitation {
        uid: message_id.trim_matches(['<', '>']).to_owned(),
        stamp: now,
        starts: working_day(now, days, hour, minute),
        minutes: *dice.pick(&[30, 45, 60]),
        timezone: entry.job.timezone.clone(),
        description: format!("{summary}\n{}", video.as_deref().unwrap_or(&room)),
        location: video.clone().unwrap_or(room),
        summary,
        video,
        organizer_name: employer.mail_name.to_owned(),
        organizer: employer.mail_from.to_owned(),
        attendee_name: entry.name.clone(),
        attendee: entry.email.clone(),
    }
}

fn with_calendar(letter: &Letter, lang: Lang, invitation: &Invitation) -> MultiPart {
    let calendar = ContentType::parse("text/calendar; method=REQUEST; charset=utf-8")
        .expect("the content type is a literal");
    let body = MultiPart::alternative_plain_html(plain(letter), html(letter, lang, "#333333"));
    MultiPart::mixed()
        .multipart(body)
        .singlepart(Attachment::new("invite.ics".to_owned()).body(ics(invitation), calendar))
}

fn plain(letter: &Letter) -> String {
    let mut text = letter.paragraphs.join("\r\n\r\n").replace("\r\n", "\n").replace('\n', "\r\n");
    text.push_str("\r\n");
    text
}

fn html(letter: &Letter, lang: Lang, color: &str) -> String {
    let paragraphs: String = letter
        .paragraphs
        .iter()
        .map(|text| format!("<p>{}</p>\r\n", linked(&escape(text).replace('\n', "<br>"))))
        .collect();
    format!(
        "<!doctype html>\r\n<html lang=\"{}\"><body style=\"font-family: Arial, sans-serif; color: #222\">\r\n\
         <div style=\"border-top: 4px solid {color}; padding: 16px; max-width: 560px\">\r\n{paragraphs}</div>\r\n</body></html>\r\n",
        lang.code()
    )
}

/// Addresses in escaped text as links.
fn linked(text: &str) -> String {
    text.split(' ')
        .map(|word| {
            if word.starts_with("http://") || word.starts_with("https://") {
                format!("<a href=\"{word}\">{word}</a>")
            } else {
                word.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
