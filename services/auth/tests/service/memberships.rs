use futures::future::join_all;
use handup_contracts::v1::auth::{
    AddMemberRequest, GetJoinCodeRequest, GetMeRequest, JoinByCodeRequest, ListMembersRequest,
    RemoveMemberRequest, SessionReply, methods,
};
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{Membership, Role};
use handup_contracts::{Code, Problem};
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;
use uuid::Uuid;

use crate::labs::Faculty;
use crate::world::fields;

on_both_databases!(
    joining_many_times_at_once_gives_one_membership,
    a_manager_adds_changes_and_removes_members,
    the_last_manager_stays,
    others_learn_nothing_about_a_lab,
);

async fn join(
    faculty: &Faculty,
    session: &SessionReply,
    code: &str,
) -> Result<Membership, Problem> {
    let request = JoinByCodeRequest {
        code: code.to_owned(),
    };
    let token = &session.access_token;
    let reply = faculty
        .world
        .call(methods::JoinByCode, token, request)
        .await?;
    Ok(reply.membership.unwrap())
}

async fn add(
    faculty: &Faculty,
    session: &SessionReply,
    lab_id: Uuid,
    username: &str,
    role: Role,
) -> Result<Membership, Problem> {
    let request = AddMemberRequest {
        lab_id: lab_id.to_string(),
        username: username.to_owned(),
        role: role.into(),
    };
    let token = &session.access_token;
    let reply = faculty
        .world
        .call(methods::AddMember, token, request)
        .await?;
    Ok(reply.membership.unwrap())
}

async fn remove(
    faculty: &Faculty,
    session: &SessionReply,
    lab_id: Uuid,
    member: &SessionReply,
) -> Result<Membership, Problem> {
    let request = RemoveMemberRequest {
        lab_id: lab_id.to_string(),
        account_id: member.account.clone().unwrap().id,
    };
    let token = &session.access_token;
    let reply = faculty
        .world
        .call(methods::RemoveMember, token, request)
        .await?;
    Ok(reply.membership.unwrap())
}

async fn members(
    faculty: &Faculty,
    session: &SessionReply,
    lab_id: Uuid,
) -> Result<Vec<(String, Role)>, Problem> {
    let request = ListMembersRequest {
        lab_id: lab_id.to_string(),
    };
    let token = &session.access_token;
    let reply = faculty
        .world
        .call(methods::ListMembers, token, request)
        .await?;
    let named = |member: Membership| (member.username.clone(), member.role());
    Ok(reply.members.into_iter().map(named).collect())
}

async fn joining_many_times_at_once_gives_one_membership(backend: Backend) {
    let faculty = Faculty::new(backend).await;
    let other_replica = faculty.world.replica().await;
    let lab_id = faculty.lab().await;
    let code = faculty.code(lab_id).await;
    let typed = format!(" {}-{} ", code[..4].to_lowercase(), &code[4..]);
    let student = faculty.world.register("ada").await;
    let joined = join_all((0..12).map(|_| join(&faculty, &student, &typed))).await;
    let joined: Vec<_> = joined.into_iter().map(Result::unwrap).collect();
    assert!(joined.iter().all(|membership| *membership == joined[0]));
    assert_eq!((joined[0].role(), joined[0].version), (Role::Student, 1));
    assert_eq!(joined[0].lab_id, lab_id.to_string());
    assert_eq!(joined[0].organisation_id, faculty.organisation.id);
    let told = faculty.replica.names_of(&joined[0].id).await;
    assert_eq!(told, ["membership.granted"]);

    let token = &student.access_token;
    let me = faculty
        .world
        .call(methods::GetMe, token, GetMeRequest {})
        .await
        .unwrap();
    assert_eq!(me.memberships, joined[..1]);
    other_replica.stop().await;
    faculty.stop().await;
}

