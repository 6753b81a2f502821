//! Faults of a value by itself.

super::faults! { CELLS:
    F201 missing_value()
        "a value is needed here" => "fill it in";
    F202 bad_id()
        "it isn't an id" => "use 1 to 64 of A-Z a-z 0-9 . _ - :";
    F203 not_a_number()
        "it isn't a plain decimal number" => "write digits, with a point if need be, without blanks, plus signs, exponents or thousands separators";
    F204 not_whole()
        "it isn't a whole number" => "write digits only";
    F205 too_many_places(places: i64)
        "it has too many decimal places" => "give at most {places}";
    F206 out_of_range(low: &str, high: &str)
        "it is out of range" => "give {low} to {high}";
    F207 bad_flag()
        "it is neither 0 nor 1" => "write 1 for yes, 0 or nothing for no";
    F208 bad_date()
        "it isn't a date" => "write YYYY-MM-DD, from 1900 to 2199";
    F209 bad_time()
        "it isn't a time of day" => "write HH:MM, from 00:00 to 23:59";
    F210 bad_date_time()
        "it isn't a date with a time" => "write YYYY-MM-DDTHH:MM";
    F211 bad_days()
        "it isn't a set of days of the week" => "write each day once as a digit, 1 for Monday to 7 for Sunday";
    F212 bad_word(words: &str)
        "it isn't one of the words that may stand here" => "write one of {words}";
    F213 bad_set()
        "it isn't a set" => "separate members with |, without blanks or empty members, and let * stand alone";
    F214 repeated_member()
        "a member of the set stands twice" => "keep one of them";
    F215 unknown_country()
        "it isn't the code of a country" => "use ISO 3166-1 alpha-2 in capitals, e.g. KE";
    F216 unknown_currency()
        "it isn't the code of a currency" => "use ISO 4217 in capitals, e.g. USD";
    F217 bad_airport()
        "it isn't an airport code" => "use three capitals by IATA, e.g. NBO";
    F218 unknown_zone()
        "it isn't a time zone" => "use the IANA name, e.g. Africa/Nairobi";
    F219 bad_text(limit: usize)
        "the text has control characters in it or is too long" => "use at most {limit} printable characters";
    F220 not_whole_minutes()
        "it isn't a whole number of minutes" => "give hours in minutes' steps, e.g. 7.5 or 7.25";
    F221 bad_flight_key()
        "it isn't a flight key" => "write <carrier><number>/<from>/<YYYY-MM-DD> or <charter>/<leg>, one blank between keys";
    F222 bad_place()
        "it is neither a country nor an airport code" => "use two capitals for a country (ISO 3166-1) or three for an airport (IATA)";
}
