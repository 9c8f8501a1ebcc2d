//! Who has joined which request: written as part of the request, and found by student.

use handup_contracts::Problem;
use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{QuerySelect, QueryTrait as _, Set};

use crate::domain::request::Companion;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "companions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub student_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub request_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{ActiveModel, Column, Entity};

/// What stands in the request's row for nobody.
const NOBODY: &str = "[]";

/// As they stand in the request's row.
pub(super) fn written(companions: &[Companion]) -> String {
    if companions.is_empty() {
        NOBODY.to_owned()
    } else {
        serde_json::json!(companions).to_string()
    }
}

/// From the request's row.
pub(super) fn read(text: &str) -> Result<Vec<Companion>, Error> {
    if text == NOBODY {
        return Ok(Vec::new());
    }
    serde_json::from_str(text)
        .map_err(|error| Problem::internal(format!("the companions of a request: {error}")).into())
}

/// The ids of the requests that the student has joined.
pub(super) fn requests_of(student_id: Uuid) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::RequestId)
        .filter(Column::StudentId.eq(student_id))
        .into_query()
}

/// Has these found by their students, and no others who may have joined before.
pub(super) async fn save(
    tx: &WriteTx,
    request_id: Uuid,
    companions: &[Companion],
) -> Result<(), Error> {
    Entity::delete_many()
        .filter(Column::RequestId.eq(request_id))
        .exec(tx)
        .await?;
    if companions.is_empty() {
        return Ok(());
    }
    let rows = companions.iter().map(|companion| ActiveModel {
        student_id: Set(companion.student.id),
        request_id: Set(request_id),
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
