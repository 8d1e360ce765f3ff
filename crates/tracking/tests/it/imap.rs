//! The IMAP reader against a real Dovecot, and against servers that behave badly.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use net::Egress;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::SecretString;
use tracking::imap::{Account, Connector, Cursor, ImapError, Security, Woken};

use crate::dovecot::{Dovecot, HOST, PASSWORD, USER};

fn account(host: &str, address: SocketAddr, security: Security) -> Account {
    Account {
        host: host.to_owned(),
        port: address.port(),
        security,
        username: USER.to_owned(),
        password: SecretString::from(PASSWORD),
        folder: "INBOX".to_owned(),
    }
}

fn plain_account(dovecot: &Dovecot) -> Account {
    account("127.0.0.1", dovecot.plain, Security::Plain)
}

fn plain_connector(dovecot: &Dovecot) -> Connector {
    Connector::new(Egress::allowing(vec![dovecot.plain]))
}

/// Believes the test's authority and may reach the server by the name in its certificate.
fn trusting(dovecot: &Dovecot, address: SocketAddr) -> Connector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(dovecot.authority()).unwrap()).unwrap();
    Connector::trusting(Egress::public().with_name(HOST, address).unwrap(), roots)
}

fn mail(number: usize, padding: usize) -> Vec<u8> {
    let mut mail = format!(
        "From: Brightloom <jobs@brightloom.example>\r\nSubject: Mail {number}\r\nMessage-ID: <m{number}@brightloom.example>\r\n\r\nThank you for applying.\r\n"
    )
    .into_bytes();
    while mail.len() < padding {
        mail.extend_from_slice(&[b'x'; 76]);
        mail.extend_from_slice(b"\r\n");
    }
    mail
}

fn is_mail(raw: &[u8], number: usize) -> bool {
    String::from_utf8_lossy(raw).contains(&format!("Subject: Mail {number}\r\n"))
}