async fn a_manager_adds_changes_and_removes_members(backend: Backend) {
    let faculty = Faculty::new(backend).await;
    let lab_id = faculty.lab().await;
    let code = faculty.code(lab_id).await;
    let world = &faculty.world;
    let (ada, grace) = (world.register("ada").await, world.register("grace").await);

    let first = add(&faculty, &faculty.admin, lab_id, "GRACE", Role::Manager)
        .await
        .unwrap();
    assert_eq!((first.role(), first.version), (Role::Manager, 1));
    // From now on grace manages the lab.
    let tutor = add(&faculty, &grace, lab_id, "ada", Role::Tutor)
        .await
        .unwrap();
    assert_eq!(faculty.role(&ada, lab_id).await.0, Role::Tutor);
    // Doing it again changes nothing, and joining does not make a tutor a student.
    assert_eq!(
        add(&faculty, &grace, lab_id, "ada", Role::Tutor)
            .await
            .unwrap(),
        tutor
    );
    assert_eq!(join(&faculty, &ada, &code).await.unwrap(), tutor);

    let student = add(&faculty, &grace, lab_id, "ada", Role::Student)
        .await
        .unwrap();
    assert_eq!((student.role(), student.version), (Role::Student, 2));
    let removed = remove(&faculty, &grace, lab_id, &ada).await.unwrap();
    assert!(removed.removed);
    assert_eq!(
        remove(&faculty, &grace, lab_id, &ada).await.unwrap(),
        removed
    );
    assert_eq!(faculty.role(&ada, lab_id).await.0, Role::Unspecified);
    let back = join(&faculty, &ada, &code).await.unwrap();
    assert_eq!(
        (back.id.as_str(), back.version, back.removed),
        (tutor.id.as_str(), 4, false)
    );

    assert_eq!(
        members(&faculty, &grace, lab_id).await.unwrap(),
        [
            ("grace".to_owned(), Role::Manager),
            ("root".to_owned(), Role::Manager),
            ("ada".to_owned(), Role::Student),
        ],
        "the manager of the whole organisation is one of them"
    );
    let bad = add(&faculty, &grace, lab_id, "nobody", Role::Unspecified)
        .await
        .unwrap_err();
    assert_eq!(fields(&bad), ["username", "role"]);

    let events = faculty.replica.events().await;
    let told: Vec<_> = events
        .iter()
        .filter(|event| event.aggregate_id == tutor.id)
        .collect();
    assert_eq!(
        told.iter()
            .map(|event| (event.name.as_str(), event.version))
            .collect::<Vec<_>>(),
        [
            ("granted", 1),
            ("changed", 2),
            ("removed", 3),
            ("granted", 4)
        ]
    );
    assert_eq!(told[2].state, Some(State::Membership(removed)));
    assert_eq!(told[2].actor.as_ref().unwrap().name, "grace");
    faculty.stop().await;
}

async fn the_last_manager_stays(backend: Backend) {
    let faculty = Faculty::new(backend).await;
    let other_replica = faculty.world.replica().await;
    let lab_id = faculty.lab().await;
    let world = &faculty.world;
    let (ada, grace) = (world.register("ada").await, world.register("grace").await);
    for name in ["ada", "grace"] {
        add(&faculty, &faculty.admin, lab_id, name, Role::Manager)
            .await
            .unwrap();
    }
    // The manager of the whole organisation is left, so both might go: take that one away.
    let store = faculty.replica.store.clone();
    let operator = handup_auth::operator::Operator::new(&world.config, store, world.shared_clock());
    let whole = Uuid::parse_str(&faculty.organisation.id).unwrap();
    let place = handup_auth::operator::Place::Organisation(whole);
    operator.grant("root", place, Role::Student).await.unwrap();

    let (one, other) = tokio::join!(
        remove(&faculty, &ada, lab_id, &ada),
        add(&faculty, &grace, lab_id, "grace", Role::Student)
    );
    let refused = match (one, other) {
        (Err(refused), Ok(_)) | (Ok(_), Err(refused)) => refused,
        both => panic!("exactly one may go: {both:?}"),
    };
    assert_eq!(refused.code, Code::Conflict);
    let left = members(&faculty, &faculty.admin, lab_id).await.unwrap();
    let managers = left.iter().filter(|(_, role)| *role == Role::Manager);
    assert_eq!(managers.count(), 1);
    other_replica.stop().await;
    faculty.stop().await;
}

async fn others_learn_nothing_about_a_lab(backend: Backend) {
    let faculty = Faculty::new(backend).await;
    let lab_id = faculty.lab().await;
    let code = faculty.code(lab_id).await;
    let world = &faculty.world;
    let (stranger, student) = (world.register("eve").await, world.register("ada").await);
    join(&faculty, &student, &code).await.unwrap();
    let request = GetJoinCodeRequest {
        lab_id: lab_id.to_string(),
    };
    for (session, expected) in [(&stranger, Code::NotFound), (&student, Code::Forbidden)] {
        let token = &session.access_token;
        let refusals = [
            members(&faculty, session, lab_id).await.unwrap_err(),
            add(&faculty, session, lab_id, "eve", Role::Manager)
                .await
                .unwrap_err(),
            remove(&faculty, session, lab_id, &student)
                .await
                .unwrap_err(),
            world
                .call(methods::GetJoinCode, token, request.clone())
                .await
                .unwrap_err(),
        ];
        for refused in refusals {
            assert_eq!(refused.code, expected, "{refused}");
        }
    }
    assert_eq!(faculty.role(&stranger, lab_id).await.0, Role::Unspecified);
    let nobody = world
        .call(methods::GetJoinCode, "", request)
        .await
        .unwrap_err();
    assert_eq!(nobody.code, Code::Unauthenticated);
    faculty.stop().await;
}
