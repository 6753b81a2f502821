//! What several tests share: a minimal feed to change.

#![allow(dead_code)]

use std::collections::BTreeMap;

use onward::feed::{Fault, Faults, Feed};

/// A feed's files by name, to be changed and read.
#[derive(Debug, Clone)]
pub struct FeedBuilder {
    pub files: BTreeMap<String, String>,
}

impl Default for FeedBuilder {
    fn default() -> Self {
        Self::minimal()
    }
}

impl FeedBuilder {
    /// One case of one adult, Nairobi to New York through Doha on the flights of 16 May 2017, under one agreement.
    pub fn minimal() -> Self {
        Self { files: BTreeMap::new() }
            .file(
                "policy.json",
                r#"{"name": "minimal", "currency": "USD", "as_of": "2017-05-01", "start": "2017-05-16",
 "end": "2017-05-18", "transit_default": "allow",
 "delay_penalty": {"normal": "10.00"}, "unserved_penalty": {"normal": 5000}}"#,
            )
            .file(
                "flights.csv",
                "carrier,number,from,to,dep,arr,arr_day,days,valid_from,valid_to,seats\n\
                 QR,1370,NBO,DOH,01:05,06:05,,1234567,2017-05-01,2017-05-31,20\n\
                 QR,701,DOH,JFK,08:10,15:00,0,1234567,2017-05-01,2017-05-31,20\n",
            )
            .file("agreements.csv", "agreement,carriers,valid_from,valid_to\nQR-REF,QR,2017-01-01,2017-12-31\n")
            .file("fares.csv", "agreement,from,to,adult,tax\nQR-REF,NBO,JFK,600.00,48.20\n")
            .file("cases.csv", "case,origin,destination,programme,priority,ready\nC1,NBO,JFK,USRAP,normal,2017-05-16\n")
            .file("persons.csv", "person,case,birth_date,nationality,document\nP1,C1,1985-03-02,SO,ctd\n")
    }

    /// Puts `content` in the place of a file.
    pub fn file(mut self, name: &str, content: &str) -> Self {
        self.files.insert(name.to_owned(), content.to_owned());
        self
    }

    /// Takes a file away.
    pub fn without(mut self, name: &str) -> Self {
        self.files.remove(name);
        self
    }

    /// Adds a line to a table, which begins with `header` if it isn't there yet.
    pub fn row(mut self, name: &str, header: &str, row: &str) -> Self {
        let table = self.files.entry(name.to_owned()).or_insert_with(|| format!("{header}\n"));
        table.push_str(row);
        table.push('\n');
        self
    }

    /// Replaces a text that stands in a file, once at least.
    pub fn replace(mut self, name: &str, from: &str, to: &str) -> Self {
        let content = self.files.get_mut(name).unwrap_or_else(|| panic!("no {name}"));
        assert!(content.contains(from), "{name} has no {from:?}");
        *content = content.replace(from, to);
        self
    }

    /// Reads it.
    pub fn read(&self) -> Result<(Feed, Vec<Fault>), Faults> {
        Feed::from_files(&self.files)
    }

    /// Reads it, which must succeed.
    pub fn feed(&self) -> Feed {
        match self.read() {
            Ok((feed, _)) => feed,
            Err(faults) => panic!("the feed is refused:\n{faults}"),
        }
    }

    /// The faults it is refused with, which it must be.
    pub fn faults(&self) -> Vec<Fault> {
        match self.read() {
            Ok(_) => panic!("the feed is taken"),
            Err(faults) => faults.0,
        }
    }
}
