//! A new key for all that is stored.
//!
//! The new key goes into the key file first, so that whoever opens a blob sealed with it finds it there. Then every blob is
//! sealed anew, one by one, while the service runs. Old keys stay in the file until they are taken out on purpose: a process
//! that hadn't read the file yet may still have sealed with one.

use std::path::Path;

use super::keys::{self, Key, KeyError};
use super::problem::Problem;
use super::store::{Store, StoreError};
use super::vault::{self, Vault};

/// Why a key can't be changed.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The key file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is stored.
    #[error(transparent)]
    Locked(Box<Problem>),
    /// An old key is still needed.
    #[error("the key {0:08x} still seals {1} blobs: run `onward rotate-key` first")]
    Needed(u32, u64),
}

/// Blobs at a time.
const STEP: i64 = 50;

/// Adds a new key and seals everything with it; how many blobs.
///
/// # Errors
/// [`RotationError`]; begun again, it goes on with another new key.
pub async fn rotate(store: &dyn Store, file: &Path) -> Result<u64, RotationError> {
    let mut all = keys::read(file)?;
    all.insert(0, Key::random());
    keys::write(file, &all)?;
    let vault = Vault::new(&all);
    let mut sealed = 0;
    let mut last = (String::new(), String::new());
    loop {
        let papers = store.papers_after(&last.0, &last.1, STEP).await?;
        for paper in &papers {
            if vault::key_of(&paper.sealed) == vault.current() {
                continue;
            }
            let open = vault.open(&paper.owner, &paper.part, &paper.sealed);
            let anew = open.and_then(|plain| vault.seal(&paper.owner, &paper.part, &plain));
            let anew = anew.map_err(RotationError::Locked)?;
            sealed += u64::from(store.reseal(paper, &anew).await?);
        }
        match papers.last() {
            Some(paper) => last = (paper.owner.clone(), paper.part.clone()),
            None => return Ok(sealed),
        }
    }
}

/// Takes all keys but the newest out of the file, if nothing is sealed with them any more; how many.
///
/// # Errors
/// [`RotationError::Needed`] and the others.
pub async fn forget(store: &dyn Store, file: &Path) -> Result<usize, RotationError> {
    let all = keys::read(file)?;
    let newest = all.first().map(|key| key.id);
    let mut last = (String::new(), String::new());
    let mut old = std::collections::BTreeMap::<u32, u64>::new();
    loop {
        let papers = store.papers_after(&last.0, &last.1, STEP).await?;
        for key in papers.iter().filter_map(|paper| vault::key_of(&paper.sealed)).filter(|key| Some(*key) != newest) {
            *old.entry(key).or_default() += 1;
        }
        match papers.last() {
            Some(paper) => last = (paper.owner.clone(), paper.part.clone()),
            None => break,
        }
    }
    if let Some((key, blobs)) = old.into_iter().next() {
        return Err(RotationError::Needed(key, blobs));
    }
    keys::write(file, &all[..1])?;
    Ok(all.len() - 1)
}
