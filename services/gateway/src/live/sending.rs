//! The last span of a trace: an event on its way to the sockets that show it.
//!
//! There is one for each event, however many sockets there are: the messages that are made of an
//! event share it, and it ends when the last of them is written or given up. A slow client so shows
//! in its length. Where nothing is exported, messages carry no trace, and there is no span at all.

use std::sync::Arc;

use async_nats::Message;
use handup_bus::traceparent;
use handup_runtime::trace;
use tracing::Span;

/// Topic of what concerns one person, as spans have it.
pub(crate) const ME: &str = "me";
/// Topic of a lab, as spans have it: without its id, which would make as many names as labs.
pub(crate) const LAB: &str = "lab/{lab_id}";

/// What is to be shown has happened in this trace, if it is traced.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cause<'m>(Option<&'m str>);

impl<'m> Cause<'m> {
    /// Nothing has happened: something was read anew.
    pub(crate) const NONE: Self = Self(None);

    /// The trace that the message of an event carries.
    pub(crate) fn of(message: &'m Message) -> Self {
        Self(traceparent(message.headers.as_ref()))
    }

    /// Begins to send to the sockets that watch `topic`. Nothing where there are none, or no trace.
    pub(crate) fn send(self, topic: &str, sockets: impl FnOnce() -> usize) -> Option<Sending> {
        let traceparent = self.0?;
        let sockets = sockets();
        if sockets == 0 {
            return None;
        }
        let span = tracing::info_span!(
            "event.send",
            otel.name = format!("send {topic}"),
            // It consumes the event; browsers know nothing of traces.
            otel.kind = "consumer",
            messaging.system = "nats",
            messaging.operation.name = "send",
            messaging.operation.type = "process",
            handup.sockets = sockets,
        );
        trace::join(&span, Some(traceparent));
        // Nobody enters it: its end would be when it was left, and not when it is dropped.
        Some(Sending(Arc::new(span)))
    }
}

/// Holds the span of an event open.
#[derive(Debug, Clone)]
pub(crate) struct Sending(#[expect(dead_code, reason = "held, not read")] Arc<Span>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_trace_or_a_socket_nothing_is_begun() {
        let cause = Cause(Some(
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ));
        assert!(cause.send(LAB, || 3).is_some());
        assert!(cause.send(LAB, || 0).is_none());
        assert!(Cause::NONE.send(ME, || 3).is_none());
    }
}
