//! What all commands on an existing request share.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::events::Actor;
use handup_contracts::v1::request::RequestReply;
use handup_contracts::v1::types::{RequestStatus, Role};
use handup_runtime::ids;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::domain::claim::{self, Circumstances};
use crate::domain::request::{By, Command, Decision, HelpRequest, Party, decide, successor};
use crate::domain::{fields, queue};
use crate::handlers::event::Stamp;
use crate::handlers::past::Past;
use crate::handlers::{message, no_such_request};
use crate::store::labs::{self, LabRow};
use crate::store::requests;

/// Who may give the command.
pub(super) enum Allowed {
    /// The student who asked.
    Owner,
    /// Other students of the lab.
    Classmate,
    /// Tutors and managers of the lab.
    Staff,
}

/// A request, and in which capacity somebody may act on it.
pub(super) struct Authorized {
    request_id: Uuid,
    or_else: Vec<Uuid>,
    pub(super) lab_id: Uuid,
    by: By,
    actor: Actor,
}

impl Authorized {
    /// Where the request does not wait any more, the first of these that does.
    pub(super) fn or_else(mut self, requests: Vec<Uuid>) -> Self {
        self.or_else = requests;
        self
    }
}

/// Has `command` carried out on the request `request_id` in the name of `caller`.
pub(super) async fn command(
    app: &Arc<App>,
    caller: &Caller,
    request_id: &str,
    allowed: Allowed,
    command: Command,
) -> Result<RequestReply, Problem> {
    let authorized = authorize(app, caller, request_id, allowed).await?;
    carry_out(app, authorized, command).await
}

/// Finds out whether `caller` is who may act on the request `request_id`.
pub(super) async fn authorize(
    app: &Arc<App>,
    caller: &Caller,
    request_id: &str,
    allowed: Allowed,
) -> Result<Authorized, Problem> {
    let person = app.verifier.person(caller).await?;
    let id = Uuid::parse_str(request_id).map_err(|_| no_such_request())?;
    let known = requests::find(app.store.read(), id)
        .await?
        .ok_or_else(no_such_request)?;
    let party = || Party {
        id: person.id,
        name: person.name.clone(),
    };
    let by = match allowed {
        Allowed::Owner if known.student.id == person.id => By::Owner,
        Allowed::Owner => {
            let role = app.directory.role(caller, &person, known.lab_id).await?;
            // Other students need not know that it exists.
            return Err(if role >= Role::Tutor || known.is_of(person.id) {
                Problem::forbidden("Only the student who asked may do this.")
            } else {
                no_such_request()
            });
        }
        Allowed::Classmate if known.student.id == person.id => {
            return Err(Problem::conflict("This is your own request."));
        }
        Allowed::Classmate => match app.directory.role(caller, &person, known.lab_id).await? {
            Role::Student => By::Classmate(party()),
            Role::Unspecified => return Err(no_such_request()),
            Role::Tutor | Role::Manager => {
                return Err(Problem::forbidden(
                    "You are on the staff of this lab; only students ask for help.",
                ));
            }
        },
        Allowed::Staff => {
            let role = app.directory.role(caller, &person, known.lab_id).await?;
            if role < Role::Tutor {
                return Err(if known.student.id == person.id {
                    Problem::forbidden("Only tutors and managers of this lab may do this.")
                } else {
                    no_such_request()
                });
            }
            By::Staff {
                party: party(),
                manager: role >= Role::Manager,
            }
        }
    };
    Ok(Authorized {
        request_id: id,
        or_else: Vec::new(),
        lab_id: known.lab_id,
        by,
        actor: person.actor(),
    })
}

