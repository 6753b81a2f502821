//! What is open to everyone: health, metrics, the API's description, the page.

pub mod health;
pub mod metrics;
pub mod page;
pub mod ready;
pub mod reference;
