//! Which fields a line of a text log shows.

use std::error::Error;
use std::fmt::{self, Debug};

use tracing::field::{Field, Visit};
use tracing::span::Record;
use tracing_subscriber::field::{RecordFields, VisitOutput as _};
use tracing_subscriber::fmt::format::{DefaultVisitor, Writer};
use tracing_subscriber::fmt::{FormatFields, FormattedFields};

/// Fields that say the same as others, in the words of the conventions for traces.
const FOR_TRACES: [&str; 5] = [
    "otel.",
    "rpc.system",
    "messaging.system",
    "messaging.operation",
    "messaging.destination",
];

/// Leaves out what only traces need: lines stay short, and a span costs less.
#[derive(Debug)]
pub(crate) struct ForPeople;

impl<'w> FormatFields<'w> for ForPeople {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut shown = Shown(DefaultVisitor::new(writer, true));
        fields.record(&mut shown);
        shown.0.finish()
    }

    fn add_fields(
        &self,
        current: &'w mut FormattedFields<Self>,
        fields: &Record<'_>,
    ) -> fmt::Result {
        let before = current.fields.len();
        if before > 0 {
            current.fields.push(' ');
        }
        let spaced = current.fields.len();
        self.format_fields(current.as_writer(), fields)?;
        if current.fields.len() == spaced {
            current.fields.truncate(before);
        }
        Ok(())
    }
}

struct Shown<'w>(DefaultVisitor<'w>);

impl Visit for Shown<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if is_shown(field) {
            self.0.record_debug(field, value);
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if is_shown(field) {
            self.0.record_str(field, value);
        }
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        if is_shown(field) {
            self.0.record_error(field, value);
        }
    }
}

fn is_shown(field: &Field) -> bool {
    !FOR_TRACES
        .iter()
        .any(|prefix| field.name().starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex, PoisonError};

    use tracing_subscriber::fmt::MakeWriter;

    use super::*;

    /// What was logged.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            lines.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Lines {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    /// The lines that `log` writes.
    fn logged(log: impl FnOnce()) -> String {
        let lines = Lines::default();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(lines.clone())
            .with_ansi(false)
            .with_target(false)
            .without_time()
            .fmt_fields(ForPeople)
            .finish();
        tracing::subscriber::with_default(subscriber, log);
        let bytes = lines.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn a_line_shows_its_own_fields_and_of_its_span_what_traces_alone_do_not_need() {
        let line = logged(|| {
            let span = tracing::info_span!(
                "rpc.serve",
                otel.name = "request/create",
                rpc.method = "request/create",
                rpc.system.name = "nats",
                otel.status_code = tracing::field::Empty,
                trace_id = tracing::field::Empty,
            );
            span.record("trace_id", "4bf9");
            span.record("otel.status_code", "ERROR");
            span.in_scope(|| tracing::info!(status = 503, error = %"away", "not possible now"));
        });
        assert_eq!(
            line,
            " INFO rpc.serve{rpc.method=\"request/create\" trace_id=\"4bf9\"}: \
             not possible now status=503 error=away\n"
        );
    }
}