/// Has `command` carried out by who is authorized.
pub(super) async fn carry_out(
    app: &Arc<App>,
    authorized: Authorized,
    command: Command,
) -> Result<RequestReply, Problem> {
    let lab_id = authorized.lab_id;
    let transition = Arc::new(Transition {
        lab_id,
        request_id: authorized.request_id,
        or_else: authorized.or_else,
        by: authorized.by,
        command,
        stamp: Stamp::new(app, authorized.actor),
        successor_id: ids::new_id(),
    });
    let (request, position) = app
        .store
        .write_tx(&lab_id.to_string(), move |tx| {
            let transition = Arc::clone(&transition);
            async move { transition.run(tx).await }.boxed()
        })
        .await?;
    Ok(RequestReply {
        request: Some(message::request(&request)),
        position,
    })
}

/// One command on one request, as work of a write transaction.
struct Transition {
    lab_id: Uuid,
    request_id: Uuid,
    /// What else it may be carried out on, of the same lab.
    or_else: Vec<Uuid>,
    by: By,
    command: Command,
    stamp: Stamp,
    /// Of the request that goes on where the student gives up one that others have joined.
    successor_id: Uuid,
}

impl Transition {
    async fn run(&self, tx: &WriteTx) -> Result<(HelpRequest, i32), Error> {
        let lab = labs::lock(tx, self.lab_id).await?;
        let request = self.target(tx).await?;
        let command = self.completed(tx, &lab, &request).await?;
        let request = match decide(&request, command, &self.by, self.stamp.at_ms)? {
            Decision::Unchanged => request,
            Decision::Changed {
                request: next,
                event,
                mut comment,
            } => {
                if let Command::Accept { by_offer } = self.command {
                    comment = self.allowed_claim(tx, &lab, &request, by_offer).await?;
                }
                save(tx, &lab, &request, &next, event, comment, &self.stamp).await?;
                if !next.is_open() && next.companions.is_empty() {
                    self.pass_on(tx, &request).await?;
                }
                *next
            }
        };
        let position = if request.status == RequestStatus::Pending {
            requests::position(tx, self.lab_id, request.place).await?
        } else {
            0
        };
        Ok((request, position))
    }

    /// What the command is about. Where a claim comes too late for the request itself, the first of
    /// the others that can be called, if there is one.
    async fn target(&self, tx: &WriteTx) -> Result<HelpRequest, Error> {
        let wanted = requests::find(tx, self.request_id)
            .await?
            .ok_or_else(no_such_request)?;
        let now_ms = self.stamp.at_ms;
        match &self.by {
            By::Staff { party, .. }
                if !self.or_else.is_empty() && !claim::is_about(&wanted, party, now_ms) =>
            {
                let open = requests::open(tx, self.lab_id).await?;
                Ok(claim::first_callable(&self.or_else, open, now_ms).unwrap_or(wanted))
            }
            _ => Ok(wanted),
        }
    }

    /// Who had joined goes on without the student who asked.
    async fn pass_on(&self, tx: &WriteTx, given_up: &HelpRequest) -> Result<(), Error> {
        let Some(next) = successor(given_up, self.successor_id) else {
            return Ok(());
        };
        requests::add_successor(tx, &next).await?;
        let lab = labs::lock(tx, self.lab_id).await?;
        let waits = i64::from(next.status == RequestStatus::Pending);
        let revision = labs::next_revision(tx, &lab, waits);
        let stamp = self.stamp.and_another();
        tx.emit(stamp.request("passed_on", &next, revision, String::new()));
        Ok(())
    }

    /// The command with what only the locked lab can tell.
    async fn completed(
        &self,
        tx: &WriteTx,
        lab: &LabRow,
        request: &HelpRequest,
    ) -> Result<Command, Error> {
        let mut command = self.command.clone();
        match &mut command {
            Command::Complete { topic, .. } => fields::topic(topic, &lab.topics()?)?,
            Command::Edit(question) => fields::topic(&question.topic, &lab.topics()?)?,
            Command::Hold { limit_s, .. } => *limit_s = lab.policy()?.hold_limit_s,
            Command::MoveFirst { place, .. } => {
                let open = requests::open(tx, self.lab_id).await?;
                *place = queue::front(open.iter().map(|request| request.place));
            }
            Command::Join { .. } => self.may_join(tx, lab, request).await?,
            Command::HandOver { to, .. } => self.may_take_one_more(tx, lab, to).await?,
            Command::Undo { place } if !request.is_open() => {
                let open = requests::open(tx, self.lab_id).await?;
                if let Some(again) = request
                    .students()
                    .find(|student| open.iter().any(|other| other.is_of(student.id)))
                {
                    let text = format!("{} has asked again meanwhile.", again.name);
                    return Err(Problem::conflict(text).into());
                }
                let places: Vec<i64> = open.iter().map(|other| other.place).collect();
                *place = queue::place_again(request.place, &places);
            }
            _ => {}
        }
        Ok(command)
    }

