//! What a cell may hold: one parser a kind of value, each noting its own faults.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use crate::feed::codes::{Country, Currency, Iata};
use crate::feed::faults;
use crate::feed::limits;
use crate::feed::raw::table::Cell;
use crate::feed::window::Weekdays;
use crate::money::{Decimal, Money};
use crate::time::Minutes;

/// An id: 1–64 of A–Z a–z 0–9 . _ - :
pub(crate) fn id(cell: Cell<'_>) -> Option<&str> {
    if is_id(cell.text) { Some(cell.text) } else { cell.fault(faults::bad_id(cell.at)) }
}

/// Whether `text` is an id.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':'))
}

/// Free text, for reports only.
pub(crate) fn text(cell: Cell<'_>) -> Option<String> {
    // Line breaks may come quoted; in a report they would break tables.
    let clean = cell.text.replace("\r\n", " ").replace('\n', " ");
    if clean.chars().count() > limits::TEXT_CHARS || clean.chars().any(char::is_control) {
        return cell.fault(faults::bad_text(cell.at, limits::TEXT_CHARS));
    }
    Some(clean)
}

/// A country.
pub(crate) fn country(cell: Cell<'_>) -> Option<Country> {
    match Country::new(cell.text).filter(is_country) {
        None => cell.fault(faults::unknown_country(cell.at)),
        country => country,
    }
}

/// Whether ISO 3166-1 assigns the code; Kosovo's user-assigned `XK` is taken too, as airlines and agencies do.
fn is_country(code: &Country) -> bool {
    code.as_str() == "XK" || rust_iso3166::from_alpha2(code.as_str()).is_some()
}

/// A currency.
pub(crate) fn currency(cell: Cell<'_>) -> Option<Currency> {
    match Currency::new(cell.text).filter(|code| iso_currency::Currency::from_code(code.as_str()).is_some()) {
        None => cell.fault(faults::unknown_currency(cell.at)),
        currency => currency,
    }
}

/// The form of an airport code.
pub(crate) fn iata(cell: Cell<'_>) -> Option<Iata> {
    match Iata::new(cell.text) {
        None => cell.fault(faults::bad_airport(cell.at)),
        code => code,
    }
}

/// A zone by its IANA name.
pub(crate) fn zone(cell: Cell<'_>) -> Option<Tz> {
    cell.text.parse().map_or_else(|_| cell.fault(faults::unknown_zone(cell.at)), Some)
}

/// Sign, whole part and decimal places of a plain decimal: ASCII digits, a minus and a point where need be.
fn plain(text: &str) -> Option<(bool, &str, &str)> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, places) = digits.split_once('.').map_or((digits, None), |(whole, places)| (whole, Some(places)));
    let sound = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (sound(whole) && places.is_none_or(sound)).then_some((negative, whole, places.unwrap_or_default()))
}

/// A whole number from `low` to `high`.
pub(crate) fn whole(low: i64, high: i64) -> impl Fn(Cell<'_>) -> Option<i64> {
    move |cell| {
        let Some((_, _, places)) = plain(cell.text) else {
            return cell.fault(faults::not_a_number(cell.at));
        };
        if cell.text.contains('.') || !places.is_empty() {
            return cell.fault(faults::not_whole(cell.at));
        }
        match cell.text.parse() {
            Ok(number) if (low..=high).contains(&number) => Some(number),
            _ => cell.fault(faults::out_of_range(cell.at, &low.to_string(), &high.to_string())),
        }
    }
}

/// A count from `low` to `high`.
pub(crate) fn count(low: u32, high: i64) -> impl Fn(Cell<'_>) -> Option<u32> {
    move |cell| whole(low.into(), high)(cell).and_then(|number| u32::try_from(number).ok())
}

/// An exact decimal from `low` to `high` with at most `places` places.
pub(crate) fn decimal(low: i64, high: i64, places: usize) -> impl Fn(Cell<'_>) -> Option<Decimal> {
    move |cell| {
        let Some((_, whole, fraction)) = plain(cell.text) else {
            return cell.fault(faults::not_a_number(cell.at));
        };
        let out_of_range = || cell.fault(faults::out_of_range(cell.at, &low.to_string(), &high.to_string()));
        if fraction.len() > places {
            return cell.fault(faults::too_many_places(cell.at, places as i64));
        }
        if whole.trim_start_matches('0').len() > 18 {
            return out_of_range();
        }
        let range = Decimal::from(low)..=Decimal::from(high);
        match cell.text.parse::<Decimal>() {
            Ok(number) if range.contains(&number) => Some(number),
            _ => out_of_range(),
        }
    }
}

