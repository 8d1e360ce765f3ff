//! Durable background work: typed tasks, leases with fencing, retries, schedules.
