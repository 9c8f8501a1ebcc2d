//! A student asks for help. One open request per student and lab; the same idempotency key gives
//! the same answer.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{CreateReply, CreateRequest};
use handup_contracts::v1::types::{RequestOutcome, RequestStatus, Role};
use handup_runtime::ids;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::domain::fields::{self, Question};
use crate::domain::policy::{Order, Policy};
use crate::domain::queue;
use crate::domain::request::{HelpRequest, Party};
use crate::handlers::event::Stamp;
use crate::handlers::past::Past;
use crate::handlers::{lab_id, message};
use crate::store::labs::{self, LabRow};
use crate::store::requests::{self, Asked};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<CreateRequest>,
) -> Result<CreateReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let lab_id = lab_id(&call.input.lab_id)?;
    let question = fields::question(
        &app.config,
        Question {
            seat: call.input.seat,
            description: call.input.description,
            topic: call.input.topic,
            shared: call.input.shared,
        },
    )?;
    fields::idempotency_key(&call.input.idempotency_key)?;
    let role = app
        .directory
        .require(&call.caller, &person, lab_id, Role::Student)
        .await?;
    if role != Role::Student {
        return Err(Problem::forbidden(
            "You are on the staff of this lab; only students ask for help.",
        ));
    }
    let ask = Arc::new(Ask {
        id: ids::new_id(),
        lab_id,
        student: Party {
            id: person.id,
            name: person.name.clone(),
        },
        question,
        idempotency_key: Some(call.input.idempotency_key).filter(|key| !key.is_empty()),
        stamp: Stamp::new(&app, person.actor()),
    });
    let work = Arc::clone(&ask);
    let written = app
        .store
        .write_tx(&lab_id.to_string(), move |tx| {
            let work = Arc::clone(&work);
            async move { work.run(tx).await }.boxed()
        })
        .await;
    let (asked, repeated_call) = match written {
        Err(error) if error.is_unique_violation() => (ask.first_answer(&app, error).await?, true),
        written => written?,
    };
    Ok(CreateReply {
        request: Some(message::request(&asked.request)),
        position: asked.position,
        revision: asked.revision,
        repeated_call,
    })
}

struct Ask {
    id: Uuid,
    lab_id: Uuid,
    student: Party,
    question: Question,
    idempotency_key: Option<String>,
    stamp: Stamp,
}

impl Ask {
    async fn run(&self, tx: &WriteTx) -> Result<(Asked, bool), Error> {
        let lab = labs::lock_to_ask(tx, self.lab_id).await?;
        let policy = lab.policy()?;
        let past = Past::read(tx, &lab, &policy, self.student.id, self.stamp.at_ms).await?;
        let mut asked = self.asked(&lab, &policy, past.helped_before);
        if policy.order != Order::Fifo {
            // Not always the last.
            tx.save_gathered().await?;
            asked.position = requests::position(tx, self.lab_id, asked.request.place).await?;
        }
        let refused = match self.refusal(&lab, &past)? {
            Some(refused) => refused,
            None if requests::add(tx, &asked).await? => {
                labs::next_revision(tx, &lab, 1);
                tx.emit(self.stamp.request(
                    "created",
                    &asked.request,
                    asked.revision,
                    String::new(),
                ));
                return Ok((asked, false));
            }
            None => Problem::conflict("You already have an open request in this lab."),
        };
        // A repeated call gets its first answer, whatever has happened since.
        if let Some(key) = &self.idempotency_key {
            tx.save_gathered().await?;
            let asked = requests::asked_with_key(tx, self.lab_id, self.student.id, key).await?;
            if let Some(asked) = asked {
                return Ok((asked, true));
            }
        }
        Err(refused.into())
    }

    /// The answer to an earlier call with the same key, whose request has ended since: asking for it
    /// before each create would cost a statement, so that the index says that there is one.
    async fn first_answer(&self, app: &App, refused: Error) -> Result<Asked, Error> {
        let Some(key) = &self.idempotency_key else {
            return Err(refused);
        };
        let asked =
            requests::asked_with_key(app.store.read(), self.lab_id, self.student.id, key).await?;
        asked.ok_or(refused)
    }

    /// Why the lab takes no such request, if it does not.
    fn refusal(&self, lab: &LabRow, past: &Past) -> Result<Option<Problem>, Error> {
        if let Some(refused) = past.refusal(lab) {
            return Ok(Some(refused));
        }
        Ok(fields::topic(&self.question.topic, &lab.topics()?).err())
    }

    fn asked(&self, lab: &LabRow, policy: &Policy, helped_before: i32) -> Asked {
        // The revision grows with every request, so that it also gives the order of arrival.
        let revision = lab.revision + 1;
        let request = HelpRequest {
            id: self.id,
            organisation_id: lab.organisation_id,
            lab_id: self.lab_id,
            student: self.student.clone(),
            helper: None,
            status: RequestStatus::Pending,
            outcome: RequestOutcome::Unspecified,
            question: self.question.clone(),
            place: queue::place_under(policy.order, revision, helped_before),
            note: String::new(),
            put_backs: 0,
            created_at_ms: self.stamp.at_ms,
            accepted_at_ms: 0,
            first_accepted_at_ms: 0,
            finished_at_ms: 0,
            version: 1,
            held_from_ms: 0,
            held_until_ms: 0,
            held_ms: 0,
            helped_before,
            companions: Vec::new(),
        };
        Asked {
            request,
            idempotency_key: self.idempotency_key.clone(),
            position: i32::try_from(lab.waiting + 1).unwrap_or(i32::MAX),
            revision,
        }
    }
}
