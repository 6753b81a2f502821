//! What HiGHS offers by its C interface alone: which rows its basis needs, and rows taken out of it while it stays.
//!
//! All the code that the compiler can't vouch for is here.
#![allow(unsafe_code)]

use highs::Model;
use highs_sys::HighsInt;

/// HiGHS's name of what is basic.
const BASIC: HighsInt = 1;

/// Whether the slack of each row is basic.
pub fn rows(model: &mut Model) -> Vec<bool> {
    let mut columns: Vec<HighsInt> = vec![0; model.num_cols()];
    let mut rows: Vec<HighsInt> = vec![0; model.num_rows()];
    // SAFETY: the pointer is that of a living instance, borrowed for as long as the call lasts, and the arrays have as many
    // entries as the instance has columns and rows, which the call writes.
    let status = unsafe { highs_sys::Highs_getBasis(model.as_mut_ptr(), columns.as_mut_ptr(), rows.as_mut_ptr()) };
    // Without a basis nothing is known to be idle.
    rows.into_iter().map(|row| status == highs_sys::STATUS_OK && row == BASIC).collect()
}

/// Takes rows out of HiGHS, which keeps its basis if they are basic, and numbers the others anew; whether it did.
pub fn delete_rows(model: &mut Model, gone: &[bool]) -> bool {
    let mut mask: Vec<HighsInt> = gone.iter().map(|&gone| HighsInt::from(gone)).collect();
    assert_eq!(mask.len(), model.num_rows(), "the mask has an entry for each row");
    // SAFETY: the pointer is that of a living instance, borrowed for as long as the call lasts, and the mask has as many
    // entries as the instance has rows, which the call reads and writes.
    let status = unsafe { highs_sys::Highs_deleteRowsByMask(model.as_mut_ptr(), mask.as_mut_ptr()) };
    status == highs_sys::STATUS_OK
}
