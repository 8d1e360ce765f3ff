//! Headless Chromium: sessions, form reading and filling, watchdogs, egress proxy.
