//! Family sizes and ages.

use chrono::{Days, NaiveDate};

use super::dice::Dice;

/// Persons in a case, out of 1,000 cases: mean 2.61, from one to twelve.
const SIZES: [u64; 12] = [420, 190, 130, 100, 65, 40, 25, 14, 8, 4, 2, 2];

/// Ages of children, out of 1,000 refugees (UNHCR 2025: 0–4, 5–11, 12–17).
const CHILDREN: [(i64, i64, u64); 3] = [(0, 4, 98), (5, 11, 192), (12, 17, 144)];

/// Of 1,000 adults so many are 60 or older (UNHCR 2025: 4.9 % of all, 51.6 % are 18–59).
const ELDERLY: u64 = 87;

/// Sizes of cases that add up to `persons`.
pub(super) fn sizes(persons: u64, dice: &mut Dice) -> Vec<u64> {
    let mut sizes = Vec::new();
    let mut left = persons;
    while left > 0 {
        let size = (dice.weighted(SIZES.into_iter()) as u64 + 1).min(left);
        sizes.push(size);
        left -= size;
    }
    sizes
}

/// Ages of a family, adults first.
pub(super) fn ages(size: u64, dice: &mut Dice) -> Vec<i64> {
    let adults = match size {
        1 => 1,
        2 => 1 + u64::from(dice.chance(400)),
        _ => [1, 2, 2, 2, 2, 2, 3, 3][dice.below(8) as usize].min(size - 1),
    };
    let mut ages: Vec<i64> = (0..adults).map(|_| adult(dice)).collect();
    ages.extend((adults..size).map(|_| child(dice)));
    ages
}

/// Age of an unaccompanied minor.
pub(super) fn minor(dice: &mut Dice) -> i64 {
    dice.between(13, 17)
}

fn adult(dice: &mut Dice) -> i64 {
    if dice.chance(ELDERLY) {
        // Fewer at every decade.
        let (a, b) = (dice.between(60, 84), dice.between(60, 84));
        a.min(b)
    } else {
        // Refugees of working age are young: the lower of two draws half of the time.
        let (a, b) = (dice.between(18, 59), dice.between(18, 59));
        if dice.chance(600) { a.min(b) } else { a }
    }
}

fn child(dice: &mut Dice) -> i64 {
    let (from, to, _) = CHILDREN[dice.weighted(CHILDREN.iter().map(|c| c.2))];
    dice.between(from, to)
}

/// A date of birth of someone who is `age` on `day`.
pub(super) fn birth(age: i64, day: NaiveDate, dice: &mut Dice) -> NaiveDate {
    let year = chrono::Datelike::year(&day) - age as i32;
    let birthday = NaiveDate::from_ymd_opt(year, chrono::Datelike::month(&day), chrono::Datelike::day(&day));
    birthday.unwrap_or(day) - Days::new(dice.below(365))
}
