//! Mail, portals and pages become observations, stages and interviews.
