//! What the kernel tells of processes: their memory and the processor time they used.

use std::time::{Duration, Instant};

use anyhow::Context as _;

/// Ticks a second in `/proc`, the same on all Linux machines of today (`USER_HZ`).
const TICKS: f64 = 100.0;

/// The processes of one side.
#[derive(Debug, Clone, Copy)]
pub struct Processes {
    /// Floor or system.
    pub server: u32,
    /// Its nats-server.
    pub nats: u32,
}

/// Processor time used up to a moment, in ticks.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    at: Instant,
    server: f64,
    nats: f64,
    load: f64,
    machine: f64,
}

/// Processors that were kept busy between two moments.
#[derive(Debug, Clone, Copy)]
pub struct Cores {
    /// By the floor or the system.
    pub server: f64,
    /// By its nats-server.
    pub nats: f64,
    /// By the loading side.
    pub load: f64,
    /// By everything else on the machine: PostgreSQL, and whatever disturbs the measurement.
    pub rest: f64,
}

impl Processes {
    /// Of one side.
    #[must_use]
    pub fn new(server: u32, nats: u32) -> Self {
        Self { server, nats }
    }

    /// Resident size of both together, in bytes.
    ///
    /// # Errors
    /// If one has ended.
    pub fn memory(self) -> anyhow::Result<u64> {
        Ok(resident(self.server)? + resident(self.nats)?)
    }

    /// Processor time used so far.
    ///
    /// # Errors
    /// If one has ended.
    pub fn usage(self) -> anyhow::Result<Usage> {
        Ok(Usage {
            at: Instant::now(),
            server: ticks_of(self.server)?,
            nats: ticks_of(self.nats)?,
            load: ticks_of(std::process::id())?,
            machine: machine_ticks()?,
        })
    }
}

impl Usage {
    /// Processors kept busy since `earlier`.
    #[must_use]
    pub fn since(self, earlier: Usage) -> Cores {
        let seconds = (self.at - earlier.at)
            .max(Duration::from_millis(1))
            .as_secs_f64();
        let cores = |now: f64, then: f64| (now - then) / TICKS / seconds;
        let server = cores(self.server, earlier.server);
        let nats = cores(self.nats, earlier.nats);
        let load = cores(self.load, earlier.load);
        let machine = cores(self.machine, earlier.machine);
        Cores {
            server,
            nats,
            load,
            rest: (machine - server - nats - load).max(0.0),
        }
    }
}

fn resident(pid: u32) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kib: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().strip_suffix(" kB"))
        .context("VmRSS")?
        .trim()
        .parse()?;
    Ok(kib * 1024)
}

fn ticks_of(pid: u32) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name may hold anything, so fields are counted from the bracket that ends it.
    let (_, fields) = stat.rsplit_once(')').context("/proc/pid/stat")?;
    sum(fields.split_whitespace().skip(11).take(2))
}

/// Busy ticks of all processors: user, nice, system, interrupts; without idling and waiting.
fn machine_ticks() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/stat")?;
    let fields: Vec<_> = stat
        .lines()
        .next()
        .context("/proc/stat")?
        .split_whitespace()
        .collect();
    let busy = fields.get(1..4).context("/proc/stat")?.iter();
    let interrupts = fields.get(6..8).context("/proc/stat")?.iter();
    sum(busy.chain(interrupts).copied())
}

fn sum<'a>(fields: impl Iterator<Item = &'a str>) -> anyhow::Result<f64> {
    let mut sum = 0.0;
    for field in fields {
        sum += field.parse::<f64>()?;
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_memory_and_uses_time() {
        let this = Processes::new(std::process::id(), std::process::id());
        assert!(this.memory().unwrap() > 1024 * 1024);
        let before = this.usage().unwrap();
        while this.usage().unwrap().load - before.load < 2.0 {
            std::hint::spin_loop();
        }
        let cores = this.usage().unwrap().since(before);
        assert!(cores.load > 0.0);
        assert!(cores.server > 0.0);
    }
}
