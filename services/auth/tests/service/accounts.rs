use futures::future::join_all;
use handup_contracts::Code;
use handup_contracts::rpc::Method;
use handup_contracts::v1::auth::{GetMeRequest, RegisterRequest, SessionReply, methods};
use handup_contracts::v1::events::event::State;
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;

use crate::world::{PASSWORD, World, fields, registration};

on_both_databases!(
    a_person_registers_and_logs_in_by_any_name,
    every_bad_field_of_a_registration_is_named_at_once,
    of_many_who_take_a_name_at_once_one_gets_it,
    guessing_is_limited_however_many_try_at_once,
    what_a_newer_client_adds_is_ignored,
);

async fn a_person_registers_and_logs_in_by_any_name(backend: Backend) {
    let (world, replica) = World::with_one(backend).await;
    let session = world.register("Ada.Lovelace").await;
    let account = session.account.clone().unwrap();
    assert_eq!(account.username, "Ada.Lovelace");
    assert_eq!(account.display_name, "Ada.Lovelace");
    assert!(!account.admin);
    assert_eq!(session.memberships, []);

    let me = world
        .call(methods::GetMe, &session.access_token, GetMeRequest {})
        .await
        .unwrap();
    assert_eq!(me.account.as_ref(), Some(&account));

    for login in ["ada.lovelace", " ADA.LOVELACE", "ada.LOVELACE@example.org"] {
        let again = world.log_in(login).await;
        assert_eq!(again.account.as_ref(), Some(&account), "{login}");
        assert_ne!(again.session_id, session.session_id);
    }
    for (login, password) in [
        ("Ada.Lovelace", "not the password"),
        ("Ada.Lovelace", &"x".repeat(10_000)),
        ("nobody", PASSWORD),
        ("Ada\0Lovelace", PASSWORD),
        ("nobody@example.org", PASSWORD),
    ] {
        let refused = world.try_password(login, password).await.unwrap_err();
        assert_eq!(refused.code, Code::WrongCredentials);
        assert_eq!(refused.message, "Invalid username or password.");
    }

    let events = replica.events().await;
    assert_eq!(events.len(), 1, "logging in is no event");
    assert_eq!(events[0].scope_id, account.id);
    assert_eq!(events[0].actor.as_ref().unwrap().id, account.id);
    assert_eq!(events[0].state, Some(State::Account(account)));
    replica.stop().await;
}

async fn every_bad_field_of_a_registration_is_named_at_once(backend: Backend) {
    let (world, replica) = World::with_one(backend).await;
    world.register("ada").await;
    let request = RegisterRequest {
        username: "ADA".to_owned(),
        email: "ADA@example.org".to_owned(),
        password: "short".to_owned(),
        password_confirmation: "other".to_owned(),
        ..RegisterRequest::default()
    };
    let problem = world
        .call(methods::Register, "", request)
        .await
        .unwrap_err();
    assert_eq!(problem.code, Code::Invalid);
    let mut named = fields(&problem);
    named.sort_unstable();
    assert_eq!(
        named,
        ["email", "password", "password_confirmation", "username"]
    );
    assert!(problem.message.contains("This username is already taken."));
    let unprintable = RegisterRequest {
        username: "eve\0eve".to_owned(),
        email: "eve\0@example.org".to_owned(),
        display_name: "\0".to_owned(),
        ..registration("eve")
    };
    let problem = world
        .call(methods::Register, "", unprintable)
        .await
        .unwrap_err();
    assert_eq!(fields(&problem), ["username", "email", "display_name"]);
    assert_eq!(replica.events().await.len(), 1);
    replica.stop().await;
}

async fn of_many_who_take_a_name_at_once_one_gets_it(backend: Backend) {
    let world = World::new(backend).await;
    let replicas = [world.replica().await, world.replica().await];
    let tries = (0..8).map(|number| {
        let request = RegisterRequest {
            email: format!("ada{number}@example.org"),
            ..registration("ada")
        };
        world.call(methods::Register, "", request)
    });
    let (taken, refused): (Vec<_>, Vec<_>) =
        join_all(tries).await.into_iter().partition(Result::is_ok);
    assert_eq!(taken.len(), 1);
    for refused in refused {
        let problem = refused.unwrap_err();
        assert_eq!(fields(&problem), ["username"], "{problem}");
    }
    assert_eq!(replicas[0].events().await.len(), 1);
    for replica in replicas {
        replica.stop().await;
    }
}

async fn guessing_is_limited_however_many_try_at_once(backend: Backend) {
    let world = World::new(backend).await;
    let replicas = [world.replica().await, world.replica().await];
    world.register("ada").await;
    for login in ["ada", "nobody"] {
        let guesses = (0..25).map(|_| world.try_password(login, "a wrong password"));
        let mut looked_at = 0;
        for guess in join_all(guesses).await {
            let problem = guess.unwrap_err();
            match problem.code {
                Code::WrongCredentials => looked_at += 1,
                code => {
                    assert_eq!(code, Code::RateLimited, "{problem}");
                    assert_eq!(problem.retry_after_ms, Some(15 * 60_000));
                }
            }
        }
        assert_eq!(looked_at, 10, "the same for a name that nobody has");
    }
    // Under any name of the account.
    let refused = world.try_password("ada@example.org", PASSWORD).await;
    assert_eq!(refused.unwrap_err().code, Code::RateLimited);

    world.clock.advance(15 * 60_000);
    for _ in 0..3 {
        for _ in 0..9 {
            let wrong = world.try_password("ada", "a wrong password").await;
            assert_eq!(wrong.unwrap_err().code, Code::WrongCredentials);
        }
        // The right password begins the count anew.
        world.log_in("ada").await;
    }
    for replica in replicas {
        replica.stop().await;
    }
}

/// LogIn as a client of a later version might call it: the fields 4 to 6 are not known today.
#[derive(Debug, Clone, Copy)]
struct LogInOfALaterVersion;

impl Method for LogInOfALaterVersion {
    const SERVICE: &'static str = methods::LogIn::SERVICE;
    const NAME: &'static str = methods::LogIn::NAME;
    type Request = RegisterRequest;
    type Reply = SessionReply;
}

async fn what_a_newer_client_adds_is_ignored(backend: Backend) {
    let (world, replica) = World::with_one(backend).await;
    world.register("ada").await;
    let request = RegisterRequest {
        // The fields 1, 2 and 3: login, password, device.
        username: "ada".to_owned(),
        email: PASSWORD.to_owned(),
        password: "a device".to_owned(),
        password_confirmation: "unknown".to_owned(),
        display_name: "unknown".to_owned(),
        device: "unknown".to_owned(),
    };
    let session = world.call(LogInOfALaterVersion, "", request).await.unwrap();
    assert_eq!(session.account.unwrap().username, "ada");
    replica.stop().await;
}
