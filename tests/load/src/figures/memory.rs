//! Resident size: of the whole set while nobody is there, and of each idle socket.

use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _};
use uuid::Uuid;

use crate::figures::Sample;
use crate::socket::Socket;
use crate::target::Target;

/// Labs that the sockets watch.
pub const LABS: usize = 8;
const SOCKETS: u32 = 2_000;
const OPENED_AT_ONCE: usize = 32;
/// How long the sockets stay open before the memory is read: what was needed only to open them
/// has then been given back.
const REST: Duration = Duration::from_secs(2);

/// Sockets opened before: what the first ones cost (caches, connections between services, the
/// allocator's first pages) is not what one more costs.
const FIRST: u32 = 500;

/// Measures both.
pub async fn measure(target: &mut Target) -> anyhow::Result<Vec<Sample>> {
    let labs = target.world.fresh_labs(LABS)?;
    let first = open(target, &labs, FIRST).await?;
    let before = target.processes.memory()?;
    let sockets = open(target, &labs, SOCKETS).await?;
    let after = target.processes.memory()?;
    drop((first, sockets));
    let mib = |bytes: f64| bytes / 1024.0 / 1024.0;
    let (idle, grown) = (
        target.idle_bytes as f64,
        after.saturating_sub(before) as f64,
    );
    Ok(vec![
        Sample::new("memory, idle", "resident MiB", mib(idle)),
        Sample::new(
            &format!("memory, {SOCKETS} idle sockets"),
            "each KiB",
            grown / 1024.0 / f64::from(SOCKETS),
        ),
    ])
}

/// Opens `count` sockets, and returns when they and the system have come to rest.
async fn open(target: &mut Target, labs: &[Uuid], count: u32) -> anyhow::Result<Vec<Socket>> {
    let world = &target.world;
    // As many tutors as students; everybody has several pages open.
    let people = world.tutors.iter().zip(&world.students);
    let people = people.flat_map(|(tutor, student)| [tutor, student]).cycle();
    let sockets = futures::stream::iter(people.zip(labs.iter().cycle()))
        .take(usize::try_from(count)?)
        .map(|(person, lab)| Socket::watch(target.http, person, *lab))
        .buffer_unordered(OPENED_AT_ONCE)
        .try_collect()
        .await?;
    target.settled().await?;
    tokio::time::timeout(REST, std::future::pending::<()>())
        .await
        .unwrap_or_default();
    Ok(sockets)
}
