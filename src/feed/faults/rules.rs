//! Faults between values, rows and files.

super::faults! { RULES:
    F301 unknown_airport()
        "no airport has this code" => "correct it, or add the airport to airports.csv";
    F302 unknown_case()
        "no such case" => "correct it, or add the case to cases.csv";
    F303 unknown_person()
        "no such person" => "correct it, or add the person to persons.csv";
    F304 unknown_agreement()
        "no such agreement" => "correct it, or add the agreement to agreements.csv";
    F305 unknown_charter()
        "no such charter" => "correct it, or add the charter to charters.csv";
    F306 unknown_escort_type()
        "no such type of escort" => "correct it, or add the type to escort_types.csv";
    F307 no_rate()
        "no rate for this currency" => "add it to rates.csv, or correct the code";
    F308 person_of_other_case()
        "the person belongs to another case" => "give the person's own case, or leave the person empty for the whole case";
    F401 repeated_row_key(first: u64, key: &str)
        "another row has the same key" => "{key} must differ from row {first}: keep one of them";
    F402 repeated_flight(first: u64, key: &str)
        "another row has the same flight on a common date" => "{key} stands in row {first} too: keep one, or change days, dates or number";
    F501 reversed_dates(first: &str)
        "the last date lies before the first" => "give a date from {first} on";
    F502 arrival_before_departure(when: &str)
        "it arrives before it departs" => "correct the times, the arrival day or the airports' zones: {when}";
    F503 birth_after_end()
        "the birth lies after the end of the planning period" => "correct the date";
    F504 case_in_two_links(first: u64)
        "a case can be in one link only" => "it is already in the link of row {first}: join the two links";
    F505 case_without_persons()
        "the case has no persons" => "add them to persons.csv, or remove the case";
    F506 origin_is_destination()
        "the origin is also a destination" => "remove it from one of the two";
    F507 same_airport()
        "both ends are the same airport" => "correct one of them";
    F508 leg_numbers(next: usize)
        "the legs of a charter aren't numbered 1, 2, ..." => "number them without gaps; leg {next} is missing";
    F509 charter_without_legs()
        "the charter has no legs" => "add them to charter_legs.csv, or remove the charter";
    F510 falling_rebate(first: u64)
        "the rebate falls as volume grows" => "give at least the rebate of row {first}, which needs fewer seats";
    F511 missing_penalty(priority: &str)
        "a priority that a case uses has no penalty" => "give the amount for {priority} cases";
    F512 ambiguous_transit(first: u64, example: &str)
        "two rules decide the same connection differently" => "row {first} is as specific and holds too ({example}): make one of them more specific, or alike";
    F513 plan_currency_rate()
        "the plan currency's own rate isn't 1" => "remove the row, or write 1";
    F514 half_position()
        "of latitude and longitude only one is given" => "give both or none";
    F515 period_too_long(limit: i64)
        "the planning period is too long" => "plan at most {limit} days at once";
    F516 via_is_an_end()
        "the fare goes via one of its own ends" => "give an airport between them, or none";
    F517 amounts_too_large(limit: &str)
        "the amounts are so large that a plan's total could not be kept exactly" => "the worst plan must stay under {limit}: use smaller amounts, or a currency of greater value";
}
