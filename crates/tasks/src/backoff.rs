//! How long to wait before trying again.

use std::time::Duration;

/// The first delay.
const BASE_DELAY: Duration = Duration::from_secs(1);
/// The longest delay.
const MAX_DELAY: Duration = Duration::from_secs(15 * 60);

/// The delay before the try after `attempt` (from 1): doubling from 1 s to 15 min, of which a random
/// half is taken off so that many failures do not come back at once. `random` is from 0 to 1.
pub fn retry_delay(attempt: i32, random: f64) -> Duration {
    let doublings = u32::try_from(attempt.clamp(1, 20) - 1).expect("clamped to a small positive number");
    let full = BASE_DELAY.saturating_mul(1 << doublings).min(MAX_DELAY);
    full.mul_f64(1.0 - 0.5 * random.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_a_limit() {
        let seconds: Vec<u64> =
            [1, 2, 3, 10, 11, 99].map(|attempt| retry_delay(attempt, 0.0).as_secs()).to_vec();
        assert_eq!(seconds, [1, 2, 4, 512, 900, 900]);
        assert_eq!(retry_delay(3, 1.0).as_secs(), 2);
        assert_eq!(retry_delay(-5, 0.0).as_secs(), 1);
    }
}