#[tokio::test]
async fn a_mailbox_is_read_once_in_batches_and_stays_as_it_was() {
    let dovecot = Dovecot::start();
    let mut client = dovecot.client();
    for number in 1..=5 {
        client.append("INBOX", &mail(number, 0));
    }
    let mut connection = plain_connector(&dovecot).connect(&plain_account(&dovecot)).await.unwrap();
    let first = connection.fetch(Cursor::default(), None, 3).await.unwrap();
    assert!(first.more && !first.started_over && first.unreadable.is_empty());
    assert_eq!(first.mails.iter().map(|mail| mail.uid).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(is_mail(&first.mails[0].raw, 1) && is_mail(&first.mails[2].raw, 3));
    assert!(first.mails[0].received_at.is_some());
    let second = connection.fetch(first.cursor, None, 3).await.unwrap();
    assert!(!second.more && is_mail(&second.mails[1].raw, 5));
    assert_eq!(second.mails.len(), 2);
    let nothing = connection.fetch(second.cursor, None, 3).await.unwrap();
    assert!(nothing.mails.is_empty() && !nothing.more);
    assert_eq!(nothing.cursor, second.cursor);
    client.append("INBOX", &mail(6, 0));
    let news = connection.fetch(nothing.cursor, None, 3).await.unwrap();
    assert_eq!(news.mails.len(), 1);
    assert!(is_mail(&news.mails[0].raw, 6));
    connection.close().await;
    // A new connection goes on where the last one was.
    let mut again = plain_connector(&dovecot).connect(&plain_account(&dovecot)).await.unwrap();
    assert!(again.fetch(news.cursor, None, 3).await.unwrap().mails.is_empty());
    client.run("SELECT INBOX");
    let flags = client.run("FETCH 1:* FLAGS");
    assert_eq!(flags.matches("FETCH").count(), 6);
    assert!(!flags.contains("Seen"), "{flags}");
}

#[tokio::test]
async fn mail_from_before_the_first_day_is_left_alone() {
    let dovecot = Dovecot::start();
    let mut client = dovecot.client();
    client.append("INBOX \"07-Mar-2020 09:05:11 +0100\"", &mail(1, 0));
    client.append("INBOX \"07-Mar-2026 09:05:11 +0100\"", &mail(2, 0));
    let mut connection = plain_connector(&dovecot).connect(&plain_account(&dovecot)).await.unwrap();
    let since = NaiveDate::from_ymd_opt(2026, 1, 1);
    let batch = connection.fetch(Cursor::default(), since, 10).await.unwrap();
    assert_eq!(batch.mails.len(), 1);
    assert!(is_mail(&batch.mails[0].raw, 2));
    assert_eq!(batch.mails[0].received_at.unwrap().to_rfc3339(), "2026-03-07T08:05:11+00:00");
    let none = connection.fetch(Cursor::default(), NaiveDate::from_ymd_opt(2027, 1, 1), 10).await.unwrap();
    assert!(none.mails.is_empty());
    assert_eq!(none.cursor.last_uid, 2, "what is too old is passed over for good");
}

#[tokio::test]
async fn a_folder_that_was_made_anew_is_read_from_the_start() {
    let dovecot = Dovecot::start();
    let mut client = dovecot.client();
    // Its name needs the protocol's own alphabet.
    client.run("CREATE Bewerbungen-&APw-");
    client.append("Bewerbungen-&APw-", &mail(1, 0));
    client.append("Bewerbungen-&APw-", &mail(2, 0));
    let account = Account { folder: "Bewerbungen-ü".to_owned(), ..plain_account(&dovecot) };
    let mut connection = plain_connector(&dovecot).connect(&account).await.unwrap();
    let before = connection.fetch(Cursor::default(), None, 10).await.unwrap();
    assert_eq!(before.mails.len(), 2);
    connection.close().await;
    client.run("DELETE Bewerbungen-&APw-");
    client.run("CREATE Bewerbungen-&APw-");
    client.append("Bewerbungen-&APw-", &mail(3, 0));
    let mut connection = plain_connector(&dovecot).connect(&account).await.unwrap();
    let after = connection.fetch(before.cursor, None, 10).await.unwrap();
    assert!(after.started_over);
    assert_ne!(after.cursor.uid_validity, before.cursor.uid_validity);
    assert_eq!(after.mails.len(), 1);
    assert!(is_mail(&after.mails[0].raw, 3));
}

#[tokio::test]
async fn large_mail_comes_whole_and_beyond_the_limit_cut() {
    let dovecot = Dovecot::start();
    let mut client = dovecot.client();
    let ten = mail(1, 10 * 1024 * 1024);
    client.append("INBOX", &ten);
    client.append("INBOX", &mail(2, 0));
    client.append("INBOX", &mail(3, 20 * 1024 * 1024));
    let mut connection = plain_connector(&dovecot).connect(&plain_account(&dovecot)).await.unwrap();
    let batch = connection.fetch(Cursor::default(), None, 10).await.unwrap();
    assert_eq!(batch.mails.len(), 3);
    assert!(batch.mails[0].raw == ten, "ten megabytes arrive whole");
    assert!(is_mail(&batch.mails[1].raw, 2));
    assert_eq!(batch.mails[2].raw.len(), tracking::email::MAX_MAIL_BYTES);
    assert!(!batch.more);
}

#[tokio::test]
async fn tls_and_starttls_are_spoken_to_the_name_in_the_certificate() {
    let dovecot = Dovecot::start();
    dovecot.client().append("INBOX", &mail(1, 0));
    for (address, security) in [(dovecot.tls, Security::Tls), (dovecot.plain, Security::StartTls)] {
        let connector = trusting(&dovecot, address);
        let mut connection = connector.connect(&account(HOST, address, security)).await.unwrap();
        assert_eq!(connection.fetch(Cursor::default(), None, 10).await.unwrap().mails.len(), 1);
        connection.close().await;
    }
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_refused() {
    let dovecot = Dovecot::start();
    let untrusting = Connector::new(Egress::public().with_name(HOST, dovecot.tls).unwrap());
    let error = untrusting.connect(&account(HOST, dovecot.tls, Security::Tls)).await.unwrap_err();
    assert!(matches!(error, ImapError::Tls { .. }), "{error}");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(dovecot.authority()).unwrap()).unwrap();
    let other_name = Egress::public().with_name("other.test", dovecot.tls).unwrap();
    let connector = Connector::trusting(other_name, roots);
    let error = connector.connect(&account("other.test", dovecot.tls, Security::Tls)).await.unwrap_err();
    assert!(matches!(error, ImapError::Tls { .. }), "{error}");
    // TLS to a port that speaks in the open.
    let connector = trusting(&dovecot, dovecot.plain);
    let error = connector.connect(&account(HOST, dovecot.plain, Security::Tls)).await.unwrap_err();
    assert!(matches!(error, ImapError::Tls { .. }), "{error}");
}

#[tokio::test]
async fn a_server_without_starttls_is_refused_before_the_password() {
    let dovecot = Dovecot::start_with("ssl = no");
    let connector = trusting(&dovecot, dovecot.plain);
    let error = connector.connect(&account(HOST, dovecot.plain, Security::StartTls)).await.unwrap_err();
    assert!(matches!(error, ImapError::NoStartTls(_)), "{error}");
    assert!(error.needs_person());
}

#[tokio::test]
async fn a_wrong_password_is_told_and_never_shown() {
    let dovecot = Dovecot::start();
    let account = Account { password: SecretString::from("not-the-password"), ..plain_account(&dovecot) };
    assert!(!format!("{account:?}").contains("not-the-password"));
    let error = plain_connector(&dovecot).connect(&account).await.unwrap_err();
    assert!(matches!(error, ImapError::WrongPassword { .. }), "{error:?}");
    let sentence = error.to_string();
    assert!(sentence.contains("Authentication failed") && sentence.contains("app password"), "{sentence}");
    assert!(!format!("{error:?} {error}").contains("not-the-password"));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let dovecot = Dovecot::start();
    let account = Account { folder: "Nowhere\r\nx DELETE INBOX".to_owned(), ..plain_account(&dovecot) };
    let mut connection = plain_connector(&dovecot).connect(&account).await.unwrap();
    let error = connection.fetch(Cursor::default(), None, 10).await.unwrap_err();
    assert!(matches!(error, ImapError::NoFolder { .. }), "{error}");
}

#[tokio::test]
async fn a_wait_ends_with_the_next_mail() {
    let dovecot = Dovecot::start();
    let mut client = dovecot.client();
    let mut connection = plain_connector(&dovecot).connect(&plain_account(&dovecot)).await.unwrap();
    let start = connection.fetch(Cursor::default(), None, 10).await.unwrap();
    assert_eq!(connection.wait(Duration::from_millis(300)).await.unwrap(), Woken::Quiet);
    let began = Instant::now();
    let sender = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        client.append("INBOX", &mail(1, 0));
        client
    });
    assert_eq!(connection.wait(Duration::from_secs(20)).await.unwrap(), Woken::News);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let batch = connection.fetch(start.cursor, None, 10).await.unwrap();
    assert_eq!(batch.mails.len(), 1);
    // Mail that came between fetching and waiting wakes at once.
    sender.join().unwrap().append("INBOX", &mail(2, 0));
    assert_eq!(connection.wait(Duration::from_secs(20)).await.unwrap(), Woken::News);
    assert_eq!(connection.fetch(batch.cursor, None, 10).await.unwrap().mails.len(), 1);
}

