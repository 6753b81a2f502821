//! HiGHS reading an MPS file by itself, with nothing of the library in between.

use std::ffi::{CString, c_void};
use std::path::Path;

use highs_sys::*;

/// What HiGHS makes of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found {
    /// The least objective.
    Optimum(f64),
    /// There is no solution.
    Infeasible,
}

/// A model as HiGHS read it.
pub struct Model(*mut c_void);

impl Model {
    pub fn read(path: &Path) -> Self {
        let name = CString::new(path.to_str().unwrap()).unwrap();
        // SAFETY: the instance is HiGHS's own until it is destroyed, and the strings outlive the calls.
        unsafe {
            let highs = Highs_create();
            Highs_setBoolOptionValue(highs, c"output_flag".as_ptr(), 0);
            Highs_setIntOptionValue(highs, c"threads".as_ptr(), 1);
            Highs_setDoubleOptionValue(highs, c"mip_rel_gap".as_ptr(), 0.0);
            Highs_setDoubleOptionValue(highs, c"mip_abs_gap".as_ptr(), 0.0);
            assert_eq!(Highs_readModel(highs, name.as_ptr()), kHighsStatusOk, "{}", path.display());
            Self(highs)
        }
    }

    /// Columns and rows.
    pub fn size(&self) -> (usize, usize) {
        // SAFETY: the instance lives.
        unsafe { (Highs_getNumCol(self.0) as usize, Highs_getNumRow(self.0) as usize) }
    }

    pub fn solve(&self) -> Found {
        // SAFETY: the instance lives.
        unsafe {
            Highs_run(self.0);
            match Highs_getModelStatus(self.0) {
                status if status == kHighsModelStatusOptimal => Found::Optimum(Highs_getObjectiveValue(self.0)),
                status if status == kHighsModelStatusInfeasible => Found::Infeasible,
                // Rows without columns: those that hold are never written down.
                status if status == kHighsModelStatusModelEmpty && self.size().1 > 0 => Found::Infeasible,
                status => panic!("HiGHS ended with status {status}"),
            }
        }
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        // SAFETY: nobody else has the instance.
        unsafe { Highs_destroy(self.0) }
    }
}
