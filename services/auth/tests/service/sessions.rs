use futures::future::join_all;
use handup_contracts::v1::auth::{
    EndSessionRequest, GetMeRequest, ListSessionsRequest, LogOutRequest, RefreshRequest,
    SessionReply, methods,
};
use handup_contracts::{Code, Problem};
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;

use crate::world::World;

on_both_databases!(
    a_refresh_token_rotates_and_its_reuse_ends_the_session,
    tabs_that_refresh_at_once_all_stay_logged_in,
    a_person_sees_and_ends_own_sessions,
    logging_out_ends_the_session,
    tokens_end_in_time,
);

async fn refresh(world: &World, session: &SessionReply) -> Result<SessionReply, Problem> {
    let request = RefreshRequest {
        refresh_token: session.refresh_token.clone(),
    };
    world.call(methods::Refresh, "", request).await
}

async fn assert_over(world: &World, session: &SessionReply) {
    let problem = refresh(world, session).await.unwrap_err();
    assert_eq!(problem.code, Code::Unauthenticated);
    assert_eq!(problem.message, "Please log in to continue.");
}

async fn a_refresh_token_rotates_and_its_reuse_ends_the_session(backend: Backend) {
    let (world, replica) = World::with_one(backend).await;
    let first = world.register("ada").await;
    let elsewhere = world.log_in("ada").await;
    world.clock.advance(60_000);
    let second = refresh(&world, &first).await.unwrap();
    assert_eq!(second.session_id, first.session_id);
    assert_ne!(second.refresh_token, first.refresh_token);
    assert_ne!(second.access_token, first.access_token);
    assert_eq!(
        second.refresh_expires_at_ms - first.refresh_expires_at_ms,
        60_000
    );
    assert_eq!(second.account, first.account);

    world.clock.advance(10_000);
    assert_over(&world, &first).await;
    // The token that was good a moment ago went with it; the other session did not.
    assert_over(&world, &second).await;
    refresh(&world, &elsewhere).await.unwrap();
    replica.stop().await;
}

async fn tabs_that_refresh_at_once_all_stay_logged_in(backend: Backend) {
    let world = World::new(backend).await;
    let replicas = [world.replica().await, world.replica().await];
    let mut cookie = world.register("ada").await;
    for _ in 0..3 {
        world.clock.advance(600_000);
        let tabs = join_all((0..6).map(|_| refresh(&world, &cookie))).await;
        let mut tabs: Vec<_> = tabs.into_iter().map(Result::unwrap).collect();
        assert!(tabs.iter().all(|tab| tab.session_id == cookie.session_id));
        // The browser keeps whichever answer came last.
        cookie = tabs.swap_remove(3);
    }
    // Two of the last answers are used: somebody else has a copy.
    let copy = refresh(&world, &cookie).await.unwrap();
    world.clock.advance(10_000);
    assert_over(&world, &cookie).await;
    assert_over(&world, &copy).await;
    for replica in replicas {
        replica.stop().await;
    }
}

async fn a_person_sees_and_ends_own_sessions(backend: Backend) {
    let (world, replica) = World::with_one(backend).await;
    let laptop = world.register("ada").await;
    world.clock.advance(1_000);
    let phone = world.log_in("ada").await;
    let stranger = world.register("eve").await;
    let list = || {
        world.call(
            methods::ListSessions,
            &phone.access_token,
            ListSessionsRequest {},
        )
    };
    let sessions = list().await.unwrap().sessions;
    assert_eq!(
        sessions
            .iter()
            .map(|one| (one.id.as_str(), one.current))
            .collect::<Vec<_>>(),
        [
            (phone.session_id.as_str(), true),
            (laptop.session_id.as_str(), false)
        ]
    );
    assert_eq!(sessions[0].device, "a test");

    let end = |token: &str, session_id: &str| {
        let request = EndSessionRequest {
            session_id: session_id.to_owned(),
        };
        let token = token.to_owned();
        let world = &world;
        async move { world.call(methods::EndSession, &token, request).await }
    };
    for unknown in [laptop.session_id.as_str(), "no id"] {
        let refused = end(&stranger.access_token, unknown).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
    }
    end(&phone.access_token, &laptop.session_id).await.unwrap();
    assert_over(&world, &laptop).await;
    assert_eq!(list().await.unwrap().sessions.len(), 1);
    // The latest used comes first, and being used is seen.
    world.clock.advance(60_000);
    refresh(&world, &phone).await.unwrap();
    let used = &list().await.unwrap().sessions[0];
    assert_eq!(used.last_used_at_ms - used.created_at_ms, 60_000);
    replica.stop().await;
}

async fn logging_out_ends_the_session(backend: Backend) {
    let (world, replica) = World::with_one(backend).await;
    let by_refresh_token = world.register("ada").await;
    let by_access_token = world.log_in("ada").await;
    let log_out = |token: &str, refresh_token: &str| {
        let request = LogOutRequest {
            refresh_token: refresh_token.to_owned(),
        };
        let token = token.to_owned();
        let world = &world;
        async move { world.call(methods::LogOut, &token, request).await }
    };
    // Even where the access token has expired long ago.
    log_out("", &by_refresh_token.refresh_token).await.unwrap();
    log_out("", &by_refresh_token.refresh_token).await.unwrap();
    assert_over(&world, &by_refresh_token).await;
    log_out(&by_access_token.access_token, "").await.unwrap();
    assert_over(&world, &by_access_token).await;
    let nobody = log_out("", "").await.unwrap_err();
    assert_eq!(nobody.code, Code::Unauthenticated);
    replica.stop().await;
}

async fn tokens_end_in_time(backend: Backend) {
    let (world, replica) = World::with_one(backend).await;
    let session = world.register("ada").await;
    let me = || world.call(methods::GetMe, &session.access_token, GetMeRequest {});
    let left = session.access_expires_at_ms - now_ms(&world);
    assert!((599_000..=600_000).contains(&left), "{left}");
    world.clock.advance(left - 1);
    me().await.unwrap();
    world.clock.advance(1);
    assert_eq!(me().await.unwrap_err().code, Code::Unauthenticated);
    let left = session.refresh_expires_at_ms - now_ms(&world);
    world.clock.advance(left);
    assert_over(&world, &session).await;
    replica.stop().await;
}

fn now_ms(world: &World) -> i64 {
    handup_runtime::Clock::now_ms(world.clock.as_ref())
}
