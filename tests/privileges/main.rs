//! What each service may do at all, with the users of `k8s/base/nats/users.conf`: its own work, and
//! nothing else; and what forged names and tokens gain inside the cluster: nothing.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod forged;
mod subjects;
mod wire;
mod work;
