//! The rules of volume deals and groups.

use onward::money::Money;

use super::{Rules, Take};
use crate::oracle::Without;

pub fn rules() -> Rules {
    use Take::{Feed as F, Rule as R};
    vec![
        ("min_group", F(|feed| feed.agreements.iter_mut().for_each(|a| a.min_group = 1))),
        ("tiers at all", F(|feed| feed.agreements.iter_mut().for_each(|a| a.tiers.clear()))),
        ("tiers above the first", F(|feed| feed.agreements.iter_mut().for_each(|a| a.tiers.truncate(1)))),
        (
            "from_seats",
            F(|feed| {
                feed.agreements.iter_mut().flat_map(|a| &mut a.tiers).for_each(|tier| tier.from_seats = 0);
            }),
        ),
        ("rebates on new seats only", R(Without::RebateOnNewSeats)),
        ("seats_before", F(|feed| feed.agreements.iter_mut().for_each(|a| a.seats_before = 0))),
        ("commit_seats", F(|feed| feed.agreements.iter_mut().for_each(|a| a.commit_seats = 0))),
        ("shortfall_fee", F(|feed| feed.agreements.iter_mut().for_each(|a| a.shortfall_fee = Money::ZERO))),
        ("a stretcher is one traveller", R(Without::StretcherVolume)),
        ("stretcher_seats of allotments and groups", R(Without::StretcherAllotment)),
        ("lap infants don't count in volumes", R(Without::LapVolume)),
    ]
}

/// Those that need escorts too.
pub fn rules_of_escorts() -> Rules {
    use Take::Rule as R;
    vec![("escorts' seats in groups", R(Without::EscortGroup)), ("escorts in volumes", R(Without::EscortVolume))]
}
