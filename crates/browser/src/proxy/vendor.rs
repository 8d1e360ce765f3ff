//! Where Chromium calls by itself. Nothing of it is let through.

/// Services of the browser's vendor that Chromium calls by itself, whatever its flags (measured on Chromium 156).
pub(super) const VENDOR_HOSTS: [&str; 11] = [
    "accounts.google.com",
    "update.googleapis.com",
    "clients.google.com",
    "clients1.google.com",
    "clients2.google.com",
    "clients4.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "safebrowsing.googleapis.com",
    "edgedl.me.gvt1.com",
    "redirector.gvt1.com",
];
