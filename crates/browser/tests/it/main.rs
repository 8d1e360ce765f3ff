//! Real Chromium against small careers sites on this machine.

mod forms;
mod gate;
mod probe;
mod session;
mod site;
