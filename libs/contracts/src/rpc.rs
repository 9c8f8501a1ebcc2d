//! What an RPC method is, and the subject it is called on.

use prost::Message;

/// One RPC method. Implemented by the unit structs generated from the `service` blocks of the
/// schemas, such as [`crate::v1::request::methods::Accept`].
pub trait Method: Copy + Send + Sync + 'static {
    /// Name of the service that answers, such as `"request"`.
    const SERVICE: &'static str;
    /// Name of the method on the wire, such as `"accept"`.
    const NAME: &'static str;
    /// What the caller sends.
    type Request: Message + Default + Send + 'static;
    /// What the service answers.
    type Reply: Message + Default + Send + 'static;
}

/// Version of all RPC subjects. A breaking change of a method gets the next number beside this one.
pub const VERSION: &str = "v1";

/// Subject of `method` of `service`: `<prefix>.rpc.<service>.v1.<method>`.
#[must_use]
pub fn subject(prefix: &str, service: &str, method: &str) -> String {
    format!("{prefix}.rpc.{service}.{VERSION}.{method}")
}

/// All services with their methods: what discovery, allow-lists and documentation are made from.
pub const TABLE: &[(&str, &[&str])] = &[
    ("auth", crate::v1::auth::methods::ALL),
    ("request", crate::v1::request::methods::ALL),
    ("assignment", crate::v1::assignment::methods::ALL),
    ("notification", crate::v1::notification::methods::ALL),
    ("analytics", crate::v1::analytics::methods::ALL),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::request::methods::{Accept, WatchQueue};

    #[test]
    fn a_method_is_called_on_the_subject_of_its_service_and_version() {
        assert_eq!(
            subject("t1", Accept::SERVICE, Accept::NAME),
            "t1.rpc.request.v1.accept"
        );
        assert_eq!(WatchQueue::NAME, "watch_queue");
    }
}
