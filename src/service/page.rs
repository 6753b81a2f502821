//! Lists a page at a time.

/// Most items of a page.
pub const MOST: i64 = 200;

/// Which page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// How many items at most.
    pub limit: i64,
    /// The last id of the page before; lists go from new to old.
    pub after: Option<String>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page goes on, if there is one.
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// A page from rows of which one more than the limit was asked for.
    pub fn of(mut items: Vec<T>, page: &Page, id: impl Fn(&T) -> String) -> Self {
        let most = page.limit.clamp(1, MOST) as usize;
        let more = items.len() > most;
        items.truncate(most);
        let next = items.last().filter(|_| more).map(id);
        Self { items, next }
    }
}
