//! Long lists come in pages.

use serde::Deserialize;

/// Most entries of a page.
const LARGEST: i32 = 100;

/// How many entries a page has.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "i32")]
pub(crate) struct PageSize(i32);

impl TryFrom<i32> for PageSize {
    type Error = String;

    fn try_from(size: i32) -> Result<Self, String> {
        if (1..=LARGEST).contains(&size) {
            Ok(Self(size))
        } else {
            Err(format!("a page has 1 to {LARGEST} entries"))
        }
    }
}

impl PageSize {
    /// As services want it: 0 leaves the choice to them.
    pub(crate) fn or_usual(size: Option<Self>) -> i32 {
        size.map_or(0, |size| size.0)
    }
}
