//! The watched mailboxes: one watcher for each row, and which folders of this machine a mailbox may be, so
//! that nobody reads another's mail.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use domain::MailboxId;
use domain::event::HealthStatus;
use store::StoreError;
use store::mail::MailboxPlace;
use store::users::User;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracking::email::auth::Trust;
use tracking::imap::Connector;
use tracking::watch::Watch;

use crate::app::App;
use crate::demo;
use crate::problem::{ApiResult, Problem};
use crate::watch::Service;

/// The watchers of this process.
pub struct Watchers {
    app: App,
    connector: Connector,
    running: Mutex<HashMap<MailboxId, Running>>,
}

struct Running {
    place: MailboxPlace,
    stop: CancellationToken,
    wake: Arc<Notify>,
}

impl Watchers {
    /// None yet.
    pub fn new(app: &App) -> Self {
        let connector = Connector::new(app.egress.clone());
        Self { app: app.clone(), connector, running: Mutex::default() }
    }

    /// Starts a watcher for every mailbox that has none, ends those whose mailbox is gone, and wakes those
    /// whose owner asks for a reading.
    pub async fn reconcile(&self) -> Result<(), StoreError> {
        let wanted = self.app.store.watched_mailboxes().await?;
        {
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            running.retain(|id, one| {
                let stays = wanted.iter().any(|mailbox| mailbox.id == *id && mailbox.place == one.place);
                if !stays {
                    one.stop.cancel();
                }
                stays
            });
            for mailbox in &wanted {
                if let Some(one) = running.get(&mailbox.id) {
                    if mailbox.is_asked_for {
                        one.wake.notify_one();
                    }
                    continue;
                }
                let (stop, wake) = (self.app.stop.child_token(), Arc::new(Notify::new()));
                let watch = Watch {
                    store: self.app.store.clone(),
                    mailbox: mailbox.clone(),
                    connector: self.connector.clone(),
                    trust: self.trust(),
                    wake: wake.clone(),
                    stop: stop.clone(),
                };
                tokio::spawn(watch.run());
                running.insert(mailbox.id, Running { place: mailbox.place.clone(), stop, wake });
            }
        }
        self.tell_health().await
    }

    /// Whose check of a sender is believed: the set server's, in the demo that of its mail server.
    fn trust(&self) -> Trust {
        let demo = self.app.demo.then(|| sandbox::MAIL_SERVER.to_owned());
        Trust { authserv_id: demo.or_else(|| self.app.settings.authserv_id.clone()) }
    }

    async fn tell_health(&self) -> Result<(), StoreError> {
        let failing = self.app.store.count_failing_mailboxes().await?;
        let (status, message) = match failing {
            0 => (HealthStatus::Healthy, "Every mailbox can be read.".to_owned()),
            1 => (HealthStatus::Degraded, "One mailbox cannot be read; its owner sees why.".to_owned()),
            many => {
                (HealthStatus::Degraded, format!("{many} mailboxes cannot be read; their owners see why."))
            }
        };
        self.app.health.set(Service::Mail, status, message);
        Ok(())
    }
}

/// The folder `path` as it is kept, if this person may have it watched.
///
/// On a laptop – listening on this machine only, one account – any Maildir may be: whoever uses Jobwire
/// there can read those files anyway. Otherwise only a folder below `maildir_root` that carries the
/// account's id, which the operator makes for it. In the demo it is the folder of the account's address.
pub async fn allowed_maildir(app: &App, user: &User, path: &str) -> ApiResult<String> {
    let found = resolve(path).await;
    if app.settings.bind.is_loopback() && app.store.count_users().await? == 1 {
        return found.map(|found| found.display().to_string());
    }
    let own_places = [
        app.settings.maildir_root.as_ref().map(|root| root.join(user.id.to_string())),
        app.demo.then(|| sandbox::maildir_of(&demo::mail_folder(&app.settings), &user.email)),
    ];
    for place in own_places.into_iter().flatten() {
        let Ok(place) = tokio::fs::canonicalize(place).await else { continue };
        if let Ok(found) = &found
            && found.starts_with(place)
        {
            return Ok(found.display().to_string());
        }
    }
    // The same answer whether the folder exists or not: the server's folders are nobody's business.
    Err(Problem::invalid(
        "path",
        "This server has several users, so folders are only watched where its operator put them. Use IMAP instead.",
    ))
}

/// The folder without links on the way to it. It must be a Maildir.
async fn resolve(path: &str) -> ApiResult<PathBuf> {
    let path = Path::new(path);
    if !path.is_absolute() {
        return Err(Problem::invalid("path", "Give the whole path, beginning with /."));
    }
    let no_folder = || Problem::invalid("path", "There is no such folder, or Jobwire may not read it.");
    let found = tokio::fs::canonicalize(path).await.map_err(|_| no_folder())?;
    let is_maildir = tokio::fs::metadata(found.join("new")).await.is_ok_and(|meta| meta.is_dir());
    match is_maildir {
        true => Ok(found),
        false => Err(Problem::invalid(
            "path",
            "This is no Maildir: it holds no folder named new. Give the folder that holds new and cur.",
        )),
    }
}
