//! Resumes in, tailored resumes and cover letters out.
