//! What this version can't plan yet. A feed that needs it is refused before any work is done.

use crate::feed::Feed;

/// What `feed` needs that isn't planned, each with where it stands.
pub fn missing(feed: &Feed) -> Vec<String> {
    let mut needs = Vec::new();
    if let Some(person) = feed.persons.iter().find(|person| person.escort.is_some()) {
        needs.push(format!("escorts (persons.csv: {} has an escort type)", person.id));
    }
    let sold = |wanted: &dyn Fn(&crate::feed::Agreement) -> bool| {
        feed.agreements.iter().find(|agreement| wanted(agreement)).map(|agreement| agreement.id.clone())
    };
    if let Some(id) = sold(&|agreement| agreement.min_group > 1) {
        needs.push(format!("least groups (agreements.csv: {id} has min_group above 1)"));
    }
    if let Some(id) = sold(&|agreement| !agreement.tiers.is_empty()) {
        needs.push(format!("volume rebates (tiers.csv: {id} has tiers)"));
    }
    if let Some(id) = sold(&|agreement| agreement.commit_seats > 0) {
        needs.push(format!("seat commitments (agreements.csv: {id} has commit_seats)"));
    }
    if let Some(lock) = feed.locks.first() {
        needs.push(format!("locks (locks.csv: {} has one)", feed.cases[lock.case].id));
    }
    needs
}