    /// Whether the lab's rules let a student join a request.
    async fn may_join(
        &self,
        tx: &WriteTx,
        lab: &LabRow,
        request: &HelpRequest,
    ) -> Result<(), Error> {
        let By::Classmate(student) = &self.by else {
            return Err(Problem::internal("somebody joins who is not a student").into());
        };
        if request.is_of(student.id) {
            return Ok(());
        }
        let policy = lab.policy()?;
        let past = Past::read(tx, lab, &policy, student.id, self.stamp.at_ms).await?;
        let refused = if !policy.same_problem {
            Some("In this lab everybody waits alone.")
        } else if requests::has_open(tx, self.lab_id, student.id).await? {
            Some("You already have an open request in this lab.")
        } else {
            None
        };
        match refused.map(Problem::conflict).or_else(|| past.refusal(lab)) {
            Some(refused) => Err(refused.into()),
            None => Ok(()),
        }
    }

    /// Whether the lab's rules let a tutor hold one request more.
    async fn may_take_one_more(
        &self,
        tx: &WriteTx,
        lab: &LabRow,
        tutor: &Party,
    ) -> Result<(), Error> {
        let most = usize::try_from(lab.policy()?.held_per_tutor).unwrap_or_default();
        let holding = requests::held_by(tx, self.lab_id, tutor.id).await?;
        match holding.first() {
            Some((student, seat)) if most > 0 && holding.len() >= most => {
                let text = format!("{} is still helping {student} at PC {seat}.", tutor.name);
                Err(Problem::conflict(text).into())
            }
            _ => Ok(()),
        }
    }

    /// What the history says about a claim that the lab's rules allow.
    async fn allowed_claim(
        &self,
        tx: &WriteTx,
        lab: &LabRow,
        request: &HelpRequest,
        by_offer: bool,
    ) -> Result<String, Error> {
        let By::Staff { party, manager } = &self.by else {
            return Err(Problem::internal("a claim by somebody who is not on the staff").into());
        };
        let comment = claim::check(&Circumstances {
            policy: &lab.policy()?,
            paused: lab.paused,
            by_offer,
            manager: *manager,
            held_until_ms: request.held_until_ms,
            student: &request.student.name,
            holding: &requests::held_by(tx, self.lab_id, party.id).await?,
            now_ms: self.stamp.at_ms,
        })?;
        Ok(comment.to_owned())
    }
}

/// Saves the next state of a request in a locked lab, with the queue's revision and the event.
pub(super) async fn save(
    tx: &WriteTx,
    lab: &labs::LabRow,
    before: &HelpRequest,
    next: &HelpRequest,
    event: &str,
    comment: String,
    stamp: &Stamp,
) -> Result<(), Error> {
    if !requests::save_next(tx, next).await? {
        // The lab is locked, so that only somebody who does not lock it could have been faster.
        return Err(Problem::conflict("Somebody else has just changed this request.").into());
    }
    if before.companions != next.companions {
        requests::save_companions(tx, next).await?;
    }
    let waits = |request: &HelpRequest| i64::from(request.status == RequestStatus::Pending);
    let revision = labs::next_revision(tx, lab, waits(next) - waits(before));
    tx.emit(stamp.request(event, next, revision, comment));
    Ok(())
}
