//! The generated days: their totals, and that the committed data is what the generator writes.

use onward::generate::{Overwrite, Preset, generate};

#[test]
#[ignore = "writes the committed data: run by hand with ONWARD_WRITE_DATA=DIR"]
fn write_data() {
    let base = std::path::PathBuf::from(std::env::var_os("ONWARD_WRITE_DATA").expect("a folder"));
    for preset in Preset::ALL {
        let folder = base.join(preset.name());
        generate(preset, preset.default_seed()).write(&folder, Overwrite::Replace).expect("writes");
    }
}
