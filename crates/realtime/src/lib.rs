//! The WebSocket: authenticate, subscribe, replay, then live.
