//! How the process asks for memory.

/// Refuses huge pages for this process and those it starts. They save a little time where memory is
/// used densely; here they kept tens of megabytes that nobody used, and twice the memory of a
/// socket.
pub fn refuse_huge_pages() {
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::debug!(%error, "huge pages could not be refused");
    }
}
