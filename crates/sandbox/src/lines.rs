//! Files of one JSON value per line, to which is only ever appended.

use crate::Error;
use serde::de::DeserializeOwned;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// All whole lines of the file, in order; none when there is no file. A last line cut off by a crash is passed over.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
    };
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|source| Error::BadLine {
                path: path.to_owned(),
                line: number + 1,
                source,
            })
        })
        .collect()
}

/// The file opened for appending. A last line cut off by a crash is removed first, so that the next begins on its own.
pub(crate) fn appender(path: &Path) -> Result<File, Error> {
    let failed = |source| Error::Open { path: path.to_owned(), source };
    let mut file = OpenOptions::new().create(true).read(true).append(true).open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    file.read_to_end(&mut bytes).map_err(failed)?;
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if whole < bytes.len() {
        file.set_len(whole as u64).map_err(failed)?;
        file.sync_all().map_err(failed)?;
    }
    Ok(file)
}

/// Appends one line and returns when it is on the disk.
pub(crate) fn append_synced<T: serde::Serialize>(file: &mut File, value: &T) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    file.write_all(&line)?;
    file.sync_all()
}
