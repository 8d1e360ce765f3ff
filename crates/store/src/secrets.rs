//! Secrets at rest: one root key in a file, one data key per user, XChaCha20-Poly1305 per value.
//!
//! Each sealed value is bound to its place (table, column, row, user), so that a value copied to
//! another row or another user does not open. Deleting a user's data key makes all their secrets
//! unreadable, in backups too. The blob is `version (1) | key id (1) | nonce (24) | ciphertext`.

use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};

use crate::{Result, StoreError};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const BLOB_VERSION: u8 = 1;
/// The id of the root key in use; grows when keys are rotated.
const KEY_ID: u8 = 1;
const CHECK_PLACE: &str = "meta|key_check";
const CHECK_TEXT: &[u8] = b"jobwire";

/// The root key.
pub struct Keyring {
    root: SecretBox<[u8; KEY_BYTES]>,
}

/// A user's own key, unwrapped.
pub struct UserKey {
    key: SecretBox<[u8; KEY_BYTES]>,
    user: String,
}

impl Keyring {
    /// Reads the root key, or makes it (mode 0600, flushed to disk) when the file does not exist.
    ///
    /// Refuses a file that is a symbolic link, belongs to somebody else, or that others may read.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            make_key_file(path).map_err(|error| {
                StoreError::KeyFile(format!("The key file {} cannot be made: {error}.", path.display()))
            })?;
        }
        let text = read_key_file(path)?;
        let bytes: [u8; KEY_BYTES] =
            BASE64.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
                StoreError::KeyFile(format!("The key file {} does not hold a key.", path.display()))
            })?;
        Ok(Self { root: SecretBox::new(Box::new(bytes)) })
    }

    /// A new user key, wrapped for the user's row.
    pub fn new_user_key(&self, user: &str) -> Result<Vec<u8>> {
        let key: [u8; KEY_BYTES] = rand::random();
        seal(self.root.expose_secret(), &key_place(user), &key)
    }

    /// The user's key from their row.
    pub fn user_key(&self, user: &str, wrapped: &[u8]) -> Result<UserKey> {
        let bytes = open(self.root.expose_secret(), &key_place(user), wrapped)?;
        let key = bytes.try_into().map_err(|_| StoreError::Sealed)?;
        Ok(UserKey { key: SecretBox::new(Box::new(key)), user: user.to_owned() })
    }

    pub(crate) fn new_check(&self) -> Result<String> {
        Ok(BASE64.encode(seal(self.root.expose_secret(), CHECK_PLACE, CHECK_TEXT)?))
    }

    pub(crate) fn matches(&self, check: &str) -> bool {
        BASE64.decode(check).is_ok_and(|blob| open(self.root.expose_secret(), CHECK_PLACE, &blob).is_ok())
    }
}

impl UserKey {
    /// Seals `secret` for one place: `table|column|row`.
    pub fn seal(&self, place: &str, secret: &SecretString) -> Result<Vec<u8>> {
        seal(self.key.expose_secret(), &self.bind(place), secret.expose_secret().as_bytes())
    }

    /// Opens what was sealed for the same place and user.
    pub fn open(&self, place: &str, blob: &[u8]) -> Result<SecretString> {
        let bytes = open(self.key.expose_secret(), &self.bind(place), blob)?;
        String::from_utf8(bytes).map(SecretString::from).map_err(|_| StoreError::Sealed)
    }

    fn bind(&self, place: &str) -> String {
        format!("{place}|{}|{KEY_ID}", self.user)
    }
}

fn key_place(user: &str) -> String {
    format!("users|wrapped_key|{user}|{user}|{KEY_ID}")
}

fn seal(key: &[u8; KEY_BYTES], place: &str, plain: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE_BYTES] = rand::random();
    let payload = Payload { msg: plain, aad: place.as_bytes() };
    let sealed = XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| StoreError::Sealed)?;
    Ok([&[BLOB_VERSION, KEY_ID][..], &nonce, &sealed].concat())
}

fn open(key: &[u8; KEY_BYTES], place: &str, blob: &[u8]) -> Result<Vec<u8>> {
    let [BLOB_VERSION, KEY_ID, rest @ ..] = blob else { return Err(StoreError::Sealed) };
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(StoreError::Sealed)?;
    let payload = Payload { msg: sealed, aad: place.as_bytes() };
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| StoreError::Sealed)
}

fn make_key_file(path: &Path) -> std::io::Result<()> {
    let key: [u8; KEY_BYTES] = rand::random();
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(BASE64.encode(key).as_bytes())?;
    file.sync_all()
}

fn read_key_file(path: &Path) -> Result<String> {
    let refuse = |why: &str| StoreError::KeyFile(format!("The key file {} {why}.", path.display()));
    let meta = path.symlink_metadata().map_err(|error| refuse(&format!("cannot be read: {error}")))?;
    if !meta.is_file() {
        return Err(refuse("is not a regular file"));
    }
    if meta.permissions().mode() & 0o077 != 0 {
        return Err(refuse("can be read by others; make it private with chmod 600"));
    }
    if meta.uid() != nix::unistd::geteuid().as_raw() {
        return Err(refuse("belongs to another account"));
    }
    std::fs::read_to_string(path).map_err(|error| refuse(&format!("cannot be read: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring() -> Keyring {
        Keyring { root: SecretBox::new(Box::new([7; KEY_BYTES])) }
    }

    #[test]
    fn a_secret_opens_only_in_its_own_place_and_for_its_own_user() {
        let ring = keyring();
        let anna = ring.user_key("a", &ring.new_user_key("a").unwrap()).unwrap();
        let wrapped_b = ring.new_user_key("b").unwrap();
        let ben = ring.user_key("b", &wrapped_b).unwrap();
        let blob = anna.seal("mailboxes|password|1", &"hunter2".into()).unwrap();
        assert_eq!(anna.open("mailboxes|password|1", &blob).unwrap().expose_secret(), "hunter2");
        assert!(anna.open("mailboxes|password|2", &blob).is_err());
        assert!(ben.open("mailboxes|password|1", &blob).is_err());
        assert!(ring.user_key("a", &wrapped_b).is_err(), "a key copied from another user's row");
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let ring = keyring();
        let key = ring.user_key("a", &ring.new_user_key("a").unwrap()).unwrap();
        let blob = key.seal("t|c|1", &"secret".into()).unwrap();
        for at in 0..blob.len() {
            let mut changed = blob.clone();
            changed[at] ^= 1;
            assert!(key.open("t|c|1", &changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.key");
        Keyring::open(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keyring::open(&path), Err(StoreError::KeyFile(_))));
    }
}
