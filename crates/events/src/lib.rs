//! The durable log read back: cursors and fan-out.
