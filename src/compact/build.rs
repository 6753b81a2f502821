//! The planning model with its itineraries and missions written out, as one mixed-integer programme.
//!
//! For each class of like parties and each itinerary on the menu, an integer counts the parties that take it, and one
//! counts those that stay; for each mission on it, one counts the escorts sent, and where these may serve as several types,
//! one a sector and type says as what. A binary says whether a charter is used, whether a group is there on a sector, and
//! which tier an agreement's volume reaches. That is the whole of the planning model, so totals compare to the cent.

use std::collections::BTreeMap;

use super::cover::Duty;
use super::menu::Menu;
use super::names::Names;
use super::programme::{Col, ColumnData, Programme};
use super::sky::Sky;
use crate::ids::{CharterIdx, ClassIdx, TiVec};
use crate::itineraries::sites::{Aboard, Site};

/// Factors of a row.
pub(super) type Entries = Vec<(Col, i64)>;

/// Parties of each class that do something alike.
pub(super) type Alike = BTreeMap<ClassIdx, Entries>;

/// No least or no greatest value of a row.
pub(super) const OPEN: Option<i64> = None;

/// The programme, with what its columns stand for.
pub struct Model {
    /// The programme.
    pub programme: Programme,
    /// Parties on each itinerary of the menu.
    pub itineraries: Vec<Col>,
    /// Escorts on each mission of the menu.
    pub missions: Vec<Col>,
    /// What escorts serve as, mission by mission, on legs where they are needed.
    pub duties: Vec<Vec<Duty>>,
    /// Charters used.
    pub charters: TiVec<CharterIdx, Col>,
}

impl Model {
    /// The model of `menu`.
    pub fn new(sky: &Sky, menu: &Menu) -> Self {
        let names = Names { sky, classes: &menu.classes };
        let mut builder = Builder { sky, menu, names, programme: Programme::default(), used: BTreeMap::new() };
        builder.programme.name = clean(&sky.network.feed.policy.name);
        builder.programme.notes = notes(sky, menu);
        let itineraries = builder.itineraries();
        let missions = builder.missions();
        builder.pools(&missions);
        let duties = builder.cover(&itineraries, &missions);
        let charters = builder.charters(&itineraries);
        builder.sites(&charters);
        builder.groups(&itineraries, &missions);
        builder.volumes(&itineraries, &missions);
        Self { programme: builder.programme, itineraries, missions, duties, charters }
    }
}

/// What a reader of the programme should know.
fn notes(sky: &Sky, menu: &Menu) -> Vec<String> {
    let feed = sky.network.feed;
    let whole = match menu.is_complete() {
        true => "every itinerary and mission that a best plan may need is in it: its optimum is the feed's".to_owned(),
        false => format!(
            "not everything is in it: {} of {} classes have more journeys, missions are {}",
            menu.cut_short,
            menu.classes.len(),
            if menu.all_missions { "complete" } else { "chosen" }
        ),
    };
    vec![
        format!("compact model of feed {}", feed.sha256),
        format!("minimise cost, in minor units (hundredths) of {}", feed.policy.currency),
        format!(
            "{} journeys at {} fare cuts, {} missions; {whole}",
            menu.journeys,
            menu.columns.len(),
            menu.missions.len()
        ),
    ]
}

/// The name of a feed, as one word of letters, digits and a few signs.
fn clean(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '_' };
    let word: String = name.chars().map(plain).take(64).collect();
    if word.is_empty() { "feed".to_owned() } else { word }
}

pub(super) struct Builder<'b> {
    pub sky: &'b Sky<'b>,
    pub menu: &'b Menu,
    pub names: Names<'b>,
    pub programme: Programme,
    used: BTreeMap<Site, Entries>,
}

