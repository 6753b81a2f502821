//! Has the program built anew when the planners' page was: `make page` writes src/page/dist, which is embedded where it stands.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/page/dist");
}
