//! How much a feed may hold. Generous beyond any real feed; they keep a hostile one from taking memory, time, or the
//! exactness of a sum. docs/feed.md lists them.

/// Bytes of one file, unpacked.
pub const FILE_BYTES: u64 = 128 << 20;
/// Bytes of `policy.json`.
pub const POLICY_BYTES: u64 = 1 << 20;
/// Bytes of all files together, unpacked; also of a feed given as JSON.
pub const FEED_BYTES: u64 = 256 << 20;
/// Bytes of a cell.
pub const CELL_BYTES: usize = 64 << 10;
/// Rows of a table.
pub const ROWS: usize = 1_000_000;
/// Rows of `transit.csv`, each of which is compared with every other.
pub const TRANSIT_ROWS: usize = 10_000;
/// Columns of a table.
pub const COLUMNS: usize = 256;
/// Faults kept of one file.
pub const FAULTS: usize = 10_000;
/// Entries of a zip.
pub const ZIP_ENTRIES: usize = 1_000;
/// Most unpacked bytes for a packed one, once [`ZIP_RATIO_FROM`] bytes are unpacked.
pub const ZIP_RATIO: u64 = 200;
/// Bytes up to which no ratio is held against an entry.
pub const ZIP_RATIO_FROM: u64 = 16 << 20;
/// Levels of JSON.
pub const JSON_DEPTH: usize = 32;
/// Keys of one JSON object.
pub const JSON_KEYS: usize = 1_000;
/// Characters of a name or other free text.
pub const TEXT_CHARS: usize = 500;
/// Any amount of money, in whole units of its currency and of the plan's.
pub const AMOUNT: i64 = 1_000_000_000_000;
/// Whole minor units that a sum of every cost in the feed must stay under: exact in 64 bits with room to spare.
pub const TOTAL_MINOR: i64 = 2_000_000_000_000_000_000;
/// Days from `start` to `end`.
pub const PERIOD_DAYS: i64 = 800;
/// Persons, seats, beds and other counts.
pub const COUNT: i64 = 1_000_000;
/// Seats and other places of one sector.
pub const SEATS: i64 = 10_000;
/// Sectors of an itinerary.
pub const SECTORS: i64 = 20;
/// Days of lead time or rest.
pub const DAYS: i64 = 3_660;
/// Hours of a duration.
pub const HOURS: i64 = 10_000;