#[tokio::test]
async fn a_server_that_cannot_call_is_asked() {
    let dovecot = Dovecot::start_with("imap_capability = IMAP4rev1");
    let mut connection = plain_connector(&dovecot).connect(&plain_account(&dovecot)).await.unwrap();
    let start = connection.fetch(Cursor::default(), None, 10).await.unwrap();
    dovecot.client().append("INBOX", &mail(1, 0));
    assert_eq!(connection.wait(Duration::from_millis(500)).await.unwrap(), Woken::News);
    assert_eq!(connection.fetch(start.cursor, None, 10).await.unwrap().mails.len(), 1);
}

#[tokio::test]
async fn a_server_that_went_away_is_an_error_and_no_hang() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"* OK x\r\n").unwrap();
        let read = stream.read(&mut [0; 256]).unwrap();
        assert!(read > 0);
        stream.write_all(b"A0001 OK x\r\n* 1 EXI").unwrap();
    });
    let error = fetched_from(address).await.unwrap_err();
    assert!(matches!(error, ImapError::Lost(_)), "{error:?}");
    assert!(!error.needs_person());
}

#[tokio::test]
async fn large_numbers_are_searched_window_by_window() {
    let ok = || "{tag} OK x\r\n".to_owned();
    let opened = OPENED.replace("UIDNEXT 9", "UIDNEXT 120000");
    let found = "* SEARCH 100003\r\n{tag} OK x\r\n".to_owned();
    let size = "* 1 FETCH (UID 100003 RFC822.SIZE 5)\r\n{tag} OK x\r\n".to_owned();
    let body = "* 1 FETCH (UID 100003 BODY[]<0> {5}\r\nhello)\r\n{tag} OK x\r\n".to_owned();
    let address = script("* OK x\r\n", vec![ok(), opened, ok(), ok(), found, size, body]);
    let batch = fetched_from(address).await.unwrap();
    assert_eq!(batch.mails.len(), 1);
    assert_eq!((batch.cursor.last_uid, batch.more), (119_999, false));
}

