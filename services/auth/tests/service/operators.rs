use handup_auth::operator::{NewUser, Operator, Place};
use handup_contracts::Code;
use handup_contracts::v1::auth::{JoinByCodeRequest, methods};
use handup_contracts::v1::events::ActorKind;
use handup_contracts::v1::types::Role;
use handup_runtime::ids;
use handup_store::outbox;
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use uuid::Uuid;

use crate::world::{PASSWORD, World, fields};

on_both_databases!(what_an_operator_does_twice_is_done_once);

fn user(username: &str) -> NewUser {
    NewUser {
        username: username.to_owned(),
        email: format!("{username}@example.org"),
        password: PASSWORD.to_owned(),
        display_name: "Ada Tutor".to_owned(),
        admin: false,
    }
}

async fn what_an_operator_does_twice_is_done_once(backend: Backend) {
    let world = World::new(backend).await;
    // No service runs: a store is enough.
    let operator = Operator::new(&world.config, world.store().await, world.shared_clock());
    let lab_id = ids::new_id();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let account = operator.create_user(user("ada")).await.unwrap();
        let organisation = operator
            .create_organisation("Faculty of Physics", "Europe/Berlin")
            .await
            .unwrap();
        let organisation_id = Uuid::parse_str(&organisation.id).unwrap();
        operator.learn_lab(lab_id, organisation_id).await.unwrap();
        operator
            .ensure_join_code(lab_id, "dem2-lab2")
            .await
            .unwrap_err();
        operator
            .ensure_join_code(lab_id, "demo-code")
            .await
            .unwrap_err();
        operator
            .ensure_join_code(lab_id, "PHYS-2345")
            .await
            .unwrap();
        let place = Place::Organisation(organisation_id);
        let whole = operator.grant("ada", place, Role::Tutor).await.unwrap();
        let lab = operator
            .grant("ada", Place::Lab(lab_id), Role::Manager)
            .await
            .unwrap();
        assert_eq!(whole.lab_id, "");
        assert_eq!(lab.lab_id, lab_id.to_string());
        seen.push((account, organisation, whole, lab));
    }
    assert_eq!(seen[0], seen[1]);
    let taken = operator
        .create_user(NewUser {
            email: "other@example.org".to_owned(),
            ..user("ada")
        })
        .await
        .unwrap_err();
    assert_eq!(fields(&taken), ["username"]);
    let unknown = operator
        .grant("ada", Place::Lab(ids::new_id()), Role::Tutor)
        .await;
    assert_eq!(unknown.unwrap_err().code, Code::NotFound);

    let replica = world.replica().await;
    let events = replica.events().await;
    assert_eq!(events.len(), 4, "one for each thing that came to be");
    assert!(
        events
            .iter()
            .all(|event| event.actor.as_ref().unwrap().kind() == ActorKind::Operator)
    );
    // The service publishes what it finds, a little after it was saved.
    world.clock.advance(5_000);
    wait::until("the events are published", || async {
        outbox::backlog(replica.store.read()).await.unwrap() == 0
    })
    .await;

    let session = world.log_in("ada").await;
    assert_eq!(session.memberships.len(), 2);
    let student = world.register("eve").await;
    let request = JoinByCodeRequest {
        code: "phys2345".to_owned(),
    };
    let joined = world
        .call(methods::JoinByCode, &student.access_token, request)
        .await
        .unwrap();
    assert_eq!(joined.membership.unwrap().lab_id, lab_id.to_string());
    replica.stop().await;
}
