//! Each reason on a feed of its own: given with its facts, and gone once the feed is changed as the reason asks.

use onward::explain::{self, Reason};

use crate::support::FeedBuilder;
use crate::{plan, reason, told};

/// `case` of `feed` stays for the reason `why`, told with `facts`, and travels in `remedied`.
#[track_caller]
fn stays(feed: &FeedBuilder, case: &str, why: Reason, facts: &[&str], remedied: &FeedBuilder) {
    let told = plan(&feed.feed()).unserved;
    let told = told.iter().find(|unserved| unserved.case == case).unwrap_or_else(|| panic!("{case} is served"));
    assert_eq!(reason(told), why, "{}", told.detail);
    for fact in facts {
        assert!(told.detail.contains(fact), "{:?} doesn't say {fact:?}", told.detail);
    }
    let after = plan(&remedied.feed());
    assert!(after.unserved.is_empty(), "still left behind: {:?}", after.unserved);
}

/// `minimal` with other columns for its one case or person.
fn with(name: &str, columns: &str, values: &str) -> FeedBuilder {
    let feed = FeedBuilder::minimal();
    let text = feed.files[name].clone();
    let (header, row) = text.trim_end().split_once('\n').expect("a header and a row");
    feed.file(name, &format!("{header},{columns}\n{row},{values}\n"))
}

/// Flights of one date only, with so many seats.
fn one_day(seats: u32) -> FeedBuilder {
    FeedBuilder::minimal().replace("flights.csv", "2017-05-31,20", &format!("2017-05-16,{seats}"))
}

#[test]
fn an_itinerary_that_costs_more_than_staying() {
    let feed = FeedBuilder::minimal();
    let dear = feed.clone().replace("fares.csv", "600.00", "5000.00");
    let facts = ["QR1370/NBO/2017-05-16 QR701/DOH/2017-05-16", "costs USD 5048.20", "staying is charged USD 5000.00"];
    stays(&dear, "C1", Reason::CostsMoreThanStaying, &facts, &feed);
}

#[test]
fn seats_that_others_took() {
    let two = |feed: FeedBuilder| {
        feed.row("cases.csv", "", "C2,NBO,JFK,USRAP,normal,2017-05-16")
            .row("persons.csv", "", "P2,C2,1985-03-02,SO,ctd")
            .row("persons.csv", "", "P3,C2,1985-03-02,SO,ctd")
    };
    let facts = ["seats on QR1370/NBO/2017-05-16: 1 needed, 0 of 2 left", "would cost USD 648.20"];
    stays(&two(one_day(2)), "C1", Reason::NoRoom, &facts, &two(one_day(3)));
}

#[test]
fn an_allotment_that_others_took() {
    let agreement = |seats| {
        one_day(20)
            .file(
                "agreements.csv",
                &format!(
                    "agreement,carriers,valid_from,valid_to,seats_per_flight\nQR-REF,QR,2017-01-01,2017-12-31,{seats}\n"
                ),
            )
            .row("cases.csv", "", "C2,NBO,JFK,USRAP,normal,2017-05-16")
            .row("persons.csv", "", "P2,C2,1985-03-02,SO,ctd")
            .row("persons.csv", "", "P3,C2,1985-03-02,SO,ctd")
    };
    let facts = ["QR-REF seats on QR1370/NBO/2017-05-16: 1 needed, 0 of 2 left"];
    stays(&agreement(2), "C1", Reason::NoRoom, &facts, &agreement(3));
}

fn charter(fixed_cost: &str) -> FeedBuilder {
    FeedBuilder::minimal()
        .replace("fares.csv", "600.00", "5000.00")
        .file("charters.csv", &format!("charter,fixed_cost\nK1,{fixed_cost}\n"))
        .file(
            "charter_legs.csv",
            "charter,leg,from,to,dep,arr,seats\nK1,1,NBO,JFK,2017-05-16T10:00,2017-05-16T20:00,50\n",
        )
}

#[test]
fn a_charter_that_is_not_worth_it() {
    let facts = ["K1 has room and isn't used: its fixed cost is USD 6000.00", "K1/1 would cost USD 0.00 besides"];
    stays(&charter("6000"), "C1", Reason::CharterNotUsed, &facts, &charter("4000"));
}

