//! What a solution of the compact model decides.

use super::build::Model;
use super::cover::Duty;
use super::menu::Menu;
use super::mission::Mission;
use super::sky::Sky;
use crate::ids::CharterIdx;
use crate::itineraries::column::Column;

/// Who travels how, with whom.
pub struct Decision {
    /// The itineraries taken, one entry per party that travels.
    pub taken: Vec<Column>,
    /// The missions, one entry per escort.
    pub missions: Vec<Mission>,
    /// The charters used.
    pub charters: Vec<CharterIdx>,
}

impl Decision {
    /// What `values`, one a column of the programme, mean: each is taken as the whole number next to it.
    pub fn new(sky: &Sky, menu: &Menu, model: &Model, values: &[f64]) -> Self {
        let whole = |column: super::programme::Col| values[column.0].round().max(0.0) as usize;
        let times = menu.columns.iter().zip(&model.itineraries);
        let sent = menu.missions.iter().zip(&model.missions).zip(&model.duties);
        let served = |duty: &Duty| duty.count.map(whole);
        let sent = sent.flat_map(|((mission, &count), duties)| on_duty(sky, mission, whole(count), duties, served));
        let used = model.charters.iter_enumerated().filter(|&(_, &used)| whole(used) > 0);
        Self {
            taken: times.flat_map(|(column, &count)| std::iter::repeat_n(column.clone(), whole(count))).collect(),
            missions: sent.collect(),
            charters: used.map(|(charter, _)| charter).collect(),
        }
    }
}

/// `escorts` on `mission`, each on duty as the solution says; who serves no one somewhere stays on duty as written, and who
/// serves no one at all is on duty on the first leg, where that is free.
fn on_duty(
    sky: &Sky,
    mission: &Mission,
    escorts: usize,
    duties: &[Duty],
    served: impl Fn(&Duty) -> Option<usize>,
) -> Vec<Mission> {
    let mut sent = vec![mission.clone(); escorts];
    let mut legs: Vec<usize> = duties.iter().map(|duty| duty.leg).collect();
    legs.dedup();
    for leg in legs {
        let here = duties.iter().filter(|duty| duty.leg == leg);
        let mut kinds = here.flat_map(|duty| std::iter::repeat_n(duty.kind, served(duty).unwrap_or(escorts)));
        for escort in &mut sent {
            if let Some(kind) = kinds.next() {
                escort.duties[leg] = Some(kind);
            }
        }
    }
    let any = sky.network.feed.pools[mission.pool].covers.first().copied();
    for escort in sent.iter_mut().filter(|escort| escort.duties.iter().all(Option::is_none)) {
        escort.duties.iter_mut().take(1).for_each(|duty| *duty = any);
    }
    sent
}
