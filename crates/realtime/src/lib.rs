//! The WebSocket at `/ws/realtime/`: subscribe, replay from a cursor, then live.
//!
//! Who may connect is decided before ([`serve`] is given a [`UserId`]). The socket never decides and
//! never skips: durable events go out in the order of their numbers, a cursor that cannot be continued
//! gets `reset`, and every ping carries the number up to which the connection is complete.

mod protocol;
mod session;
mod wire;

pub use protocol::{ClientMessage, CloseCode, Cursor, EventFilter, ResetReason, ServerMessage};
pub use session::{Ends, MAX_MESSAGE_BYTES, READ_BUFFER_BYTES, WRITE_BUFFER_BYTES, serve};
pub use wire::{Wire, WireEnd, Wires};
