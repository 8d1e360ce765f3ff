//! Real Chromium against small careers sites on this machine.

mod again;
mod canaries;
mod crash;
mod forms;
mod gate;
mod hostile;
mod limits;
mod live;
mod model;
mod moving;
mod overlays;
mod probe;
mod resend;
mod session;
mod site;
mod watch;
mod widgets;
