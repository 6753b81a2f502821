//! What is worth a look but refuses nothing.

super::faults! { WARNINGS:
    W001 unknown_file()
        "the file isn't part of a feed and was not read" => "correct its name if it should be";
    W002 unknown_column()
        "the column isn't known and was not read" => "correct its name if it should be";
    W003 unknown_key()
        "the key isn't known and was not read" => "correct its name if it should be";
    W004 link_of_one()
        "the link has one case only" => "add the cases that travel with it, or remove it";
    W005 legs_apart()
        "the leg doesn't start where and after the one before it ends" => "correct airports or times if the aircraft flies both";
    W006 never_flies()
        "none of the flight's days lies between its dates" => "correct days or dates";
    W007 link_apart()
        "the linked cases have no origin or no destination in common and can't travel together" => "correct origin or destinations, or remove the link";
}
