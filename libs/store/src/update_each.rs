//! Several rows changed in one statement.

use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait as _, QueryFilter as _, Value};
use uuid::Uuid;

use crate::error::Error;
use crate::pieces::padded;
use crate::write::WriteTx;

/// Most rows in one statement: each is compared with each.
const LARGEST: usize = 64;

/// Sets `columns` of several rows of `E`, in each row to values of its own. `rows` has the values of
/// the column `id`, each once, and what belongs to them.
///
/// # Errors
/// If the database refuses.
pub async fn update_each<E: EntityTrait, const COLUMNS: usize>(
    tx: &WriteTx,
    id: E::Column,
    columns: [E::Column; COLUMNS],
    rows: &[(Uuid, [Value; COLUMNS])],
) -> Result<(), Error> {
    for rows in rows.chunks(LARGEST) {
        let rows = padded(rows.to_vec());
        let mut update = E::update_many();
        for (index, column) in columns.iter().enumerate() {
            let value = rows
                .iter()
                .fold(CaseStatement::new(), |case, (row, values)| {
                    case.case(Expr::col(id).eq(*row), values[index].clone())
                });
            update = update.col_expr(*column, value.into());
        }
        update
            .filter(id.is_in(rows.iter().map(|(row, _)| *row)))
            .exec(tx)
            .await?;
    }
    Ok(())
}
