use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::{ApplicationId, MailboxId, Stage, UserId};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::SecretString;
use store::Store;
use store::mail::{Mailbox, MailboxPlace};
use testkit::{TestStore, a_posting, a_sent_application, a_user, sqlite};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracking::email::auth::Trust;
use tracking::imap::Connector;
use tracking::watch::Watch;

use crate::dovecot::{Dovecot, HOST, PASSWORD, USER};

/// Longer than any machine needs; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

const ACKNOWLEDGEMENT: &str = "Message-ID: <ack@nordlicht.example>\r\n\
    From: Nordlicht Systems <jobs@nordlicht.example>\r\nTo: a@mail.example\r\n\
    Subject: Your application as Backend Engineer (Rust)\r\n\r\n\
    Thank you for applying to Nordlicht Systems. We have received your application.\r\n";

struct Watched {
    store: TestStore,
    user: UserId,
    application: ApplicationId,
    wake: Arc<Notify>,
    stop: CancellationToken,
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn watch(place: MailboxPlace, password: Option<&str>, connector: Connector) -> Watched {
    let store = sqlite().await;
    let user = a_user(&store, "a@mail.example").await;
    let application = a_sent_application(&store, user, a_posting()).await.application.id;
    let mut tx = store.begin().await.unwrap();
    let password = password.map(SecretString::from);
    tx.add_mailbox(user, &place, password.as_ref()).await.unwrap();
    tx.commit().await.unwrap();
    let (wake, stop) = (Arc::new(Notify::new()), CancellationToken::new());
    let watcher = Watch {
        store: Store::clone(&store),
        mailbox: store.watched_mailboxes().await.unwrap().remove(0),
        connector,
        trust: Trust::default(),
        wake: wake.clone(),
        stop: stop.clone(),
    };
    tokio::spawn(watcher.run());
    Watched { store, user, application, wake, stop }
}

impl Watched {
    async fn mailbox(&self) -> Mailbox {
        self.store.mailboxes(self.user).await.unwrap().remove(0)
    }

    async fn until_status(&self, status: &str) -> Mailbox {
        let reached = async {
            while self.mailbox().await.status != status {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, reached)
            .await
            .unwrap_or_else(|_| panic!("the mailbox never is {status}"));
        self.mailbox().await
    }

    async fn until_acknowledged(&self) {
        let reached = async {
            loop {
                let now = self.store.application(self.user, self.application).await.unwrap().unwrap();
                if now.application.stage == Stage::Acknowledged {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, reached).await.expect("the mail moves its application");
    }
}

fn maildir(folder: &Path) -> MailboxPlace {
    for part in ["new", "cur", "tmp"] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
    }
    MailboxPlace::Maildir { path: folder.display().to_string() }
}

/// Believes the test's authority and may reach the server by the name in its certificate.
fn trusting(dovecot: &Dovecot) -> Connector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(dovecot.authority()).unwrap()).unwrap();
    Connector::trusting(net::Egress::public().with_name(HOST, dovecot.tls).unwrap(), roots)
}

fn nowhere() -> Connector {
    Connector::new(net::Egress::public())
}

#[tokio::test]
async fn a_mail_delivered_to_a_folder_moves_its_application() {
    let folder = tempfile::tempdir().unwrap();
    let watched = watch(maildir(folder.path()), None, nowhere()).await;
    watched.until_status("healthy").await;
    std::fs::write(folder.path().join("tmp/1"), ACKNOWLEDGEMENT).unwrap();
    std::fs::rename(folder.path().join("tmp/1"), folder.path().join("new/1")).unwrap();
    watched.until_acknowledged().await;
    assert!(folder.path().join("new/1").exists(), "nothing in a mailbox is ever changed");
}

#[tokio::test]
async fn a_folder_that_is_gone_is_told_and_read_again_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let place = MailboxPlace::Maildir { path: folder.path().join("later").display().to_string() };
    let watched = watch(place, None, nowhere()).await;
    let failing = watched.until_status("failing").await;
    assert!(failing.problem.unwrap().contains("not a Maildir"));
    maildir(&folder.path().join("later"));
    watched.wake.notify_one();
    watched.until_status("healthy").await;
}

#[tokio::test]
async fn a_mail_on_a_server_moves_its_application_and_is_not_fetched_again() {
    let dovecot = Dovecot::start();
    let connector = trusting(&dovecot);
    let place =
        MailboxPlace::Imap { host: HOST.to_owned(), port: dovecot.tls.port(), username: USER.to_owned() };
    let watched = watch(place, Some(PASSWORD), connector).await;
    watched.until_status("healthy").await;
    dovecot.client().append("INBOX", ACKNOWLEDGEMENT.as_bytes());
    watched.until_acknowledged().await;
    let id = MailboxId(watched.mailbox().await.id);
    // How far it came is noted after what it brought was taken in.
    let noted = async {
        while watched.store.mailbox_cursor(id).await.unwrap().last_uid == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, noted).await.expect("the next reading begins behind it");
}

#[tokio::test]
async fn a_wrong_password_is_told_and_not_tried_again_and_again() {
    let dovecot = Dovecot::start();
    let connector = trusting(&dovecot);
    let place =
        MailboxPlace::Imap { host: HOST.to_owned(), port: dovecot.tls.port(), username: USER.to_owned() };
    let watched = watch(place, Some("not the password"), connector).await;
    let failing = watched.until_status("failing").await;
    let problem = failing.problem.unwrap();
    assert!(problem.contains("password") && !problem.contains("not the password"), "{problem}");
}
