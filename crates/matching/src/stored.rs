//! Features of jobs as bytes, so that the index is built from the store without taking every job apart again.

use crate::features::JobFeatures;

/// Another build takes jobs apart differently: bytes with another fingerprint are not to be read. Made of the sources of
/// this crate and of the tables in it.
pub static FINGERPRINT: std::sync::LazyLock<i64> = std::sync::LazyLock::new(|| {
    env!("MATCHING_FINGERPRINT").parse().expect("the build script writes a number")
});

/// The bytes of a job's features: about as many as they take in memory.
pub fn write(features: &JobFeatures) -> Vec<u8> {
    postcard::to_stdvec(features).expect("what is written is numbers and texts")
}

/// The features these bytes hold; `None` when they hold none, for example half of them.
pub fn read(bytes: &[u8]) -> Option<JobFeatures> {
    postcard::from_bytes(bytes).ok()
}
