//! Which folders of this machine a person's mailbox may be, so that nobody reads another's mail.

use std::path::{Path, PathBuf};

use store::users::User;

use crate::app::App;
use crate::demo;
use crate::problem::{ApiResult, Problem};

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
