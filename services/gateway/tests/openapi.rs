//! The committed OpenAPI document is what the code says.

use std::path::Path;

/// Set to 1, the test writes the document instead of comparing it.
const UPDATE: &str = "HANDUP_UPDATE";

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test may be asked by the environment to write its snapshot"
)]
fn the_committed_document_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let current = handup_gateway::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var_os(UPDATE).is_some_and(|value| value == "1") {
        std::fs::write(&file, &current).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == current,
        "openapi.json is stale: run this test with {UPDATE}=1, then `npm run generate` in web/"
    );
}