#[tokio::test]
async fn where_nobody_listens_and_where_nobody_may_go() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let connector = Connector::new(Egress::allowing(vec![free]));
    let error = connector.connect(&account("127.0.0.1", free, Security::Plain)).await.unwrap_err();
    assert!(matches!(error, ImapError::Unreachable { .. }), "{error:?}");
    let public = Connector::new(Egress::public());
    let refused = ["127.0.0.1", "10.0.0.1", "localhost", "[::1]", "169.254.169.254"];
    for host in refused {
        let account = Account { port: 993, ..account(host, free, Security::Tls) };
        let error = public.connect(&account).await.unwrap_err();
        assert!(matches!(error, ImapError::Refused { .. }), "{host}: {error:?}");
    }
    // Not a port of mail's.
    let account = Account { port: 22, ..account("9.9.9.9", free, Security::Tls) };
    assert!(matches!(public.connect(&account).await.unwrap_err(), ImapError::Refused { .. }));
    // An allowed web port of this machine does not open its mail port.
    let web = Connector::new(Egress::allowing(vec!["127.0.0.1:443".parse().unwrap()]));
    let account = Account { port: 993, ..account };
    let account = Account { host: "127.0.0.1".to_owned(), ..account };
    assert!(matches!(web.connect(&account).await.unwrap_err(), ImapError::Refused { .. }));
}

#[tokio::test]
async fn a_password_never_travels_in_the_open() {
    let connector = Connector::new(Egress::public());
    let public = Account { port: 143, ..account("9.9.9.9", "127.0.0.1:1".parse().unwrap(), Security::Plain) };
    let error = connector.connect(&public).await.unwrap_err();
    assert!(matches!(error, ImapError::PlainRefused(_)), "{error:?}");
    let unknown =
        Account { host: "no-such-host.invalid".to_owned(), security: Security::Tls, port: 993, ..public };
    let error = connector.connect(&unknown).await.unwrap_err();
    assert!(matches!(error, ImapError::UnknownHost { .. }), "{error:?}");
}

/// A server that answers the n-th line it reads with the n-th of `answers`, `{tag}` filled in.
fn script(greeting: &'static str, answers: Vec<String>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(greeting.as_bytes()).unwrap();
        for answer in answers {
            let mut line = Vec::new();
            let mut byte = [0];
            while stream.read(&mut byte).unwrap_or(0) == 1 && byte[0] != b'\n' {
                line.push(byte[0]);
            }
            let tag = String::from_utf8_lossy(&line).split(' ').next().unwrap_or_default().to_owned();
            if stream.write_all(answer.replace("{tag}", &tag).as_bytes()).is_err() {
                return;
            }
        }
        // Held open until the client leaves.
        let _ = stream.read(&mut [0; 64]);
    });
    address
}

