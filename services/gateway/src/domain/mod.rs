//! Pure rules of the live relay: in which order changes count, what a lab's picture is, and who
//! sees what of it.

pub(crate) mod picture;
pub(crate) mod reorder;
pub(crate) mod view;

#[cfg(test)]
mod tests;
