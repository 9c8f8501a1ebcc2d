//! What auth knows of labs, which another service makes.

use handup_auth::operator::{NewUser, Operator};
use handup_contracts::Code;
use handup_contracts::v1::auth::{
    CreateOrganisationRequest, GetJoinCodeRequest, GetRoleRequest, JoinByCodeRequest,
    ListOrganisationsRequest, OrganisationReply, ReplaceJoinCodeRequest, SessionReply, methods,
};
use handup_contracts::v1::types::{Organisation, Role};
use handup_runtime::ids;
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use uuid::Uuid;

use crate::world::{Labs, PASSWORD, Replica, World, fields};

on_both_databases!(
    an_organisation_is_made_by_an_administrator_alone,
    a_lab_so_new_that_its_event_is_on_its_way_is_waited_for,
    a_join_code_can_be_replaced,
);

/// A world with an administrator, an organisation and somebody who tells of labs.
pub struct Faculty {
    pub world: World,
    pub replica: Replica,
    pub labs: Labs,
    pub admin: SessionReply,
    pub organisation: Organisation,
}

impl Faculty {
    pub async fn new(backend: Backend) -> Self {
        let (world, replica) = World::with_one(backend).await;
        let admin = admin(&world, &replica).await;
        let organisation = create_organisation(&world, &admin, "Faculty of Physics")
            .await
            .unwrap()
            .organisation
            .unwrap();
        Self {
            labs: world.labs().await,
            world,
            replica,
            admin,
            organisation,
        }
    }

    /// A lab that auth knows of.
    pub async fn lab(&self) -> Uuid {
        let id = ids::new_id();
        self.labs.tell(id, &self.organisation).await;
        wait::until("auth has heard of the lab", || async {
            let role = self.role(&self.admin, id).await;
            role.1 == self.organisation.id
        })
        .await;
        id
    }

    /// The role of whoever has `session`, and the lab's organisation.
    pub async fn role(&self, session: &SessionReply, lab_id: Uuid) -> (Role, String) {
        let request = GetRoleRequest {
            lab_id: lab_id.to_string(),
        };
        let reply = self
            .world
            .call(methods::GetRole, &session.access_token, request)
            .await
            .unwrap();
        (reply.role(), reply.organisation_id)
    }

    /// The join code of a lab, as its manager sees it.
    pub async fn code(&self, lab_id: Uuid) -> String {
        let request = GetJoinCodeRequest {
            lab_id: lab_id.to_string(),
        };
        let token = &self.admin.access_token;
        let reply = self.world.call(methods::GetJoinCode, token, request).await;
        reply.unwrap().code
    }

    pub async fn stop(self) {
        self.labs.stop().await;
        self.replica.stop().await;
    }
}

async fn admin(world: &World, replica: &Replica) -> SessionReply {
    let operator = Operator::new(&world.config, replica.store.clone(), world.shared_clock());
    let user = NewUser {
        username: "root".to_owned(),
        email: "root@example.org".to_owned(),
        password: PASSWORD.to_owned(),
        display_name: "Root".to_owned(),
        admin: true,
    };
    assert!(operator.create_user(user).await.unwrap().admin);
    world.log_in("root").await
}

async fn create_organisation(
    world: &World,
    session: &SessionReply,
    name: &str,
) -> Result<OrganisationReply, handup_contracts::Problem> {
    let request = CreateOrganisationRequest {
        name: name.to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    };
    world
        .call(methods::CreateOrganisation, &session.access_token, request)
        .await
}

async fn an_organisation_is_made_by_an_administrator_alone(backend: Backend) {
    let faculty = Faculty::new(backend).await;
    let world = &faculty.world;
    let student = world.register("ada").await;
    let refused = create_organisation(world, &student, "Mine")
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
    let taken = create_organisation(world, &faculty.admin, "faculty of PHYSICS").await;
    assert_eq!(fields(&taken.unwrap_err()), ["name"]);

    let list = |session: &SessionReply| {
        let token = session.access_token.clone();
        async move {
            let reply = world
                .call(
                    methods::ListOrganisations,
                    &token,
                    ListOrganisationsRequest {},
                )
                .await;
            reply.unwrap().organisations
        }
    };
    assert_eq!(
        list(&faculty.admin).await,
        std::slice::from_ref(&faculty.organisation)
    );
    assert_eq!(list(&student).await, []);

    let events = faculty.replica.events().await;
    let names: Vec<_> = events
        .iter()
        .filter(|event| event.scope_id == faculty.organisation.id)
        .map(|event| format!("{}.{}", event.aggregate, event.name))
        .collect();
    assert_eq!(names, ["organisation.created", "membership.granted"]);
    faculty.stop().await;
}

async fn a_lab_so_new_that_its_event_is_on_its_way_is_waited_for(backend: Backend) {
    let faculty = Faculty::new(backend).await;
    let id = ids::new_id();
    let (role, ()) = tokio::join!(
        faculty.role(&faculty.admin, id),
        faculty.labs.tell(id, &faculty.organisation)
    );
    assert_eq!(role, (Role::Manager, faculty.organisation.id.clone()));
    // Of a lab that could have been known for long, it is said at once that there is none.
    faculty.world.clock.advance(60_000);
    let none = faculty.role(&faculty.admin, ids::new_id()).await;
    assert_eq!(none, (Role::Unspecified, String::new()));
    faculty.stop().await;
}

async fn a_join_code_can_be_replaced(backend: Backend) {
    let faculty = Faculty::new(backend).await;
    let lab_id = faculty.lab().await;
    let old = faculty.code(lab_id).await;
    assert_eq!(old.len(), 8);
    let request = ReplaceJoinCodeRequest {
        lab_id: lab_id.to_string(),
    };
    let token = &faculty.admin.access_token;
    let new = faculty
        .world
        .call(methods::ReplaceJoinCode, token, request)
        .await
        .unwrap()
        .code;
    assert_ne!(new, old);
    assert_eq!(faculty.code(lab_id).await, new);

    let student = faculty.world.register("ada").await;
    let join = |code: &str| {
        let request = JoinByCodeRequest {
            code: code.to_owned(),
        };
        faculty
            .world
            .call(methods::JoinByCode, &student.access_token, request)
    };
    for code in [old.as_str(), "", "not a code"] {
        let refused = join(code).await.unwrap_err();
        assert_eq!(fields(&refused), ["code"], "{code}");
    }
    join(&new).await.unwrap();
    faculty.stop().await;
}
