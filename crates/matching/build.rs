//! Tells apart builds that take jobs apart differently: what one of them kept in the store is nothing to another.

use std::fs;
use std::path::Path;

/// What decides how a job is taken apart: this crate, and the words and folding of the domain.
const SOURCES: [&str; 2] = ["src", "../domain/src"];
/// FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

fn main() {
    let mut hash = START;
    for folder in SOURCES {
        println!("cargo::rerun-if-changed={folder}");
        add(Path::new(folder), &mut hash);
    }
    println!("cargo::rustc-env=MATCHING_FINGERPRINT={}", hash.cast_signed());
}

fn add(path: &Path, hash: &mut u64) {
    let mut mix =
        |bytes: &[u8]| bytes.iter().for_each(|byte| *hash = (*hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    if path.is_file() {
        mix(path.to_string_lossy().as_bytes());
        return mix(&fs::read(path).expect("a source file can be read"));
    }
    let entries = fs::read_dir(path).expect("a source folder can be read");
    let mut paths: Vec<_> =
        entries.map(|entry| entry.expect("a source folder can be listed").path()).collect();
    paths.sort();
    paths.iter().for_each(|path| add(path, hash));
}
