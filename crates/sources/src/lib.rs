//! Job boards: fetch, parse, normalise, de-duplicate, detect closed.
