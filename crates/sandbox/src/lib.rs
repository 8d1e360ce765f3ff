//! Demo employers: careers sites in the manner of the big applicant tracking systems, and their mail.
