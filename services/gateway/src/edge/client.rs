//! The address a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::App;

/// Address of the client: the one it connects from or, behind proxies, the one the outermost of
/// ours has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl FromRequestParts<Arc<App>> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Ok(Self(address(peer, &parts.headers, app.config.trusted_hops)))
    }
}

/// Each proxy appends the address it was called from, so the last entries are those of ours.
fn address(peer: IpAddr, headers: &HeaderMap, trusted_hops: usize) -> IpAddr {
    if trusted_hops == 0 {
        return peer;
    }
    let named: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    named
        .len()
        .checked_sub(trusted_hops)
        .and_then(|index| named.get(index))
        .and_then(|text| text.parse().ok())
        .unwrap_or(peer)
}

/// What limits are counted by: the address, or the network that one subscriber has in IPv6.
pub(crate) fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(forwarded: &str, trusted_hops: usize) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        address(IpAddr::from([10, 0, 0, 1]), &headers, trusted_hops).to_string()
    }

    #[test]
    fn only_what_trusted_proxies_appended_is_believed() {
        assert_eq!(seen("6.6.6.6, 192.0.2.7", 0), "10.0.0.1");
        assert_eq!(seen("6.6.6.6, 192.0.2.7", 1), "192.0.2.7");
        assert_eq!(seen("6.6.6.6, 192.0.2.7, 10.0.0.9", 2), "192.0.2.7");
        assert_eq!(seen("nonsense", 1), "10.0.0.1");
        assert_eq!(seen("192.0.2.7", 3), "10.0.0.1");
    }

    #[test]
    fn one_subscriber_is_one_network() {
        let one: IpAddr = "2001:db8:1:2::1".parse().unwrap();
        let other: IpAddr = "2001:db8:1:2:ffff::9".parse().unwrap();
        assert_eq!(subscriber(one), subscriber(other));
        let mapped: IpAddr = "::ffff:192.0.2.7".parse().unwrap();
        assert_eq!(subscriber(mapped).to_string(), "192.0.2.7");
    }
}
