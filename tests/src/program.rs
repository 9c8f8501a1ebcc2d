use std::path::PathBuf;

/// The executable that was built beside the tests.
#[must_use]
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test is a program too");
    let folder = test.ancestors().nth(2).expect("the folder of programs");
    let program = folder.join("handup");
    assert!(
        program.is_file(),
        "{}: build it with `cargo build -p handup`",
        program.display()
    );
    program
}
