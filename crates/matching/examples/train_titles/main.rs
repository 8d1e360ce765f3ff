//! Trains the title encoder: `cargo xtask train`. Reads the ESCO occupations beside the project, writes
//! `src/data/titles.bin`. The same seed gives the same file.
//!
//! `docs/decisions/0008-title-encoder.md` says what else was tried; the settings below are what was left.

mod compress;
mod contrast;
mod esco;

use std::path::PathBuf;
use std::time::Instant;

use matching::encoder::{DIMENSIONS, Weights};

use contrast::{Model, Settings};

fn main() {
    let settings = Settings::from_arguments(std::env::args().skip(1)).unwrap_or_else(|problem| {
        eprintln!("{problem}");
        std::process::exit(2)
    });
    let started = Instant::now();
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/taxonomies"));
    let occupations = esco::read(&folder).unwrap_or_else(|problem| {
        eprintln!("{problem}");
        std::process::exit(1)
    });
    let names: usize = occupations.iter().flat_map(|occupation| &occupation.names).map(Vec::len).sum();
    eprintln!("{} occupations with {names} names, {:.1?}", occupations.len(), started.elapsed());
    let mut model = Model::new(&occupations, &settings);
    eprintln!("{} pieces that two occupations share", model.pieces().len());
    for epoch in 1..=settings.epochs {
        let loss = model.train(&occupations, epoch);
        eprintln!("epoch {epoch} of {}: loss {loss:.4}, {:.0?}", settings.epochs, started.elapsed());
    }
    let (pieces, centres) = compress::compressed(&model, &occupations, DIMENSIONS);
    let bytes = Weights::new(&pieces, &centres).to_bytes();
    std::fs::write(&settings.out, &bytes).unwrap_or_else(|error| {
        eprintln!("{} cannot be written: {error}", settings.out.display());
        std::process::exit(1)
    });
    eprintln!("{}: {} KB, {:.0?}", settings.out.display(), bytes.len() / 1000, started.elapsed());
}
