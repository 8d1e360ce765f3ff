//! Delivers into a Maildir: the whole message is on the disk under `tmp` before its name appears under `new`.

use crate::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The Maildir of an address: the address in lower case, with every character a file name should not hold replaced by `_`.
#[must_use]
pub fn maildir_of(mail_dir: &Path, address: &str) -> PathBuf {
    let name: String = address
        .trim()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "@._+-".contains(c) { c } else { '_' })
        .collect();
    let name = match name.strip_prefix('.') {
        Some(rest) => format!("_{rest}"),
        None if name.is_empty() => "_".to_owned(),
        None => name,
    };
    mail_dir.join(name)
}

/// Creates the three folders of a Maildir, if they are not there.
pub(crate) fn create(maildir: &Path) -> Result<(), Error> {
    for folder in ["tmp", "new", "cur"] {
        let path = maildir.join(folder);
        fs::create_dir_all(&path).map_err(|source| Error::Open { path, source })?;
    }
    Ok(())
}

/// Delivers a message under a name of its own. When a message of this name is there already, read or unread, nothing is
/// written: the name stands for the mail, and no mail is delivered twice.
pub(crate) fn deliver(maildir: &Path, name: &str, message: &[u8]) -> Result<PathBuf, Error> {
    create(maildir)?;
    if let Some(there) = find(maildir, name)? {
        return Ok(there);
    }
    let tmp = maildir.join("tmp").join(name);
    let new = maildir.join("new").join(name);
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&tmp)?;
        file.write_all(message)?;
        file.sync_all()?;
        fs::rename(&tmp, &new)?;
        File::open(maildir.join("new"))?.sync_all()
    };
    write().map_err(|source| Error::Write { what: "mail", source })?;
    Ok(new)
}

/// Delivers into the Maildir of an address.
pub(crate) fn deliver_to(mail_dir: &Path, address: &str, name: &str, message: &[u8]) -> Result<(), Error> {
    deliver(&maildir_of(mail_dir, address), name, message).map(drop)
}

/// A delivered message by its name; a reader may have moved it to `cur` and put flags behind the name.
fn find(maildir: &Path, name: &str) -> Result<Option<PathBuf>, Error> {
    for folder in ["new", "cur"] {
        let path = maildir.join(folder);
        let failed = |source| Error::Read { path: path.clone(), source };
        for entry in fs::read_dir(&path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name().to_string_lossy().split(':').next() == Some(name) {
                return Ok(Some(entry.path()));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_name_a_folder_outside() {
        let dir = Path::new("/mail");
        assert_eq!(maildir_of(dir, "Ada.L+x@Example.org"), Path::new("/mail/ada.l+x@example.org"));
        assert_eq!(maildir_of(dir, "../../etc"), Path::new("/mail/_._.._etc"));
        assert_eq!(maildir_of(dir, ""), Path::new("/mail/_"));
    }
}
