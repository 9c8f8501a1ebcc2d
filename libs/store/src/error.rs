use handup_contracts::{Code, Problem};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Why a read or a write came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule refused it; the database is fine.
    #[error(transparent)]
    Rejected(#[from] Problem),
    /// The database refused or could not be reached.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Error {
    /// Whether a unique index refused the write.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Error::Database(err)
            if matches!(err.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
    }

    /// Whether the database is away or too busy, so that the same call may succeed later.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        match self {
            Error::Rejected(problem) => problem.code == Code::Unavailable,
            Error::Database(err) => is_connection_fault(err),
        }
    }
}

fn is_connection_fault(err: &DbErr) -> bool {
    match err {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(err)) | DbErr::Query(RuntimeErr::SqlxError(err)) => {
            use sqlx::Error as Sqlx;
            match err.as_ref() {
                Sqlx::Io(_)
                | Sqlx::Tls(_)
                | Sqlx::Protocol(_)
                | Sqlx::PoolTimedOut
                | Sqlx::PoolClosed
                | Sqlx::WorkerCrashed => true,
                // PostgreSQL: class 57 operator intervention, class 08 connection exception,
                // class 53 insufficient resources, 40001/40P01 serialisation and deadlock,
                // 25006 read-only after a failover. SQLite: 5 busy, 6 locked.
                Sqlx::Database(err) => err.code().is_some_and(|code| {
                    ["57", "08", "53"]
                        .iter()
                        .any(|class| code.len() == 5 && code.starts_with(class))
                        || ["40001", "40P01", "25006", "5", "6", "261", "517"]
                            .contains(&code.as_ref())
                }),
                _ => false,
            }
        }
        _ => false,
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Rejected(problem) => problem,
            Error::Database(err) if is_connection_fault(&err) => {
                Problem::unavailable(format!("database: {err}"))
            }
            Error::Database(err) => Problem::internal(format!("database: {err}")),
        }
    }
}
