//! What is reported of a case's rounds.

/// The middle of the rounds, and how far apart they lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    pub median: f64,
    /// The distance between the quartiles, in percent of the median.
    pub spread: f64,
}

impl Summary {
    /// Sums up the rounds of a case; `None` if there are none.
    pub fn of(rounds: &[f64]) -> Option<Self> {
        let mut sorted = rounds.to_vec();
        sorted.sort_by(f64::total_cmp);
        let median = quantile(&sorted, 0.5)?;
        let distance = quantile(&sorted, 0.75)? - quantile(&sorted, 0.25)?;
        Some(Self {
            median,
            spread: 100.0 * distance / median,
        })
    }
}

/// A quantile of sorted numbers, between its two neighbours where it falls between them.
fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let place = part * (sorted.len().checked_sub(1)? as f64);
    let below = *sorted.get(place.floor() as usize)?;
    let above = *sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_quartiles() {
        let odd = Summary::of(&[5.0, 1.0, 3.0, 2.0, 4.0]).unwrap();
        assert_eq!(odd.median, 3.0);
        assert_eq!(odd.spread, 100.0 * 2.0 / 3.0);
        let even = Summary::of(&[1.0, 2.0, 4.0, 9.0]).unwrap();
        assert_eq!(even.median, 3.0);
        assert_eq!(Summary::of(&[7.0]).unwrap().spread, 0.0);
        assert_eq!(Summary::of(&[]), None);
    }
}
