use std::sync::Arc;

use futures::future::join_all;
use handup_auth::SigningKeys;
use handup_contracts::v1::auth::{GetKeysRequest, methods};
use handup_identity::{BusKeys, Verifier};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use jsonwebtoken::jwk::JwkSet;

use crate::world::World;

on_both_databases!(
    keys_rotate_without_a_token_being_refused,
    replicas_that_rotate_at_once_make_one_key,
);

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// As any other service has one.
fn verifier(world: &World) -> Verifier {
    Verifier::new(
        BusKeys(world.bus.clone()),
        world.service_tokens(),
        world.shared_clock(),
    )
}

async fn published(world: &World) -> Vec<String> {
    let reply = world
        .call(methods::GetKeys, "", GetKeysRequest {})
        .await
        .unwrap();
    let set: JwkSet = serde_json::from_str(&reply.jwks_json).unwrap();
    assert!(!reply.jwks_json.contains("\"d\""), "only public parts");
    set.keys
        .into_iter()
        .map(|key| key.common.key_id.unwrap())
        .collect()
}

async fn until_published(world: &World, count: usize) -> Vec<String> {
    wait::until_some("the upkeep has rotated the keys", || async {
        let keys = published(world).await;
        (keys.len() == count).then_some(keys)
    })
    .await
}

fn key_of(token: &str) -> String {
    jsonwebtoken::decode_header(token).unwrap().kid.unwrap()
}

async fn keys_rotate_without_a_token_being_refused(backend: Backend) {
    let (world, replica) = World::with_one(backend).await;
    let at_start = verifier(&world);
    let first = world.register("ada").await;
    let first_key = key_of(&first.access_token);
    let person = at_start.person_of_token(&first.access_token).await.unwrap();
    assert_eq!(person.id.to_string(), first.account.unwrap().id);
    assert_eq!(published(&world).await, std::slice::from_ref(&first_key));

    // Announced a quarter of an hour before it signs.
    world.clock.advance(30 * DAY_MS - 15 * MINUTE_MS);
    let keys = until_published(&world, 2).await;
    let next_key = keys[1].clone();
    world.clock.advance(14 * MINUTE_MS);
    let before = world.log_in("ada").await;
    assert_eq!(key_of(&before.access_token), first_key);
    let meanwhile = verifier(&world);
    meanwhile
        .person_of_token(&before.access_token)
        .await
        .unwrap();

    world.clock.advance(2 * MINUTE_MS);
    let after = world.log_in("ada").await;
    assert_eq!(key_of(&after.access_token), next_key);
    // Whether a verifier has the keys since before the announcement, since after it, or not yet.
    for verifier in [&at_start, &meanwhile, &verifier(&world)] {
        for session in [&before, &after] {
            let person = verifier
                .person_of_token(&session.access_token)
                .await
                .unwrap();
            assert_eq!(person.session_id.to_string(), session.session_id);
        }
    }
    // Once all its tokens have expired, the old key goes.
    world.clock.advance(20 * MINUTE_MS);
    assert_eq!(until_published(&world, 1).await, [next_key]);
    replica.stop().await;
}

async fn replicas_that_rotate_at_once_make_one_key(backend: Backend) {
    let world = World::new(backend).await;
    let mut replicas = Vec::new();
    for _ in 0..4 {
        let store = world.store().await;
        replicas.push(SigningKeys::new(&world.config, store, world.shared_clock()));
    }
    for round in 1..=3 {
        let made = join_all(replicas.iter().map(SigningKeys::rotate_if_due)).await;
        let made = made
            .into_iter()
            .filter(|made| *made.as_ref().unwrap())
            .count();
        assert_eq!(made, 1);
        let sets = join_all(replicas.iter().map(SigningKeys::published)).await;
        for set in sets {
            assert_eq!(set.unwrap().keys.len(), round);
        }
        world.clock.advance(30 * DAY_MS);
    }
    // Services that start on an empty database at the same time do the same.
    let world = Arc::new(World::new(backend).await);
    let (one, other) = tokio::join!(world.replica(), world.replica());
    let session = world.register("ada").await;
    assert_eq!(published(&world).await, [key_of(&session.access_token)]);
    one.stop().await;
    other.stop().await;
}