#[test]
fn planning_that_ended_first() {
    // The planner doesn't stop so early on so small a feed: it is asked why after a plan that serves nobody.
    let told = |feed: FeedBuilder| told(&feed.feed(), explain::LABELS).remove(0);
    let unserved = told(FeedBuilder::minimal());
    assert_eq!(reason(&unserved), Reason::PlanningStopped);
    assert!(
        unserved.detail.contains("has room and costs USD 648.20, less than the USD 5000.00"),
        "{}",
        unserved.detail
    );
    // A charter that pays for itself even for one party is the same; one that doesn't isn't.
    let unserved = told(charter("4000"));
    assert_eq!(reason(&unserved), Reason::PlanningStopped);
    assert!(unserved.detail.contains("K1/1 has room and costs USD 4000.00"), "{}", unserved.detail);
    assert_eq!(reason(&told(charter("6000"))), Reason::CharterNotUsed);
}

#[test]
fn linked_cases_with_no_destination_in_common() {
    let feed = FeedBuilder::minimal()
        .row("fares.csv", "", "QR-REF,NBO,DOH,100.00,0")
        .row("cases.csv", "", "C2,NBO,DOH,USRAP,normal,2017-05-16")
        .row("persons.csv", "", "P2,C2,1985-03-02,SO,ctd");
    let linked = feed.clone().file("links.csv", "link,case\nL1,C1\nL1,C2\n");
    let facts = ["C1, C2 have no destination in common"];
    stays(&linked, "C1", Reason::LinkApart, &facts, &feed);
    stays(&linked, "C2", Reason::LinkApart, &facts, &feed);
}

#[test]
fn linked_cases_that_are_never_cleared_on_one_day() {
    let until = |date: &str| {
        let medical = format!("C1,medical,,{date},departure\nC2,medical,2017-05-17,,departure");
        FeedBuilder::minimal()
            .row("cases.csv", "", "C2,NBO,JFK,USRAP,normal,2017-05-16")
            .row("persons.csv", "", "P2,C2,1985-03-02,SO,ctd")
            .row("clearances.csv", "case,kind,valid_from,valid_to,at", &medical)
            .file("links.csv", "link,case\nL1,C1\nL1,C2\n")
    };
    // Two ways out: the clearance, or no link.
    let facts = ["medical of case C", "only this were waived: link_apart"];
    stays(&until("2017-05-16"), "C1", Reason::Clearance, &facts, &until("2017-05-17"));
    stays(&until("2017-05-16"), "C2", Reason::Clearance, &facts, &until("2017-05-16").without("links.csv"));
}

#[test]
fn a_linked_case_that_gets_nowhere_by_itself_either() {
    let feed = FeedBuilder::minimal()
        .row("fares.csv", "", "QR-REF,NBO,DOH,100.00,0")
        .row("cases.csv", "", "C2,NBO,DOH,USRAP,normal,2017-05-16")
        .row("persons.csv", "", "P2,C2,1985-03-02,SO,ctd");
    let expired = feed
        .clone()
        .file("links.csv", "link,case\nL1,C1\nL1,C2\n")
        .file("clearances.csv", "case,kind,valid_to,at\nC1,medical,2017-05-10,departure\n");
    stays(&expired, "C1", Reason::Several, &["link_apart: ", "and by itself clearance: "], &feed);
    stays(&expired, "C2", Reason::LinkApart, &[], &feed);
}

#[test]
fn a_clearance_that_has_run_out() {
    let until = |date: &str| {
        let row = format!("C1,P1,medical,2017-05-01,{date},departure");
        FeedBuilder::minimal().row("clearances.csv", "case,person,kind,valid_from,valid_to,at", &row)
    };
    let facts =
        ["medical of P1 of case C1 is valid from 2017-05-01 to 2017-05-10, the first departure is on 2017-05-16"];
    stays(&until("2017-05-10"), "C1", Reason::Clearance, &facts, &until("2017-05-16"));
}

#[test]
fn a_clearance_for_arrival_that_begins_too_late() {
    let from = |date: &str| {
        FeedBuilder::minimal().row(
            "clearances.csv",
            "case,kind,valid_from,at",
            &format!("C1,entry_visa,{date},arrival"),
        )
    };
    let facts = ["entry_visa of case C1 is valid from 2017-05-19, the last arrival is on 2017-05-18"];
    stays(&from("2017-05-19"), "C1", Reason::Clearance, &facts, &from("2017-05-18"));
}

#[test]
fn a_case_ready_after_the_last_departure() {
    let ready =
        |date: &str| FeedBuilder::minimal().replace("cases.csv", "normal,2017-05-16", &format!("normal,{date}"));
    let facts = ["QR1370/NBO/2017-05-18 departs at 2017-05-18T01:05, before C1 is ready (2017-05-18T02:00)"];
    stays(&ready("2017-05-18T02:00"), "C1", Reason::NoDepartureInTime, &facts, &ready("2017-05-18T01:05"));
}

