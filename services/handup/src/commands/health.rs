use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anyhow::Context as _;
use handup_runtime::health::Report;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::commands::say;
use crate::settings::Settings;

/// Longer than the health port itself waits for what it asks.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, clap::Args)]
pub(super) struct Health {}

impl Health {
    pub(super) async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let address = reachable(&settings.listen.health)?;
        let report = tokio::time::timeout(PATIENCE, ask(address))
            .await
            .with_context(|| format!("{address} does not answer"))??;
        let faults: Vec<String> = report
            .checks
            .iter()
            .filter(|(_, answer)| *answer != "ok")
            .map(|(name, answer)| format!("{name}: {}", answer.replace('\n', " ")))
            .collect();
        anyhow::ensure!(report.ready, "not ready: {}", faults.join("; "));
        say("ready");
        Ok(())
    }
}

/// Where a port is asked that listens at `address`: "everywhere" is no place to ask.
fn reachable(address: &str) -> anyhow::Result<SocketAddr> {
    let mut address: SocketAddr = address
        .parse()
        .with_context(|| format!("listen.health {address}"))?;
    anyhow::ensure!(
        address.port() != 0,
        "listen.health has port 0: only the log says which port it got"
    );
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    Ok(address)
}

/// `GET /ready`, in HTTP 1.0: the answer then comes in one piece and ends with the connection.
async fn ask(address: SocketAddr) -> anyhow::Result<Report> {
    let mut connection = TcpStream::connect(address)
        .await
        .with_context(|| format!("nobody listens at {address}"))?;
    connection.write_all(b"GET /ready HTTP/1.0\r\n\r\n").await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    let (_, body) = answer
        .split_once("\r\n\r\n")
        .with_context(|| format!("{address} is no health port"))?;
    serde_json::from_str(body).with_context(|| format!("{address} is no health port"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_listens_everywhere_is_asked_on_loopback() {
        let asked = |address: &str| reachable(address).unwrap().to_string();
        assert_eq!(asked("0.0.0.0:9090"), "127.0.0.1:9090");
        assert_eq!(asked("[::]:9090"), "[::1]:9090");
        assert_eq!(asked("10.0.0.7:9090"), "10.0.0.7:9090");
    }

    #[test]
    fn a_port_that_nobody_knows_before_is_refused() {
        reachable("127.0.0.1:0").unwrap_err();
    }
}
