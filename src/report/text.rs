//! How numbers, amounts and times are written for people.

use std::time::Duration;

use crate::money::Money;

/// `1214` as `1,214`.
pub fn count(number: usize) -> String {
    grouped(&number.to_string())
}

/// An amount with its thousands apart: `-1,429,863.05`.
pub fn amount(money: Money) -> String {
    let text = money.to_string();
    let (minus, plain) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, cents) = plain.split_once('.').unwrap_or((plain, "00"));
    format!("{minus}{}.{cents}", grouped(whole))
}

/// A gap as per cent with three places: `0.000412` as `0.041 %`. A gap that isn't nought never reads as nought.
pub fn percent(gap: f64) -> String {
    if gap > 0.0 && gap < 0.000_005 { "< 0.001 %".to_owned() } else { format!("{:.3} %", gap * 100.0) }
}

/// A running time: `0.42 s`, `17.3 s`, `4 min 05 s`, `1 h 02 min`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.2} s", time.as_secs_f64()),
        10..100 => format!("{:.1} s", time.as_secs_f64()),
        100..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// `text` with control characters replaced, so that no name in a file can steer a terminal.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_counts_have_their_thousands_apart() {
        assert_eq!(amount(Money(142_986_305)), "1,429,863.05");
        assert_eq!(amount(Money(-123_456)), "-1,234.56");
        assert_eq!(amount(Money(99_999)), "999.99");
        assert_eq!(amount(Money(-5)), "-0.05");
        assert_eq!(count(1214), "1,214");
        assert_eq!(count(999), "999");
    }

    #[test]
    fn a_small_gap_is_not_hidden() {
        assert_eq!(percent(0.0), "0.000 %");
        assert_eq!(percent(0.000_001), "< 0.001 %");
        assert_eq!(percent(0.000_412), "0.041 %");
        assert_eq!(percent(1.0), "100.000 %");
    }

    #[test]
    fn times_read_easily() {
        assert_eq!(duration(Duration::from_millis(420)), "0.42 s");
        assert_eq!(duration(Duration::from_secs(245)), "4 min 05 s");
        assert_eq!(duration(Duration::from_secs(3720)), "1 h 02 min");
    }

    #[test]
    fn control_characters_never_reach_a_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\n"), "a\u{fffd}[2Jb\u{fffd}");
    }
}