#[test]
fn flights_that_begin_after_the_plan_ends() {
    let from = |date: &str| FeedBuilder::minimal().replace("flights.csv", "2017-05-01,", &format!("{date},"));
    let facts = ["the first departure is on 2017-05-20, the plan's last date is 2017-05-18"];
    stays(&from("2017-05-20"), "C1", Reason::NoDepartureInTime, &facts, &from("2017-05-18"));
}

fn transit(row: &str) -> FeedBuilder {
    let header = "place,nationality,document,zone,decision,max_hours,lead_days";
    FeedBuilder::minimal().row("transit.csv", header, row)
}

#[test]
fn a_row_of_transit_that_refuses() {
    let facts = ["transit.csv row 2 refuses P1 at DOH airside"];
    let (deny, allow) = (transit("QA,SO,ctd,airside,deny,,"), transit("QA,SO,ctd,airside,allow,,"));
    stays(&deny, "C1", Reason::TransitDenied, &facts, &allow);
}

#[test]
fn a_row_of_transit_with_too_few_hours() {
    let facts = ["transit.csv row 2 gives P1 2 h at DOH airside, not 2 h 5 min"];
    let (short, long) = (transit("DOH,SO,ctd,airside,allow,2,"), transit("DOH,SO,ctd,airside,allow,3,"));
    stays(&short, "C1", Reason::TransitDenied, &facts, &long);
}