async fn fetched_from(address: SocketAddr) -> Result<tracking::imap::Batch, ImapError> {
    let connector = Connector::new(Egress::allowing(vec![address]));
    let mut connection = connector.connect(&account("127.0.0.1", address, Security::Plain)).await?;
    connection.fetch(Cursor::default(), None, 10).await
}

const OPENED: &str =
    "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n{tag} OK [READ-ONLY] x\r\n";

#[tokio::test]
async fn hostile_servers_end_in_a_sentence() {
    let ok = || "{tag} OK x\r\n".to_owned();
    let cases: Vec<(&str, SocketAddr)> = vec![
        ("not IMAP", script("HTTP/1.1 400 Bad Request\r\n\r\n", vec![])),
        ("endless", script("* OK x\r\n", vec![ok(), "* OK y\r\n".repeat(600_000)])),
        ("no line end", script("* OK x\r\n", vec![ok(), "y".repeat(4_000_000)])),
        (
            "deep",
            script("* OK x\r\n", vec![ok(), format!("* 1 FETCH (BODYSTRUCTURE {}", "(".repeat(500_000))]),
        ),
        ("huge literal", script("* OK x\r\n", vec![ok(), "* 1 FETCH (BODY[] {4294967295}\r\nx".to_owned()])),
        ("large literal", script("* OK x\r\n", vec![ok(), "* 1 FETCH (BODY[] {500000000}\r\nx".to_owned()])),
        ("no UIDVALIDITY", script("* OK x\r\n", vec![ok(), ok()])),
    ];
    for (name, address) in cases {
        let error = fetched_from(address).await.expect_err(name);
        assert!(matches!(error, ImapError::Strange { .. }), "{name}: {error:?}");
        assert!(error.to_string().len() < 400, "{name}: {error}");
    }
}

#[tokio::test]
async fn what_a_server_does_not_give_is_passed_over_by_name() {
    let ok = || "{tag} OK x\r\n".to_owned();
    let no = || "{tag} NO broken message\r\n".to_owned();
    let sizes =
        "* 1 FETCH (UID 3 RFC822.SIZE 10)\r\n* 2 FETCH (UID 4 RFC822.SIZE 10)\r\n{tag} OK x\r\n".to_owned();
    let good = "* 2 FETCH (UID 4 INTERNALDATE \" 7-Mar-2026 09:05:11 +0100\" BODY[]<0> {5}\r\nhello)\r\n{tag} OK x\r\n";
    let address = script(
        "* OK x\r\n",
        vec![
            ok(),
            OPENED.to_owned(),
            "* SEARCH 4 3\r\n{tag} OK x\r\n".to_owned(),
            sizes,
            no(),
            no(),
            good.to_owned(),
        ],
    );
    let batch = fetched_from(address).await.unwrap();
    assert_eq!(batch.unreadable, [3]);
    assert_eq!(batch.mails.len(), 1);
    assert_eq!((batch.mails[0].uid, batch.mails[0].raw.as_slice()), (4, b"hello".as_slice()));
    assert_eq!(batch.cursor, Cursor { uid_validity: 7, last_uid: 8 });
}

#[tokio::test]
async fn a_server_that_cannot_just_now_is_not_a_wrong_password() {
    let busy = script("* OK x\r\n", vec!["{tag} NO [UNAVAILABLE] Try later\r\n".to_owned()]);
    let error = fetched_from(busy).await.unwrap_err();
    assert!(matches!(error, ImapError::Busy { .. }), "{error:?}");
    let full = script("* BYE Too many connections\r\n", vec![]);
    let error = fetched_from(full).await.unwrap_err();
    assert!(error.to_string().contains("Too many connections"), "{error}");
    // A search that fails is not "no news".
    let ok = || "{tag} OK x\r\n".to_owned();
    let failing = script("* OK x\r\n", vec![ok(), OPENED.to_owned(), "{tag} NO disk trouble\r\n".to_owned()]);
    let error = fetched_from(failing).await.unwrap_err();
    assert!(matches!(error, ImapError::Busy { .. }), "{error:?}");
}
