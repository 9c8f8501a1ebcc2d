//! Has the web client embedded again whenever it was built anew.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let dist = Path::new("web/dist");
    // A folder that is not there would count as changed at every build.
    std::fs::create_dir_all(dist)?;
    println!("cargo:rerun-if-changed={}", dist.display());
    Ok(())
}