impl Builder<'_> {
    /// A column of whole numbers from 0 to `upper`.
    pub fn whole(&mut self, name: String, cost: i64, upper: u32) -> Col {
        self.programme.column(ColumnData { name, cost, lower: 0, upper: upper.into(), whole: true })
    }

    /// Parties of `class`.
    pub fn parties(&self, class: ClassIdx) -> i64 {
        self.menu.classes[class].parties.len() as i64
    }

    fn use_site(&mut self, site: Site, count: Col, demand: u32) {
        self.used.entry(site).or_default().push((count, demand.into()));
    }

    /// Each party goes or stays; one that is fixed goes.
    fn itineraries(&mut self) -> Vec<Col> {
        let menu = self.menu;
        let mut parties: TiVec<ClassIdx, Entries> = menu.classes.iter().map(|_| Vec::new()).collect();
        let mut counts = Vec::new();
        for column in &menu.columns {
            let class = column.route.class;
            let name = format!("go/{}/{}", self.names.class(class), parties[class].len() + 1);
            let count = self.whole(name, column.cost, self.parties(class) as u32);
            parties[class].push((count, 1));
            for &(site, demand) in &column.uses {
                self.use_site(site, count, demand);
            }
            counts.push(count);
        }
        for (class, row) in menu.classes.iter_enumerated() {
            let (all, name) = (self.parties(class), self.names.class(class).to_owned());
            if row.traits.fixed.is_none() {
                let staying = self.whole(format!("stay/{name}"), row.traits.staying(), all as u32);
                parties[class].push((staying, 1));
            }
            self.programme.row(format!("parties/{name}"), (Some(all), Some(all)), std::mem::take(&mut parties[class]));
        }
        counts
    }

    /// Escorts sent, who take seats too.
    fn missions(&mut self) -> Vec<Col> {
        let (sky, menu) = (self.sky, self.menu);
        let mut missions = Vec::new();
        for (number, mission) in menu.missions.iter().enumerate() {
            let name = format!("send/{}/{}", self.names.pool(mission.pool), number + 1);
            let count = self.whole(name, mission.cost, sky.network.feed.pools[mission.pool].count);
            for (site, demand) in mission.uses(sky) {
                self.use_site(site, count, demand);
            }
            missions.push(count);
        }
        missions
    }

    /// At most one charter of a group is used, and a used one has its least seats taken.
    fn charters(&mut self, itineraries: &[Col]) -> TiVec<CharterIdx, Col> {
        let (menu, feed) = (self.menu, self.sky.network.feed);
        let used = |charter: &crate::feed::Charter| self.whole(format!("use/{}", charter.id), charter.fixed_cost.0, 1);
        let charters: TiVec<CharterIdx, Col> = feed.charters.iter().map(used).collect();
        for (group, name) in feed.groups.iter_enumerated() {
            let members = feed.charters.iter_enumerated().filter(|(_, charter)| charter.group == Some(group));
            let row = members.map(|(index, _)| (charters[index], 1)).collect();
            self.programme.row(format!("one/{name}"), (OPEN, Some(1)), row);
        }
        for (index, charter) in feed.charters.iter_enumerated() {
            let mut sectors = self.sky.network.sectors.iter_enumerated();
            let first = sectors.find(|(_, sector)| sector.charter() == Some(index) && sector.is_first_leg());
            let seats = first.and_then(|(sector, _)| self.used.get(&Site::Sector(sector, Aboard::Seats)));
            let mut row = seats.cloned().unwrap_or_default();
            row.push((charters[index], -i64::from(charter.min_seats)));
            self.programme.row(format!("filled/{}", charter.id), (Some(0), OPEN), row);
            let mut aboard = Alike::new();
            for (column, &count) in menu.columns.iter().zip(itineraries) {
                let mut sectors = column.route.sectors.iter();
                if sectors.any(|&sector| self.sky.sector(sector).charter() == Some(index)) {
                    aboard.entry(column.route.class).or_default().push((count, 1));
                }
            }
            self.only_if(&format!("aboard/{}", charter.id), aboard, charters[index]);
        }
        charters
    }

    /// No more is used than there is; of a charter, only if it is used.
    fn sites(&mut self, charters: &TiVec<CharterIdx, Col>) {
        for (site, mut row) in std::mem::take(&mut self.used) {
            let Some(capacity) = site.capacity(self.sky.network) else { continue };
            let flown_by = match site {
                Site::Sector(sector, _) => self.sky.sector(sector).charter(),
                _ => None,
            };
            let most = match flown_by {
                Some(charter) => {
                    row.push((charters[charter], -i64::from(capacity)));
                    0
                }
                None => i64::from(capacity),
            };
            self.programme.row(self.names.site(site), (OPEN, Some(most)), row);
        }
    }

    /// Parties of each class do what `rows` count only if `there`: implied by rows on seats, and sharper.
    pub fn only_if(&mut self, name: &str, rows: Alike, there: Col) {
        for (class, mut row) in rows {
            row.push((there, -self.parties(class)));
            self.programme.row(format!("{name}/{}", self.names.class(class)), (OPEN, Some(0)), row);
        }
    }
}