/// A decimal above 0, up to `high`.
pub(crate) fn positive(high: i64, places: usize) -> impl Fn(Cell<'_>) -> Option<Decimal> {
    move |cell| match decimal(0, high, places)(cell) {
        Some(number) if number == 0 => cell.fault(faults::out_of_range(cell.at, "more than 0", &high.to_string())),
        number => number,
    }
}

/// An amount of money, never negative.
pub(crate) fn money(cell: Cell<'_>) -> Option<Money> {
    let Some((_, whole, places)) = plain(cell.text) else {
        return cell.fault(faults::not_a_number(cell.at));
    };
    if places.len() > 2 {
        return cell.fault(faults::too_many_places(cell.at, 2));
    }
    let sound = whole.trim_start_matches('0').len() <= 18;
    match cell.text.parse::<Money>() {
        Ok(amount) if sound && Money::ZERO <= amount && amount <= Money::whole(limits::AMOUNT) => Some(amount),
        _ => cell.fault(faults::out_of_range(cell.at, "0", &limits::AMOUNT.to_string())),
    }
}

/// 0 or 1.
pub(crate) fn flag(cell: Cell<'_>) -> Option<bool> {
    match cell.text {
        "0" => Some(false),
        "1" => Some(true),
        _ => cell.fault(faults::bad_flag(cell.at)),
    }
}

/// Exactly `digits` ASCII digits as a number.
fn digits(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn date_of(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = NaiveDate::from_ymd_opt(i32::try_from(digits(year, 4)?).ok()?, digits(month, 2)?, digits(day, 2)?)?;
    (parts.next().is_none() && (1900..2200).contains(&date.year())).then_some(date)
}

fn time_of(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    NaiveTime::from_hms_opt(digits(hour, 2)?, digits(minute, 2)?, 0)
}

fn date_time_of(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once('T')?;
    Some(date_of(date)?.and_time(time_of(time)?))
}

/// A date.
pub(crate) fn date(cell: Cell<'_>) -> Option<NaiveDate> {
    date_of(cell.text).map_or_else(|| cell.fault(faults::bad_date(cell.at)), Some)
}

/// A time of day.
pub(crate) fn time(cell: Cell<'_>) -> Option<NaiveTime> {
    time_of(cell.text).map_or_else(|| cell.fault(faults::bad_time(cell.at)), Some)
}

/// A date with a time.
pub(crate) fn date_time(cell: Cell<'_>) -> Option<NaiveDateTime> {
    date_time_of(cell.text).map_or_else(|| cell.fault(faults::bad_date_time(cell.at)), Some)
}

/// Days of the week as digits.
pub(crate) fn days(cell: Cell<'_>) -> Option<Weekdays> {
    Weekdays::from_digits(cell.text).map_or_else(|| cell.fault(faults::bad_days(cell.at)), Some)
}

/// Whole minutes from 0.
pub(crate) fn minutes(cell: Cell<'_>) -> Option<Minutes> {
    whole(0, limits::HOURS * 60)(cell).map(Minutes)
}

/// Hours that are whole minutes, from 0.
pub(crate) fn hours(cell: Cell<'_>) -> Option<Minutes> {
    let minutes = decimal(0, limits::HOURS, 6)(cell)? * Decimal::from(60);
    if !minutes.is_integer() {
        return cell.fault(faults::not_whole_minutes(cell.at));
    }
    bigdecimal::ToPrimitive::to_i64(&minutes).map(Minutes)
}

/// One of the words of `all`.
pub(crate) fn word<T: Copy>(all: &'static [(&'static str, T)]) -> impl Fn(Cell<'_>) -> Option<T> {
    move |cell| match all.iter().find(|(word, _)| *word == cell.text) {
        Some(&(_, value)) => Some(value),
        None => {
            let words: Vec<_> = all.iter().map(|(word, _)| *word).collect();
            cell.fault(faults::bad_word(cell.at, &words.join(", ")))
        }
    }
}

/// A flight key: `<carrier><number>/<from>/<date>` or `<charter>/<leg>`.
pub(crate) fn flight_key(cell: Cell<'_>) -> Option<String> {
    let parts: Vec<&str> = cell.text.split('/').collect();
    let flight = |key: &str| {
        // A carrier and a number are an id each.
        (2..=128).contains(&key.len())
            && key.as_bytes().chunks(64).all(|part| std::str::from_utf8(part).is_ok_and(is_id))
    };
    let leg = |leg: &str| {
        leg.bytes().all(|byte| byte.is_ascii_digit()) && !leg.starts_with('0') && leg.parse::<u32>().is_ok()
    };
    let sound = match parts[..] {
        [key, from, date] => flight(key) && Iata::new(from).is_some() && date_of(date).is_some(),
        [charter, number] => is_id(charter) && leg(number),
        _ => false,
    };
    if sound { Some(cell.text.to_owned()) } else { cell.fault(faults::bad_flight_key(cell.at)) }
}