#[test]
fn no_row_of_transit_where_that_means_no() {
    let deny =
        |row| transit(row).replace("policy.json", r#""transit_default": "allow""#, r#""transit_default": "deny""#);
    let facts = ["no row of transit.csv is for P1 at DOH airside, and transit_default is deny"];
    let (other, ours) = (deny("DOH,SY,ctd,airside,allow,,"), deny("DOH,SO,ctd,airside,allow,,"));
    stays(&other, "C1", Reason::TransitDenied, &facts, &ours);
}

#[test]
fn a_waiver_that_comes_too_late() {
    let (late, early) = (transit("DOH,SO,ctd,airside,waiver,,18"), transit("DOH,SO,ctd,airside,waiver,,17"));
    // All days are as bad; the first is told.
    let facts = [
        "the waiver of transit.csv row 2 for P1 at DOH airside takes 18 days, the first departure on 2017-05-16 is 15",
    ];
    stays(&late, "C1", Reason::WaiverTooLate, &facts, &early);
}

#[test]
fn reception_that_is_closed() {
    let closed = |dates: &str| {
        FeedBuilder::minimal().row("reception.csv", "airport,programme,closed", &format!("JFK,*,{dates}"))
    };
    let facts = ["reception.csv row 2 at JFK is closed on 2017-05-16, Tuesday"];
    let (always, open) = (closed("2017-05-16|2017-05-17|2017-05-18"), closed("2017-05-16|2017-05-17"));
    stays(&always, "C1", Reason::ReceptionClosed, &facts, &open);
}

#[test]
fn reception_that_takes_too_few() {
    let takes = |persons: u32| {
        FeedBuilder::minimal().row("persons.csv", "", "P2,C1,1985-03-02,SO,ctd").row(
            "reception.csv",
            "airport,per_flight",
            &format!("JFK,{persons}"),
        )
    };
    let facts = ["reception.csv row 2 at JFK takes 1 persons on a flight, the party has 2"];
    stays(&takes(1), "C1", Reason::ReceptionClosed, &facts, &takes(2));
}

#[test]
fn a_flight_without_wheelchairs() {
    let feed = with("persons.csv", "wheelchair", "1");
    let flights = feed.files["flights.csv"].replace("seats\n", "seats,wheelchairs\n").replace(",20\n", ",20,1\n");
    let facts = ["QR1370/NBO/2017-05-16 has wheelchairs for 0, the party needs 1"];
    stays(&feed, "C1", Reason::NoPlaceAboard, &facts, &feed.clone().file("flights.csv", &flights));
}

#[test]
fn an_allotment_smaller_than_the_family() {
    let seats = |seats: u32| {
        FeedBuilder::minimal().row("persons.csv", "", "P2,C1,1985-03-02,SO,ctd").file(
            "agreements.csv",
            &format!(
                "agreement,carriers,valid_from,valid_to,seats_per_flight\nQR-REF,QR,2017-01-01,2017-12-31,{seats}\n"
            ),
        )
    };
    let facts = ["QR-REF has 1 seats on QR1370/NBO/2017-05-16, the party needs 2"];
    stays(&seats(1), "C1", Reason::NoPlaceAboard, &facts, &seats(2));
}

#[test]
fn linked_cases_that_fit_one_by_one_only() {
    let seats = |seats: u32| {
        FeedBuilder::minimal()
            .row("cases.csv", "", "C2,NBO,JFK,USRAP,normal,2017-05-16")
            .row("persons.csv", "", "P2,C2,1985-03-02,SO,ctd")
            .file("links.csv", "link,case\nL1,C1\nL1,C2\n")
            .file(
                "agreements.csv",
                &format!(
                    "agreement,carriers,valid_from,valid_to,seats_per_flight\nQR-REF,QR,2017-01-01,2017-12-31,{seats}\n"
                ),
            )
    };
    let facts = ["QR-REF has 1 seats on QR1370/NBO/2017-05-16, the party needs 2"];
    stays(&seats(1), "C1", Reason::NoPlaceAboard, &facts, &seats(2));
}

#[test]
fn a_connection_below_the_mct() {
    let departs = |time: &str| FeedBuilder::minimal().replace("flights.csv", "08:10", time);
    let facts = ["55 min at DOH from QR1370/NBO/2017-05-16 to QR701/DOH/2017-05-16, at least 90 needed"];
    stays(&departs("07:00"), "C1", Reason::NoConnection, &facts, &departs("07:35"));
}

#[test]
fn a_night_without_beds() {
    // Arrived at 06:05, on at 01:00 the next day: 18 h 55 min and a midnight.
    let feed = FeedBuilder::minimal().replace("flights.csv", "08:10,15:00", "01:00,08:00");
    let beds = |beds: u32| feed.clone().file("stations.csv", &format!("airport,beds\nDOH,{beds}\n"));
    stays(&beds(0), "C1", Reason::NoConnection, &["DOH has 0 beds for 1 persons"], &beds(1));
}

#[test]
fn a_way_without_a_fare() {
    let feed = FeedBuilder::minimal().replace("fares.csv", "NBO,JFK", "NBO,DOH");
    let facts = ["no fare is for QR701/DOH/2017-05-16 DOH-JFK on this way"];
    stays(&feed, "C1", Reason::NoFare, &facts, &feed.clone().row("fares.csv", "", "QR-REF,DOH,JFK,300.00,0"));
}

#[test]
fn an_agreement_that_asks_for_more_days() {
    let ahead = |days: u32| {
        FeedBuilder::minimal().file(
            "agreements.csv",
            &format!("agreement,carriers,valid_from,valid_to,lead_days\nQR-REF,QR,2017-01-01,2017-12-31,{days}\n"),
        )
    };
    let facts = ["no fare is for QR1370/NBO/2017-05-16 NBO-DOH on this way (QR-REF asks for 20 days, 15 are left)"];
    stays(&ahead(20), "C1", Reason::NoFare, &facts, &ahead(15));
}

#[test]
fn more_sectors_than_the_case_may_have() {
    let facts = ["the way has more than 1 sectors"];
    let (one, two) = (with("cases.csv", "max_sectors", "1"), with("cases.csv", "max_sectors", "2"));
    stays(&one, "C1", Reason::TooManySectors, &facts, &two);
}

#[test]
fn a_journey_longer_than_the_case_may_have() {
    let facts = ["the journey takes 20 h 55 min, max_hours is 20 h"];
    let (short, long) = (with("cases.csv", "max_hours", "20"), with("cases.csv", "max_hours", "21"));
    stays(&short, "C1", Reason::TooLong, &facts, &long);
}

#[test]
fn nowhere_to_fly() {
    let feed = FeedBuilder::minimal().replace("cases.csv", "NBO,JFK", "NBO,ORD");
    let flown = feed
        .clone()
        .row("flights.csv", "", "QR,725,DOH,ORD,08:10,15:00,0,1234567,2017-05-01,2017-05-31,20")
        .row("fares.csv", "", "QR-REF,NBO,ORD,650.00,0");
    stays(&feed, "C1", Reason::NoRoute, &["arrives at ORD"], &flown);
}

#[test]
fn several_rules_at_once() {
    let clearance = |feed: FeedBuilder, date: &str| {
        feed.row("clearances.csv", "case,kind,valid_to,at", &format!("C1,medical,{date},departure"))
    };
    let (deny, allow) = (transit("QA,SO,ctd,airside,deny,,"), transit("QA,SO,ctd,airside,allow,,"));
    let both = clearance(deny, "2017-05-10");
    let facts = ["clearance: medical of case C1", "transit_denied: transit.csv row 2 refuses P1"];
    stays(&both, "C1", Reason::Several, &facts, &clearance(allow, "2017-05-18"));
}
