//! The shipped catalogue is compiled in: build again when a file of it changes.

fn main() {
    println!("cargo::rerun-if-changed=../../catalogue");
}
